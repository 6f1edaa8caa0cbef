/**
 * `--db` and `--db-file` of the commands that read or change a hub's database. Without them and without `ONQUEUE_DB` it
 * is the hub of this machine.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { chooseAddress, type GivenAddress, isPostgres } from '#hub/store/address.ts';
import { StoreError } from '#hub/store/store.ts';
import { StartRefused } from '#agent/installation/startup-error.ts';
import { defaultDataDirectory, prepareDataDirectory } from '#agent/installation/data-directory.ts';

/** Adds the options to a command; the help names the default. */
export const databaseOptions = (command: Command, fallback = 'the hub of this machine'): Command =>
  command
    .addOption(
      new Option('--db <address>', `sqlite:PATH or postgres://USER@HOST/DATABASE (default: ${fallback})`),
    )
    .addOption(
      new Option(
        '--db-file <file>',
        'a file whose first line is the address; also ONQUEUE_DB and PGPASSWORD, so that no password is on a command line',
      ),
    );

const dataDirectory = () => defaultDataDirectory(process.env, process.platform);
const embedded = () => `sqlite:${join(dataDirectory(), 'hub.db')}`;

/**
 * The given address, else the embedded hub's database, whose folder is prepared for it.
 * @throws {StoreError} @throws {StartRefused}
 */
export function databaseAddress(given: GivenAddress): string {
  const address = chooseAddress(given, process.env, embedded());
  if (address === embedded()) prepareDataDirectory(dataDirectory());
  return address;
}

/** A database that must already exist. @throws {StoreError} when it does not */
export function existingDatabase(given: GivenAddress, fallback = embedded()): string {
  const address = chooseAddress(given, process.env, fallback);
  if (!isPostgres(address) && !existsSync(address.replace(/^sqlite:/, '')))
    throw new StoreError(
      `There is no database at "${address}". Name the hub's with --db, --db-file or ONQUEUE_DB. Nothing was changed.`,
    );
  return address;
}

/** An error for the user at the terminal ends the command with one line. */
export async function withoutStoreErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof StoreError ? new StartRefused(error.message) : error;
  }
}
