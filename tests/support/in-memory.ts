/**
 * Keeps the temporary files of a test run in memory if there is room for them: SQLite syncs the disk at each commit,
 * which would be most of a test's time. Tests that kill processes use `inject('disk')`.
 */
import { existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder for temporary files on a real disk. */
    disk: string;
  }
}

/** Only Linux has it, and containers often have little of it. */
const MEMORY = '/dev/shm';
const NEEDED_BYTES = 2 * 2 ** 30;

export function setup(project: TestProject): () => void {
  project.provide('disk', tmpdir());
  if (!hasRoom()) return () => undefined;
  const folder = mkdtempSync(join(MEMORY, 'onqueue-test-'));
  // Only for the test processes: the set-ups of other projects run in this one.
  project.config.env = { ...project.config.env, TMPDIR: folder };
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  // Also when the run is interrupted, which skips teardown.
  process.once('exit', remove);
  return remove;
}

function hasRoom(): boolean {
  if (!existsSync(MEMORY)) return false;
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize >= NEEDED_BYTES;
}
