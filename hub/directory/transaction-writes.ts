/** The Setup rows that a transaction has written so far: a later read can be limited to them. */

import type { SetupNoun } from '#core/setup/nouns.ts';

export interface Written {
  /** Number of increments of the setup version. */
  raises: number;
  /** Ids of the written records. */
  readonly records: Map<SetupNoun, Set<string>>;
  /** Other changes than existing rows: removed rows, settings of the hub. */
  more: boolean;
}

/** By transaction. */
const written = new WeakMap<object, Written>();

export const writesIn = (transaction: object): Written =>
  written.get(transaction) ?? { raises: 0, records: new Map(), more: false };

/** Records one increment of the version, and the record it was for. */
export function recordWrite(transaction: object, noun?: SetupNoun, id?: string): void {
  const noted = writesIn(transaction);
  noted.raises += 1;
  if (noun && id !== undefined) noted.records.set(noun, (noted.records.get(noun) ?? new Set()).add(id));
  else noted.more = true;
  written.set(transaction, noted);
}
