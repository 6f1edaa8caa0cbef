/** Where this user's data lives on this machine, following the system's convention. */
import { accessSync, constants, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { lockDataDirectory } from './data-lock.ts';
import { restrictDataDirectory } from './private-files.ts';
import { StartupError } from './startup-error.ts';

/** `ONQUEUE_DATA`, else the system's location for application data. */
export function defaultDataDirectory(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (env.ONQUEUE_DATA) return resolve(env.ONQUEUE_DATA);
  const home = homedir();
  if (platform === 'win32') return join(env.APPDATA ?? join(home, 'AppData', 'Roaming'), 'OnQueue');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'OnQueue');
  return join(env.XDG_DATA_HOME || join(home, '.local', 'share'), 'onqueue');
}

/** Ensures that `directory` exists, is private and usable. Throws `StartupError` with the reason otherwise. */
export function prepareDataDirectory(directory: string): void {
  const refuse = (why: string) => new StartupError('DATA_UNUSABLE', { directory, why, context: why });
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    if (!statSync(directory).isDirectory()) throw refuse('not-a-directory');
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK);
    restrictDataDirectory(directory);
  } catch (error) {
    if (error instanceof StartupError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EACCES' || code === 'EPERM') throw refuse('not-permitted');
    if (code === 'EEXIST' || code === 'ENOTDIR') throw refuse('not-a-directory');
    if (code === 'EROFS') throw refuse('read-only');
    throw refuse(message);
  }
}

/**
 * Moves the contents of `directory` aside and returns the new location; `null` = there was nothing. Never deletes
 * anything. Throws `StartupError` while a shell uses it.
 */
export async function archiveDataDirectory(directory: string, now: Date): Promise<string | null> {
  if (!existsSync(directory)) return null;
  prepareDataDirectory(directory);
  const lock = await lockDataDirectory(directory);
  lock.release();
  const backup = `${directory}.backup-${now.toISOString().replace(/[:.]/g, '-')}`;
  renameSync(directory, backup);
  return backup;
}
