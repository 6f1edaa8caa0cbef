/**
 * Potentially long reads: reports, searches, counts over a whole day. They run where they cannot delay an agent.
 * `reads.ts` defines them; `thread-reader.ts` runs them beside the hub.
 */
import type { Store } from '../store/store.ts';
import { type LongReads, longReads } from './reads.ts';

export type ReadName = keyof LongReads;
export type ReadInput<Name extends ReadName> = Parameters<LongReads[Name]>[1];
export type ReadOutput<Name extends ReadName> = Awaited<ReturnType<LongReads[Name]>>;

export interface LongReader {
  /**
   * One read as of one instant. Inputs and results are plain data.
   * @throws {AppError} TAKES_TOO_LONG when its time limit is over, TOO_MANY when too many are waiting
   */
  read<Name extends ReadName>(name: Name, input: ReadInput<Name>): Promise<ReadOutput<Name>>;
  stop(): Promise<void>;
}

/** Runs one read on a database. */
export const runRead = <Name extends ReadName>(
  read: Store['read'],
  name: Name,
  input: ReadInput<Name>,
): Promise<ReadOutput<Name>> =>
  read((db) => (longReads[name] as (db: unknown, input: unknown) => Promise<ReadOutput<Name>>)(db, input));
