/**
 * The thread of long reads: has a read-only connection of its own. One read at a time; the hub sends the next one after
 * the answer.
 */
import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { openReader } from '../store/reader.ts';
import { type ReadInput, type ReadName, runRead } from './long-reader.ts';

export interface WorkerStart {
  readonly address: string;
  /** Time limit per statement in milliseconds, where the database supports one. */
  readonly statementTimeout: number;
}
export interface ReadQuestion {
  readonly name: ReadName;
  readonly input: ReadInput<ReadName>;
}
export type ReadAnswer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: Error; readonly tookTooLong: boolean };

/** PostgreSQL ended the statement at its time limit. */
const QUERY_CANCELED = '57014';

const port = parentPort;
if (!port) throw new Error('this is a part of the hub, started by it');
// Where processors are scarce, agents come first. On Linux each thread has its own priority; elsewhere this would
// change the priority of the whole hub.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
const { address, statementTimeout } = workerData as WorkerStart;
const reader = openReader(address, statementTimeout);
port.on('message', ({ name, input }: ReadQuestion) => {
  runRead(reader.read, name, input)
    .then((value): ReadAnswer => ({ ok: true, value }))
    .catch((error: unknown): ReadAnswer => ({
      ok: false,
      error: error instanceof Error ? error : new Error(String(error)),
      tookTooLong: (error as { readonly code?: unknown }).code === QUERY_CANCELED,
    }))
    .then((answer) => port.postMessage(answer));
});
