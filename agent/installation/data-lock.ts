/** One shell per data directory: two would ring twice and compete for the embedded hub. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { StartupError } from './startup-error.ts';

const Lock = z.object({
  pid: z.number().int().positive(),
  url: z.string().nullable(),
  /** The application itself is served at `url`, to a browser. */
  pages: z.boolean().default(false),
});

export interface DataLock {
  /**
   * Publishes where this shell can be reached, for processes that find the lock, and whether it serves the application
   * to a browser.
   */
  reachableAt(url: string, serves?: { readonly pages: boolean }): void;
  release(): void;
}

/**
 * Takes the lock of `directory`. Throws `StartupError` when another living shell holds it; takes over the lock of a
 * dead shell, or of an unrelated process that has inherited its process id.
 */
export async function lockDataDirectory(directory: string): Promise<DataLock> {
  const path = lockFile(directory);
  const write = (url: string | null, flag: 'w' | 'wx', pages = false) =>
    writeFileSync(path, JSON.stringify({ pid: process.pid, url, pages }), { flag, mode: 0o600 });
  try {
    write(null, 'wx');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const held = readLock(path);
    if (held && (await isAlive(held))) {
      const { pid, url } = held;
      throw new StartupError('ALREADY_RUNNING', { pid, ...(url === null ? {} : { url, context: 'at' }) });
    }
    write(null, 'w');
  }
  return {
    reachableAt: (url, serves) => write(url, 'w', serves?.pages),
    release() {
      if (readLock(path)?.pid === process.pid) rmSync(path, { force: true });
    },
  };
}

/** Where a living shell serves the application of `directory` to a browser; `null` = nowhere. */
export async function runningPagesUrl(directory: string): Promise<string | null> {
  const held = readLock(lockFile(directory));
  return held?.pages && (await isAlive(held)) ? held.url : null;
}

/** The process that uses `directory` now; `null` = none. */
export async function runningProcessId(directory: string): Promise<number | null> {
  const held = readLock(lockFile(directory));
  return held && (held.pid === process.pid || (await isAlive(held))) ? held.pid : null;
}

const lockFile = (directory: string): string => join(directory, 'shell.lock');

function readLock(path: string): z.infer<typeof Lock> | null {
  try {
    return Lock.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}

async function isAlive({ pid, url }: z.infer<typeof Lock>): Promise<boolean> {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Another user's process: it is alive.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  if (url === null) return true;
  try {
    const answer = await fetch(`${url}/alive`, { signal: AbortSignal.timeout(2_000) });
    return (await answer.text()) === String(pid);
  } catch {
    return false;
  }
}
