/**
 * PostgreSQL connections, each kind with its own time-outs. A lock held by another program, or a silent server, gives
 * the caller a timely error instead of a wait without end.
 */
import type { Socket } from 'node:net';
import pg from 'pg';

const CONNECT_TIMEOUT_MS = 5_000;
/** Wait for a free connection. Under load the queue is long but moves; failing early would only lengthen it. */
const WAIT_TIMEOUT_MS = 30_000;
const STATEMENT_TIMEOUT_MS = 30_000;
const LOCK_TIMEOUT_MS = 10_000;
/** One of our transactions that is idle this long is a defect; it must not hold its locks for ever. */
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 30_000;
/** No data for this long on a connection in use: the server has vanished. Longer than any statement may take. */
const SILENCE_TIMEOUT_MS = 45_000;

/** For heartbeats and the readiness probe. */
const BRIEF_TIMEOUT_MS = 2_000;
const BRIEF_LOCK_TIMEOUT_MS = 1_500;
const BRIEF_SILENCE_TIMEOUT_MS = 3_000;
const BRIEF_CONNECTIONS = 3;

interface Patience {
  readonly max: number;
  readonly connect: number;
  /** Wait for a free connection. */
  readonly wait: number;
  readonly statement: number;
  readonly lock: number;
  readonly idleInTransaction: number;
  readonly silence: number;
}

const types = {
  // 64-bit integers are milliseconds and counts here; both fit a JavaScript number exactly.
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === 20 ? Number : pg.types.getTypeParser(oid, format as 'text'),
} as never;

function open(address: string, patience: Patience) {
  const { max, connect, wait, statement, lock, idleInTransaction, silence } = patience;
  /** The pool passes its own time-out to its clients, whose server should answer sooner. */
  class Client extends pg.Client {
    constructor(config?: string | pg.ClientConfig) {
      super({ ...(config as pg.ClientConfig), connectionTimeoutMillis: connect });
    }
  }
  const pool = new pg.Pool({
    connectionString: address,
    max,
    keepAlive: true,
    connectionTimeoutMillis: wait,
    Client,
    statement_timeout: statement,
    lock_timeout: lock,
    idle_in_transaction_session_timeout: idleInTransaction,
    types,
  });
  // A dropped idle connection is replaced by the pool; the error would otherwise end the process.
  pool.on('error', () => undefined);
  // The same for one in use: its current statement fails, which notifies the hub.
  pool.on('connect', (client) => client.on('error', () => undefined));
  if (silence > 0) pool.on('connect', (client) => endWhenSilent(client, silence));
  return pool;
}

/**
 * The driver cannot cancel a statement that gets no answer; without its socket it fails, and the pool opens another.
 */
function endWhenSilent(client: pg.PoolClient, after: number): void {
  const { stream } = (client as unknown as { readonly connection: { readonly stream: Socket } }).connection;
  stream.setTimeout(after, () => stream.destroy());
}

export interface Pools {
  /** All regular work of the hub. */
  readonly work: pg.Pool;
  /** Short statements that must not wait behind regular work. */
  readonly brief: pg.Pool;
  /** For LISTEN: one connection that is silent for hours. */
  readonly listening: pg.Pool;
}

export const openPools = (address: string, poolSize: number): Pools => ({
  work: open(address, {
    max: poolSize,
    connect: CONNECT_TIMEOUT_MS,
    wait: WAIT_TIMEOUT_MS,
    statement: STATEMENT_TIMEOUT_MS,
    lock: LOCK_TIMEOUT_MS,
    idleInTransaction: IDLE_IN_TRANSACTION_TIMEOUT_MS,
    silence: SILENCE_TIMEOUT_MS,
  }),
  brief: open(address, {
    max: BRIEF_CONNECTIONS,
    connect: BRIEF_TIMEOUT_MS,
    wait: BRIEF_TIMEOUT_MS,
    statement: BRIEF_TIMEOUT_MS,
    lock: BRIEF_LOCK_TIMEOUT_MS,
    idleInTransaction: BRIEF_TIMEOUT_MS,
    silence: BRIEF_SILENCE_TIMEOUT_MS,
  }),
  listening: openUnlimited(address),
});

/** One connection without statement time-outs: for migrations, a backup, LISTEN. */
export const openUnlimited = (address: string): pg.Pool =>
  open(address, {
    max: 1,
    connect: CONNECT_TIMEOUT_MS,
    wait: WAIT_TIMEOUT_MS,
    statement: 0,
    lock: 0,
    idleInTransaction: 0,
    silence: 0,
  });
