/** `onqueue backup FILE` and `onqueue restore FILE`: saves a hub's database to one file, and restores it. */
import { statSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { Command } from 'commander';
import { type Header, verifyBackup } from '#hub/backup/format.ts';
import { restoreBackup } from '#hub/backup/restore.ts';
import { writeBackup } from '#hub/backup/write-backup.ts';
import { describeAddress, type GivenAddress } from '#hub/store/address.ts';
import { databaseAddress, databaseOptions, existingDatabase, withoutStoreErrors } from './hub-database.ts';

/** Work that takes longer than this reports its progress. */
const PROGRESS_INTERVAL_MS = 1_000;

interface RestoreOptions extends GivenAddress {
  readonly replace?: true;
  readonly check?: true;
}

export const backupCommand = (): Command =>
  databaseOptions(new Command('backup'))
    .description('write everything a hub keeps into one file, while it works')
    .argument('<file>', 'where to write; it must not be there yet')
    .action((file: string, options: GivenAddress) =>
      withoutStoreErrors(async () => {
        const address = existingDatabase(options);
        // The hub's work has priority where both need the processor.
        setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
        const header = await writeBackup(address, file, sayRows('written'));
        console.log(`${describeAddress(address)} is in ${file}: ${summary(file, header)}.`);
      }),
    );

export const restoreCommand = (): Command =>
  databaseOptions(new Command('restore'))
    .description('put a backup into an empty database; all of it or nothing')
    .argument('<file>', 'what `onqueue backup` has written')
    .option(
      '--replace',
      'also where a database is already; a SQLite file is set aside, PostgreSQL is emptied',
    )
    .option('--check', 'only read the file and say whether it is whole')
    .action((file: string, options: RestoreOptions) =>
      withoutStoreErrors(async () => {
        if (options.check) {
          const header = await verifyBackup(file);
          console.log(`${file} is whole: ${summary(file, header)}.`);
          return;
        }
        const address = databaseAddress(options);
        const { header, kept } = await restoreBackup(file, address, {
          replace: options.replace ?? false,
          onRows: sayRows('read'),
        });
        console.log(`${file} is in ${describeAddress(address)}: ${summary(file, header)}.`);
        if (kept !== null) console.log(`What was there is kept in ${kept}.`);
        console.log('Everyone signs in again.');
      }),
    );

function summary(file: string, { createdAt, version, tables }: Header): string {
  const rows = Object.values(tables).reduce((sum, count) => sum + count, 0);
  const megabytes = (statSync(file).size / 1024 / 1024).toFixed(1);
  return `${rows} rows, ${megabytes} MB, as of ${createdAt}, written by OnQueue ${version}`;
}

/** Written to standard error, so that the result can be piped. */
function sayRows(done: string): (rows: number) => void {
  let next = performance.now() + PROGRESS_INTERVAL_MS;
  return (rows) => {
    if (performance.now() < next) return;
    next = performance.now() + PROGRESS_INTERVAL_MS;
    console.error(`${rows} rows ${done} …`);
  };
}
