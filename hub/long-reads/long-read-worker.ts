/**
 * The thread in which long reads run: a connection of its own that can only read. One read at a time; the hub that
 * started it asks the next one when it has the answer.
 */
import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { openReader } from '../store/reader.ts';
import { type ReadInput, type ReadName, runRead } from './long-reader.ts';

export interface WorkerStart {
  readonly address: string;
  /** A statement that takes longer is ended, where the database can do that. In milliseconds. */
  readonly statementTimeout: number;
}
export interface ReadQuestion {
  readonly name: ReadName;
  readonly input: ReadInput<ReadName>;
}
export type ReadAnswer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: Error; readonly tookTooLong: boolean };

/** PostgreSQL ended the statement, by its time. */
const QUERY_CANCELED = '57014';

const port = parentPort;
if (!port) throw new Error('this is a part of the hub, started by it');
// Where processors are scarce, agents come first. Linux gives each thread a priority of its own; elsewhere this would be
// the whole hub's.
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
