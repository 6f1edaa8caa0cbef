/**
 * A database as of one instant, table by table and row by row, in constant memory. It is read on a connection of its
 * own; reader and hub do not block each other.
 */
import { DatabaseSync } from 'node:sqlite';
import { isPostgres } from '../store/address.ts';
import { openUnlimited } from '../store/postgres-pools.ts';
import type { StoreKind } from '../store/schema.ts';
import type { Value } from './format.ts';

interface SourceTable {
  readonly name: string;
  readonly columns: readonly string[];
  rows(): AsyncIterable<readonly Value[]> | Iterable<readonly Value[]>;
}

export interface Source {
  readonly kind: StoreKind;
  /** Its migrations, in order. */
  readonly steps: readonly string[];
  readonly tables: readonly SourceTable[];
  close(): Promise<void>;
}

/** Rows read from PostgreSQL at a time; the largest rows are sounds of some megabytes. */
const ROWS_AT_A_TIME = 100;

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
const STEPS = 'select name from kysely_migration order by name';

/** @throws the database's own error when it cannot be read or is not an OnQueue database */
export const openSource = (address: string): Promise<Source> =>
  isPostgres(address)
    ? openPostgresSource(address)
    : Promise.resolve(openSqliteSource(address.replace(/^sqlite:/, '')));

function openSqliteSource(path: string): Source {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    database.exec('pragma busy_timeout = 5000');
    // The first read inside a transaction fixes the snapshot: later commits are not visible.
    database.exec('begin');
    const steps = database
      .prepare(STEPS)
      .all()
      .map((row) => String(row.name));
    const names = database
      .prepare(
        "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name",
      )
      .all()
      .map((row) => String(row.name));
    const tables = names.map((name) => {
      const columns = database
        .prepare(`pragma table_info(${quoted(name)})`)
        .all()
        .map((row) => String(row.name));
      return {
        name,
        columns,
        *rows() {
          const statement = database.prepare(`select ${columns.map(quoted).join(', ')} from ${quoted(name)}`);
          for (const row of statement.iterate()) yield columns.map((column) => row[column] as Value);
        },
      };
    });
    return { kind: 'sqlite', steps, tables, close: () => Promise.resolve(database.close()) };
  } catch (error) {
    database.close();
    throw error;
  }
}

async function openPostgresSource(address: string): Promise<Source> {
  const pool = openUnlimited(address);
  const client = await pool.connect().catch(async (error: unknown) => {
    await pool.end();
    throw error;
  });
  const close = async () => {
    client.release(true);
    await pool.end();
  };
  try {
    await client.query('begin isolation level repeatable read read only');
    const steps = (await client.query<{ name: string }>(STEPS)).rows.map(({ name }) => name);
    const { rows: found } = await client.query<{ table_name: string; columns: string[] }>(
      `select table_name, array_agg(column_name::text order by ordinal_position) as columns
       from information_schema.columns join information_schema.tables using (table_schema, table_name)
       where table_schema = current_schema() and table_type = 'BASE TABLE' group by table_name order by table_name`,
    );
    const tables = found.map(({ table_name: name, columns }) => ({
      name,
      columns,
      async *rows() {
        await client.query(
          `declare backup_rows no scroll cursor for select ${columns.map(quoted).join(', ')} from ${quoted(name)}`,
        );
        for (;;) {
          const { rows } = await client.query<Value[]>({
            text: `fetch ${ROWS_AT_A_TIME} from backup_rows`,
            rowMode: 'array',
          });
          yield* rows;
          if (rows.length < ROWS_AT_A_TIME) break;
        }
        await client.query('close backup_rows');
      },
    }));
    return { kind: 'postgres', steps, tables, close };
  } catch (error) {
    await close();
    throw error;
  }
}
