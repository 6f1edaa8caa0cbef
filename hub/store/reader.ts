/** A separate read-only connection, for a thread beside the hub. */
import { Kysely, PostgresDialect, SqliteDialect } from 'kysely';
import pg from 'pg';
import type { Database } from './schema.ts';
import { openSqliteReader } from './sqlite.ts';
import type { StoreAddress } from './address.ts';
import type { Store } from './store.ts';

/**
 * The hub must have opened, and so migrated, the database.
 * @param statementTimeout in milliseconds; PostgreSQL ends a statement that takes longer, SQLite cannot
 */
export function openReader(address: StoreAddress, statementTimeout: number): Pick<Store, 'read'> {
  if (address.startsWith('sqlite:')) {
    const database = openSqliteReader(address.slice('sqlite:'.length));
    const db = new Kysely<Database>({ dialect: new SqliteDialect({ database }) });
    return { read: (work) => db.transaction().execute(work) };
  }
  const pool = new pg.Pool({
    connectionString: address,
    max: 1,
    statement_timeout: statementTimeout,
    types: {
      // 64-bit integers are milliseconds and counts here; both fit a JavaScript number exactly.
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        oid === 20 ? Number : pg.types.getTypeParser(oid, format as 'text'),
    } as never,
  });
  // A dropped idle connection is replaced by the pool; the error would otherwise end the thread.
  pool.on('error', () => undefined);
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  return {
    read: (work) =>
      db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(work),
  };
}
