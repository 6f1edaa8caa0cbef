/** The files of a database are for the hub's user alone, whatever the habit of that user for new files is. */
import { chmodSync, closeSync, lstatSync, openSync } from 'node:fs';

/** What the group and all others may do, in a mode. */
const OTHERS = 0o077;

/** To be called once, at the start of a program that runs a hub. */
export function keepNewFilesPrivate(): void {
  if (process.platform !== 'win32') process.umask(OTHERS);
}

/**
 * Makes the file when it is not there, and takes from others what they may do with one that is and belongs to us. SQLite
 * gives the files that it makes beside it the same mode.
 */
export function makePrivate(path: string): void {
  closeSync(openSync(path, 'a', 0o600));
  for (const file of [path, `${path}-wal`, `${path}-shm`]) tighten(file);
}

function tighten(file: string): void {
  const found = lstatSync(file, { throwIfNoEntry: false });
  if (!found?.isFile() || found.uid !== process.getuid?.() || (found.mode & OTHERS) === 0) return;
  chmodSync(file, found.mode & ~OTHERS & 0o777);
}
