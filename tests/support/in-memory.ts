/**
 * Keeps the temporary files of a test run in memory where there is room for them: SQLite waits for the disk at each commit,
 * and most of a test would be that. Tests that end processes without warning use `inject('disk')`.
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
  // For the processes of the tests alone: the set-ups of other projects run in this one.
  project.config.env = { ...project.config.env, TMPDIR: folder };
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  // Also when the run is interrupted, which tears nothing down.
  process.once('exit', remove);
  return remove;
}

function hasRoom(): boolean {
  if (!existsSync(MEMORY)) return false;
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize >= NEEDED_BYTES;
}
