/**
 * Connections to PostgreSQL, each kind with its own patience. A lock that another program holds, or a server that has
 * gone silent, costs the caller an error in time instead of an answer that never comes.
 */
import type { Socket } from 'node:net';
import pg from 'pg';

const CONNECT_TIMEOUT_MS = 5_000;
/** For a connection that is free. In a rush the queue is long and moves; failing early would only make it longer. */
const WAIT_TIMEOUT_MS = 30_000;
const STATEMENT_TIMEOUT_MS = 30_000;
const LOCK_TIMEOUT_MS = 10_000;
/** A transaction of ours that stands still this long is a fault; it must not hold its locks for ever. */
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 30_000;
/** No byte for so long on a connection in use: the server is gone without a word. Longer than a statement may take. */
const SILENCE_TIMEOUT_MS = 45_000;

/** For heartbeats and the probe of readiness. */
const BRIEF_TIMEOUT_MS = 2_000;
const BRIEF_LOCK_TIMEOUT_MS = 1_500;
const BRIEF_SILENCE_TIMEOUT_MS = 3_000;
const BRIEF_CONNECTIONS = 3;

interface Patience {
  readonly max: number;
  readonly connect: number;
  /** For a free connection. */
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
  /** The pool hands its own patience on to its clients, whose server should answer sooner. */
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
  // The same of one in use: the statement under way fails, which is how the hub hears of it.
  pool.on('connect', (client) => client.on('error', () => undefined));
  if (silence > 0) pool.on('connect', (client) => endWhenSilent(client, silence));
  return pool;
}

/** The driver cannot take a statement back that gets no answer; without its socket it fails, and the pool makes another. */
function endWhenSilent(client: pg.PoolClient, after: number): void {
  const { stream } = (client as unknown as { readonly connection: { readonly stream: Socket } }).connection;
  stream.setTimeout(after, () => stream.destroy());
}

export interface Pools {
  /** Everything that the hub does. */
  readonly work: pg.Pool;
  /** Short statements that must not wait behind that. */
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

/** One connection on which a statement may take as long as it needs: migrations, a backup, LISTEN. */
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
