/** Reads a whole SQLite file for damage, in a thread of its own and on a connection of its own: nothing waits for it. */
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

export interface CheckQuestion {
  readonly path: string;
}
/** What SQLite found; empty = the file is sound. */
export type CheckAnswer = readonly string[];

const MAX_FINDINGS = 20;

function findings(path: string): CheckAnswer {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const rows = database.prepare(`pragma quick_check(${MAX_FINDINGS})`).all();
    return rows.map((row) => String(Object.values(row)[0])).filter((text) => text !== 'ok');
  } catch (error) {
    // Where too much is broken even the check ends with an error, which is an answer as well.
    return [error instanceof Error ? error.message : String(error)];
  } finally {
    database.close();
  }
}

parentPort?.postMessage(findings((workerData as CheckQuestion).path));
