/**
 * Owns the database: opening, migrating, transactions. No domain rules. SQLite for the embedded hub, PostgreSQL for
 * teams; the same tables and the same statements on both.
 */
import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import {
  type Kysely as KyselyType,
  Kysely,
  PostgresDialect,
  sql,
  SqliteDialect,
  type Transaction,
} from 'kysely';
import { Migrator } from 'kysely/migration';
import type pg from 'pg';
import { isPostgres, serverOf, type StoreAddress } from './address.ts';
import { findDamage } from './find-damage.ts';
import { migrations } from './migrations.ts';
import { openPools, openUnlimited } from './postgres-pools.ts';
import type { Database, StoreKind } from './schema.ts';
import { makePrivate } from './private-files.ts';
import { openSqliteReader, openSqliteWriter } from './sqlite.ts';
import { StoreError } from './store-error.ts';
import { WriteQueue } from './write-queue.ts';

export type Db = KyselyType<Database> | Transaction<Database>;

export { StoreError } from './store-error.ts';

export interface Store {
  readonly kind: StoreKind;
  readonly address: StoreAddress;
  /** Reads committed data, without waiting for writers. */
  readonly reader: KyselyType<Database>;
  /** Several reads as of one instant. */
  read<T>(work: (db: Transaction<Database>) => Promise<T>): Promise<T>;
  /** One durable transaction; when it returns, the data is on disk. Repeated when PostgreSQL reports a conflict. */
  write<T>(work: (db: Transaction<Database>) => Promise<T>): Promise<T>;
  /**
   * One statement that must not wait behind long work or for a free connection: a heartbeat, the readiness probe. It
   * fails within two seconds instead.
   */
  writeBriefly<T>(work: (db: KyselyType<Database>) => Promise<T>): Promise<T>;
  /** Damage in a SQLite file, in SQLite's words; empty = none, or PostgreSQL, which checks itself. */
  findDamage(stop: AbortSignal): Promise<readonly string[]>;
  /** Free space on the disk of a SQLite file; null = unknown here. */
  freeBytes(): Promise<number | null>;
  /** Refreshes the statistics of tables that have grown much; PostgreSQL does that by itself. */
  optimize(): Promise<void>;
  /** Pool for LISTEN, a connection of its own without time-outs; only on PostgreSQL. */
  readonly pool: pg.Pool | null;
  close(): Promise<void>;
}

const CONFLICTS = new Set(['40001', '40P01', '23505']);
const MAX_ATTEMPTS = 5;

/** Whether a hub has used this database; looked up by table name, since listing every table slows down each start. */
async function isMade(db: KyselyType<Database>, kind: StoreKind): Promise<boolean> {
  const { rows } = await (
    kind === 'sqlite'
      ? sql`select 1 from sqlite_master where type = 'table' and name = 'kysely_migration'`
      : sql`select 1 where to_regclass('kysely_migration') is not null`
  ).execute(db);
  return rows.length > 0;
}

/**
 * Migrates the schema to this version; a database that must already exist is only checked.
 * @throws {StoreError} for a database of a newer version, and for one that must exist and is not up to date
 */
async function migrate(db: KyselyType<Database>, kind: StoreKind, existing: boolean): Promise<void> {
  const provider = migrations(kind);
  const migrator = new Migrator({ db, provider });
  const made = await isMade(db, kind);
  if (!made && existing)
    throw new StoreError(
      'There is no OnQueue database at this address. Start a hub on it first, or name another one. Nothing was changed.',
    );
  if (made) {
    const rows = await (db as unknown as KyselyType<{ kysely_migration: { name: string } }>)
      .selectFrom('kysely_migration')
      .select('name')
      .execute();
    const unknown = rows.filter((row) => !provider.names.includes(row.name));
    if (unknown.length > 0) {
      throw new StoreError(
        `This database was made by a newer OnQueue (it has "${unknown[0]!.name}", which this version does not know). Install that version or newer, or point --db at another database. Nothing was changed.`,
      );
    }
    const missing = provider.names.length - rows.length;
    if (existing && missing > 0)
      throw new StoreError(
        'This database was made by an older OnQueue. Start a hub of this version on it first. Nothing was changed.',
      );
    if (missing === 0) return;
  }
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}

function sqliteSentence(path: string, error: unknown): StoreError {
  const text = error instanceof Error ? error.message : String(error);
  if (/not a database|malformed/.test(text)) {
    return new StoreError(
      `"${path}" is not a readable SQLite database. It was left as it is; move it away to start with an empty one, or restore a backup.`,
    );
  }
  return new StoreError(`The database "${path}" cannot be opened: ${text}. Nothing was changed.`);
}

interface HowToOpen {
  readonly beside: boolean;
  readonly existing: boolean;
}

/** Held as long as the process lives; the system releases it however the process ends. */
export function lockSqlite(path: string): DatabaseSync {
  makePrivate(`${path}.lock`);
  const lock = new DatabaseSync(`${path}.lock`);
  try {
    lock.exec('pragma locking_mode = exclusive');
    lock.exec('begin exclusive');
    return lock;
  } catch {
    lock.close();
    throw new StoreError(
      `Another OnQueue hub already uses "${path}". Stop it first, or start this one with another --data or --db.`,
    );
  }
}

async function openSqlite(path: string, { beside, existing }: HowToOpen): Promise<Store> {
  let lock: DatabaseSync | null = null;
  if (existing && !existsSync(path))
    throw new StoreError(`There is no database at "${path}". Nothing was changed.`);
  try {
    makePrivate(path);
    lock = beside ? null : lockSqlite(path);
    const writer = new Kysely<Database>({ dialect: new SqliteDialect({ database: openSqliteWriter(path) }) });
    await migrate(writer, 'sqlite', existing);
    // Also for tables that this connection has not used yet: they may have no statistics at all. Unreadable pages must
    // not stop the hub here: the check of the whole file, which follows the start, finds and reports them.
    await sql`pragma optimize = 0x10002`.execute(writer).catch(() => undefined);
    const reader = new Kysely<Database>({ dialect: new SqliteDialect({ database: openSqliteReader(path) }) });
    const turns = new WriteQueue();
    return {
      kind: 'sqlite',
      address: `sqlite:${path}`,
      reader,
      pool: null,
      read: (work) => reader.transaction().execute(work),
      write: (work) => turns.run(() => writer.transaction().execute(work)),
      writeBriefly: (work) => turns.runFirst(() => work(writer)),
      optimize: async () => {
        await turns.run(() => sql`pragma optimize`.execute(writer));
      },
      findDamage: (stop) => findDamage(path, stop),
      freeBytes: async () => {
        const { bavail, bsize } = await statfs(path);
        return bavail * bsize;
      },
      async close() {
        await writer.destroy();
        await reader.destroy();
        lock?.close();
      },
    };
  } catch (error) {
    lock?.close();
    if (error instanceof StoreError) throw error;
    throw sqliteSentence(path, error);
  }
}

async function openPostgres(address: string, poolSize: number, existing: boolean): Promise<Store> {
  const place = serverOf(address);
  await migratePostgres(address, place, existing);
  const pools = openPools(address, poolSize);
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool: pools.work }) });
  const brief = new Kysely<Database>({ dialect: new PostgresDialect({ pool: pools.brief }) });
  return {
    kind: 'postgres',
    address,
    reader: db,
    pool: pools.listening,
    read: (work) => db.transaction().setIsolationLevel('repeatable read').execute(work),
    async write(work) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await db.transaction().execute(work);
        } catch (error) {
          const code = (error as { code?: string }).code;
          if (attempt >= MAX_ATTEMPTS || code === undefined || !CONFLICTS.has(code)) throw error;
          await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * attempt));
        }
      }
    },
    writeBriefly: (work) => work(brief),
    optimize: () => Promise.resolve(),
    findDamage: () => Promise.resolve([]),
    freeBytes: () => Promise.resolve(null),
    async close() {
      await Promise.all([db.destroy(), brief.destroy(), pools.listening.end()]);
    },
  };
}

/**
 * A migration may take as long as it needs, so this has a connection of its own without time-outs. @throws {StoreError}
 */
async function migratePostgres(address: string, place: string, existing: boolean): Promise<void> {
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool: openUnlimited(address) }) });
  try {
    await migrate(db, 'postgres', existing);
  } catch (error) {
    if (error instanceof StoreError) throw error;
    throw new StoreError(
      `The PostgreSQL database at ${place} cannot be used: ${error instanceof Error ? error.message || String((error as { code?: string }).code) : error}.`,
    );
  } finally {
    await db.destroy();
  }
}

/**
 * Opens and migrates the database.
 * @throws {StoreError} with one clear sentence when it cannot be used.
 */
export async function openStore(
  address: StoreAddress,
  options: {
    /** Maximum number of connections to PostgreSQL. */
    readonly poolSize?: number;
    /** For a short read or change while a hub may be using the same file. */
    readonly beside?: boolean;
    /** It must exist in this version: nothing is created or migrated. */
    readonly existing?: boolean;
  } = {},
): Promise<Store> {
  const { beside = false, existing = false } = options;
  if (address.startsWith('sqlite:')) return openSqlite(address.slice('sqlite:'.length), { beside, existing });
  if (isPostgres(address)) return openPostgres(address, options.poolSize ?? 10, existing);
  throw new StoreError(
    '--db takes sqlite:PATH or postgres://USER@HOST/DATABASE; what was given is neither. It is not repeated here, since it may hold a password.',
  );
}
