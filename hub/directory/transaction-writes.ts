/** What a transaction has written of Setup so far: whoever reads after it need not read everything. */

export type SetupTable =
  | 'app_user'
  | 'user_profile'
  | 'presence_status'
  | 'decline_reason'
  | 'queue'
  | 'presence_configuration'
  | 'service_channel'
  | 'routing_configuration';

export interface Written {
  /** By how much the setup version was raised. */
  raises: number;
  readonly rows: Map<SetupTable, Set<string>>;
  /** Something else than rows that are there now: removed ones, settings of the hub. */
  more: boolean;
}

/** By the transaction that wrote it. */
const written = new WeakMap<object, Written>();

export const writesIn = (transaction: object): Written =>
  written.get(transaction) ?? { raises: 0, rows: new Map(), more: false };

/** Notes one raise of the version, and the row it was for. */
export function recordWrite(transaction: object, table?: SetupTable, id?: string): void {
  const noted = writesIn(transaction);
  noted.raises += 1;
  if (table && id !== undefined) noted.rows.set(table, (noted.rows.get(table) ?? new Set()).add(id));
  else noted.more = true;
  written.set(transaction, noted);
}
