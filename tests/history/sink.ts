/** Writes many rows quickly into either database: bulk inserts, one transaction per chunk, indexes at the end. */
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import pg from 'pg';

export type Value = string | number | null;

export interface Sink {
  /** Rows of one table, each with its values in the order of the columns; all chunks of a table have the same columns. */
  insert(table: string, columns: readonly string[], rows: readonly (readonly Value[])[]): Promise<void>;
  /** Commits what was written since the last call; durable enough for a test. */
  commit(): Promise<void>;
  /** Recreates the indexes and gathers the statistics that a long-lived database has. */
  finish(): Promise<void>;
}

/** Indexes that are not constraints are created once at the end instead of row by row. */
export function openSink(address: string, tables: readonly string[]): Promise<Sink> {
  return address.startsWith('sqlite:')
    ? Promise.resolve(sqliteSink(address.slice('sqlite:'.length), tables))
    : postgresSink(address, tables);
}

function sqliteSink(path: string, tables: readonly string[]): Sink {
  const database = new DatabaseSync(path);
  database.exec('pragma synchronous = off');
  database.exec('pragma cache_size = -400000');
  const names = tables.map((table) => `'${table}'`).join(', ');
  const indexes = database
    .prepare(
      `select name, sql from sqlite_master where type = 'index' and sql is not null and tbl_name in (${names})`,
    )
    .all() as { name: string; sql: string }[];
  const statements = new Map<string, StatementSync>();
  database.exec('begin');
  for (const { name } of indexes) database.exec(`drop index "${name}"`);
  return {
    async insert(table, columns, rows) {
      let statement = statements.get(table);
      if (!statement) {
        const marks = columns.map(() => '?').join(', ');
        statement = database.prepare(`insert into ${table} (${columns.join(', ')}) values (${marks})`);
        statements.set(table, statement);
      }
      for (const row of rows) statement.run(...row);
    },
    async commit() {
      database.exec('commit');
      database.exec('begin');
    },
    async finish() {
      for (const index of indexes) database.exec(index.sql);
      database.exec('commit');
      database.exec('analyze');
      database.exec('pragma wal_checkpoint(truncate)');
      database.close();
    },
  };
}

async function postgresSink(address: string, tables: readonly string[]): Promise<Sink> {
  const client = new pg.Client(address);
  await client.connect();
  await client.query('set synchronous_commit = off');
  await client.query("set maintenance_work_mem = '512MB'");
  const { rows: indexes } = await client.query<{ indexname: string; indexdef: string }>(
    `select indexname, indexdef from pg_indexes where tablename = any($1)
       and indexname not in (select conname from pg_constraint)`,
    [tables],
  );
  const { rows: columnTypes } = await client.query<{ table: string; column: string; type: string }>(
    'select table_name as table, column_name as column, data_type as type from information_schema.columns where table_name = any($1)',
    [tables],
  );
  const typeOf = new Map(columnTypes.map(({ table, column, type }) => [`${table}.${column}`, type]));
  await client.query('begin');
  for (const { indexname } of indexes) await client.query(`drop index "${indexname}"`);
  return {
    async insert(table, columns, rows) {
      if (rows.length === 0) return;
      const arrays = columns.map((column, at) => `$${at + 1}::${typeOf.get(`${table}.${column}`)}[]`);
      await client.query(
        `insert into ${table} (${columns.join(', ')}) select * from unnest(${arrays.join(', ')})`,
        columns.map((_, at) => rows.map((row) => row[at])),
      );
    },
    async commit() {
      await client.query('commit');
      await client.query('begin');
    },
    async finish() {
      for (const { indexdef } of indexes) await client.query(indexdef);
      await client.query('commit');
      await client.query('vacuum analyze');
      await client.end();
    },
  };
}
