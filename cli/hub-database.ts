/** `--db` of the commands that look at, or change, what is set up: without it, the hub of this machine. */
import { join } from 'node:path';
import { Option } from 'commander';
import { StoreError } from '#hub/store/store.ts';
import { StartRefused } from '#agent/installation/start-refused.ts';
import { defaultDataDirectory, prepareDataDirectory } from '#agent/installation/data-directory.ts';

export const databaseOption = () =>
  new Option('--db <address>', 'sqlite:PATH or postgres://… (default: the hub of this machine)');

/** The address that was given, else the embedded hub's database. @throws {StartRefused} */
export function databaseAddress(given: string | undefined): string {
  if (given !== undefined) return given;
  const directory = defaultDataDirectory(process.env, process.platform);
  prepareDataDirectory(directory);
  return `sqlite:${join(directory, 'hub.db')}`;
}

/** A sentence for the person at the terminal ends the command with one line. */
export async function withoutStoreErrors<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof StoreError ? new StartRefused(error.message) : error;
  }
}
