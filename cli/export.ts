/** `onqueue export salesforce DIR`: the set-up as a Salesforce DX project. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Argument, Command } from 'commander';
import { readDirectory } from '#hub/directory/directory.ts';
import { exportSalesforce } from '#hub/exchange/export/export-salesforce.ts';
import type { GivenAddress } from '#hub/store/address.ts';
import { openStore } from '#hub/store/store.ts';
import { StartRefused } from '#agent/installation/startup-error.ts';
import { databaseAddress, databaseOptions, withoutStoreErrors } from './hub-database.ts';

export const exportCommand = (): Command =>
  databaseOptions(new Command('export'))
    .description('write the set-up as files that Salesforce, and `onqueue import`, can read')
    .addArgument(new Argument('<target>', 'what it is for').choices(['salesforce']))
    .argument('<directory>', 'where to write; files of the same name are replaced')
    .action((_target: string, directory: string, options: GivenAddress) =>
      withoutStoreErrors(() => write(directory, options)),
    );

async function write(directory: string, database: GivenAddress): Promise<void> {
  const store = await openStore(databaseAddress(database), { beside: true });
  const { files, leftOut } = await store
    .read(readDirectory)
    .then(exportSalesforce)
    .finally(() => store.close());
  try {
    for (const [path, content] of files) {
      const file = join(directory, ...path.split('/'));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
  } catch (error) {
    throw new StartRefused(`Cannot write to ${directory}: ${(error as Error).message}.`);
  }
  console.log(`${files.size} files written to ${directory}.`);
  if (leftOut.length > 0) console.log('Not part of them, since Salesforce has no place for it:');
  for (const { message } of leftOut) console.log(`  ${message}`);
}
