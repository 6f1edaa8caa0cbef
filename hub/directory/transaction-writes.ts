/** What a transaction has written of Setup so far: whoever reads after it need not read everything. */

import type { SetupNoun } from '#core/setup/nouns.ts';

export interface Written {
  /** By how much the setup version was raised. */
  raises: number;
  /** Ids of the written records. */
  readonly records: Map<SetupNoun, Set<string>>;
  /** Something else than rows that are there now: removed ones, settings of the hub. */
  more: boolean;
}

/** By the transaction that wrote it. */
const written = new WeakMap<object, Written>();

export const writesIn = (transaction: object): Written =>
  written.get(transaction) ?? { raises: 0, records: new Map(), more: false };

/** Notes one raise of the version, and the record it was for. */
export function recordWrite(transaction: object, noun?: SetupNoun, id?: string): void {
  const noted = writesIn(transaction);
  noted.raises += 1;
  if (noun && id !== undefined) noted.records.set(noun, (noted.records.get(noun) ?? new Set()).add(id));
  else noted.more = true;
  written.set(transaction, noted);
}
