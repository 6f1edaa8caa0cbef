/** Looking for damage in a SQLite file while the hub works with it. */
import { Worker } from 'node:worker_threads';
import type { CheckAnswer, CheckQuestion } from './check-worker.ts';

/** In a bundle the thread's program lies beside the hub's, as a file of the same name. */
const program = new URL(
  import.meta.url.endsWith('.ts') ? 'check-worker.ts' : 'check-worker.js',
  import.meta.url,
);

/** What is wrong in the file, in SQLite's words; empty = nothing. Reads all of it; `stop` gives up with an empty answer. */
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
      // After an answer this changes nothing any more.
      else reject(new Error('the check of the database ended without an answer'));
    });
    worker.unref();
  });
}
