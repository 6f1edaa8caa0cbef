/** SQLite through `node:sqlite`: one connection that writes, one that reads committed data. */
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { SqliteDatabase, SqliteStatement } from 'kysely';

/** Compiled statements are cached; the hub's set of statements is small and fixed, apart from IN lists. */
const MAX_CACHED_STATEMENTS = 400;

class CompiledStatement implements SqliteStatement {
  readonly reader: boolean;
  readonly #statement: StatementSync;

  constructor(statement: StatementSync) {
    this.#statement = statement;
    this.reader = statement.columns().length > 0;
  }

  all(parameters: readonly unknown[]): unknown[] {
    return this.#statement.all(...(parameters as never[]));
  }

  run(parameters: readonly unknown[]) {
    return this.#statement.run(...(parameters as never[]));
  }

  iterate(parameters: readonly unknown[]): IterableIterator<unknown> {
    return this.#statement.iterate(...(parameters as never[]));
  }
}

/**
 * Ends a transaction, unless SQLite has already ended it: on a full disk it does, and its own error must be the one
 * reported.
 */
class Rollback implements SqliteStatement {
  readonly reader = false;
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  all(): unknown[] {
    return [];
  }

  run() {
    if (this.#database.isTransaction) this.#database.exec('rollback');
    return { changes: 0, lastInsertRowid: 0 };
  }

  iterate(): IterableIterator<unknown> {
    return [].values();
  }
}

/** `node:sqlite` in the shape that Kysely's dialect expects. */
class SqliteConnection implements SqliteDatabase {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, CompiledStatement>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  prepare(sql: string): SqliteStatement {
    if (sql === 'rollback') return new Rollback(this.#database);
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = new CompiledStatement(this.#database.prepare(sql));
    if (this.#statements.size >= MAX_CACHED_STATEMENTS) this.#statements.clear();
    this.#statements.set(sql, statement);
    return statement;
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }
}

/**
 * Opens the file for durable writing: WAL, and every commit synced to the disk before it is acknowledged.
 * @throws SQLite's own error when the file cannot be opened or is not a database
 */
export function openSqliteWriter(path: string): SqliteDatabase {
  const database = new DatabaseSync(path);
  try {
    database.exec('pragma journal_mode = wal');
    database.exec('pragma synchronous = full');
    database.exec('pragma busy_timeout = 5000');
    // Statistics from a sample of each index: enough to plan with, and fast to collect.
    database.exec('pragma analysis_limit = 200');
  } catch (error) {
    database.close();
    throw error;
  }
  return new SqliteConnection(database);
}

export function openSqliteReader(path: string): SqliteDatabase {
  const database = new DatabaseSync(path);
  database.exec('pragma query_only = on');
  database.exec('pragma busy_timeout = 5000');
  return new SqliteConnection(database);
}
