/** Checks a SQLite file for damage while the hub uses it. */
import { Worker } from 'node:worker_threads';
import type { CheckAnswer, CheckQuestion } from './check-worker.ts';

/** In a bundle the worker is next to the hub's file, under the same name. */
const program = new URL(
  import.meta.url.endsWith('.ts') ? 'check-worker.ts' : 'check-worker.js',
  import.meta.url,
);

/** Damage in the file, in SQLite's words; empty = none. Reads the whole file; `stop` aborts with an empty answer. */
export function findDamage(path: string, stop: AbortSignal): Promise<CheckAnswer> {
  return new Promise((resolve, reject) => {
    const workerData: CheckQuestion = { path };
    const worker = new Worker(program, { workerData, execArgv: [] });
    const giveUp = () => void worker.terminate();
    stop.addEventListener('abort', giveUp, { once: true });
    worker.once('message', (answer: CheckAnswer) => resolve(answer));
    worker.once('error', reject);
    worker.once('exit', () => {
      stop.removeEventListener('abort', giveUp);
      if (stop.aborted) resolve([]);
      // No effect after an answer.
      else reject(new Error('the check of the database ended without an answer'));
    });
    worker.unref();
  });
}
