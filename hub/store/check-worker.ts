/** Checks a whole SQLite file for damage, in a thread and on a connection of its own: nothing waits for it. */
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

export interface CheckQuestion {
  readonly path: string;
}
/** SQLite's findings; empty = the file is sound. */
export type CheckAnswer = readonly string[];

const MAX_FINDINGS = 20;

function findings(path: string): CheckAnswer {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const rows = database.prepare(`pragma quick_check(${MAX_FINDINGS})`).all();
    return rows.map((row) => String(Object.values(row)[0])).filter((text) => text !== 'ok');
  } catch (error) {
    // With too much damage even the check fails with an error, which is a finding as well.
    return [error instanceof Error ? error.message : String(error)];
  } finally {
    database.close();
  }
}

parentPort?.postMessage(findings((workerData as CheckQuestion).path));
