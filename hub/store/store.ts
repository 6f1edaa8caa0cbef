/**
 * Owns the database: opening, migrating, transactions. Knows no rule of the business.
 * SQLite for the embedded hub, PostgreSQL for teams; the same tables and the same statements on both.
 */
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
import pg from 'pg';
import { migrations } from './migrations.ts';
import type { Database, StoreKind } from './schema.ts';
import { openSqliteReader, openSqliteWriter } from './sqlite.ts';

export type Db = KyselyType<Database> | Transaction<Database>;

/** Where the database is: `sqlite:PATH` or `postgres://…`. */
export type StoreAddress = string;

/** The database cannot be used; the message is a sentence for the person who started the hub. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}

export interface Store {
  readonly kind: StoreKind;
  readonly address: StoreAddress;
  /** Reads what is committed, without waiting for writers. */
  readonly reader: KyselyType<Database>;
  /** Reads several things as of one instant. */
  read<T>(work: (db: Transaction<Database>) => Promise<T>): Promise<T>;
  /** One durable transaction; when it returns, the disk has it. Repeated when PostgreSQL finds a conflict. */
  write<T>(work: (db: Transaction<Database>) => Promise<T>): Promise<T>;
  /** Renews what the database knows of its tables where they have grown much; PostgreSQL does that by itself. */
  optimize(): Promise<void>;
  /** Pool for LISTEN; only on PostgreSQL. */
  readonly pool: pg.Pool | null;
  close(): Promise<void>;
}

const CONFLICTS = new Set(['40001', '40P01', '23505']);
const MOST_TRIES = 5;

async function migrate(db: KyselyType<Database>, kind: StoreKind): Promise<void> {
  const provider = migrations(kind);
  const migrator = new Migrator({ db, provider });
  const table = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (table.some((t) => t.name === 'kysely_migration')) {
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

/** Held as long as the process lives; the system lets go of it however the process ends. */
function lockSqlite(path: string): DatabaseSync {
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

async function openSqlite(path: string, beside: boolean): Promise<Store> {
  let lock: DatabaseSync | null = null;
  try {
    lock = beside ? null : lockSqlite(path);
    const writer = new Kysely<Database>({ dialect: new SqliteDialect({ database: openSqliteWriter(path) }) });
    await migrate(writer, 'sqlite');
    // Also of tables that this connection has not used yet: statistics may never have been made.
    await sql`pragma optimize = 0x10002`.execute(writer);
    const reader = new Kysely<Database>({ dialect: new SqliteDialect({ database: openSqliteReader(path) }) });
    return {
      kind: 'sqlite',
      address: `sqlite:${path}`,
      reader,
      pool: null,
      read: (work) => reader.transaction().execute(work),
      write: (work) => writer.transaction().execute(work),
      optimize: async () => {
        await sql`pragma optimize`.execute(writer);
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

async function openPostgres(address: string, poolSize: number): Promise<Store> {
  const pool = new pg.Pool({
    connectionString: address,
    max: poolSize,
    types: {
      // 64-bit integers are milliseconds and counts here; both fit a JavaScript number exactly.
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        oid === 20 ? Number : pg.types.getTypeParser(oid, format as 'text'),
    } as never,
  });
  // A dropped idle connection is replaced by the pool; the error would otherwise end the process.
  pool.on('error', () => undefined);
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  try {
    await migrate(db, 'postgres');
  } catch (error) {
    await db.destroy();
    if (error instanceof StoreError) throw error;
    const host = new URL(address).host;
    throw new StoreError(
      `The PostgreSQL database at ${host} cannot be used: ${error instanceof Error ? error.message || String((error as { code?: string }).code) : error}.`,
    );
  }
  return {
    kind: 'postgres',
    address,
    reader: db,
    pool,
    read: (work) => db.transaction().setIsolationLevel('repeatable read').execute(work),
    async write(work) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await db.transaction().execute(work);
        } catch (error) {
          const code = (error as { code?: string }).code;
          if (attempt >= MOST_TRIES || code === undefined || !CONFLICTS.has(code)) throw error;
          await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * attempt));
        }
      }
    },
    optimize: () => Promise.resolve(),
    close: () => db.destroy(),
  };
}

/**
 * Opens and migrates the database.
 * @throws {StoreError} with one clear sentence when it cannot be used.
 */
export async function openStore(
  address: StoreAddress,
  options: {
    /** Connections to PostgreSQL at most. */
    readonly poolSize?: number;
    /** For a short look or change while a hub may be running on the same file. */
    readonly beside?: boolean;
  } = {},
): Promise<Store> {
  if (address.startsWith('sqlite:'))
    return openSqlite(address.slice('sqlite:'.length), options.beside ?? false);
  if (/^postgres(ql)?:\/\//.test(address)) return openPostgres(address, options.poolSize ?? 10);
  throw new StoreError(
    `--db takes sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE; "${address}" is neither.`,
  );
}
