/** Database files are readable by the hub's user only, whatever that user's umask. */
import { chmodSync, closeSync, lstatSync, openSync } from 'node:fs';

/** The permission bits of group and others in a mode. */
const OTHERS = 0o077;

/** Call once, at the start of a program that runs a hub. */
export function keepNewFilesPrivate(): void {
  if (process.platform !== 'win32') process.umask(OTHERS);
}

/**
 * Creates the file if missing, and removes others' permissions from an existing one that belongs to us. SQLite gives
 * the files that it creates beside it the same mode.
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
