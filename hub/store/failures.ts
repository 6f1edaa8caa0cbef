/** Maps database failures to the errors that users see. */

/** `STORAGE_FULL`: no space; `STORAGE_BROKEN`: damaged or unreadable; `STORAGE_AWAY`: unreachable or too slow. */
export type StorageProblem = 'STORAGE_FULL' | 'STORAGE_BROKEN' | 'STORAGE_AWAY';

/** Primary result codes of SQLite. */
const sqlite: Readonly<Record<number, StorageProblem>> = {
  5: 'STORAGE_AWAY', // busy
  6: 'STORAGE_AWAY', // locked
  8: 'STORAGE_BROKEN', // read-only
  10: 'STORAGE_BROKEN', // input/output error
  11: 'STORAGE_BROKEN', // malformed
  13: 'STORAGE_FULL',
  14: 'STORAGE_BROKEN', // cannot open
  26: 'STORAGE_BROKEN', // not a database
};

/** PostgreSQL's codes, in full or by class, and network error codes. */
const others: ReadonlyArray<readonly [pattern: RegExp, problem: StorageProblem]> = [
  [/^53100$/, 'STORAGE_FULL'],
  [/^(58...|XX001|XX002|25006)$/, 'STORAGE_BROKEN'],
  [/^(08...|53...|57...|55P03|25P0[34])$/, 'STORAGE_AWAY'],
  [
    /^(ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/,
    'STORAGE_AWAY',
  ],
];

/** Messages of the PostgreSQL driver that have no code. */
const driver =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Client has encountered a connection error|Query read timeout)/;

/** The kind of database failure behind this error; null = another error. */
export function storageProblem(error: unknown): StorageProblem | null {
  if (!(error instanceof Error)) return null;
  const { code, errcode } = error as { readonly code?: unknown; readonly errcode?: unknown };
  if (code === 'ERR_SQLITE_ERROR') return sqlite[Number(errcode) & 0xff] ?? null;
  if (typeof code === 'string') return others.find(([pattern]) => pattern.test(code))?.[1] ?? null;
  return driver.test(error.message) ? 'STORAGE_AWAY' : null;
}
