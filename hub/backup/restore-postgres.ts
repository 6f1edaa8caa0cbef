/** Restores a backup into PostgreSQL in one transaction: tables, rows and newer migrations, or nothing. */
import { CompiledQuery, Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import { Migrator } from 'kysely/migration';
import { serverOf } from '../store/address.ts';
import { migrations } from '../store/migrations.ts';
import { openUnlimited } from '../store/postgres-pools.ts';
import { StoreError } from '../store/store-error.ts';
import { damaged, type Header, readEntries, type Value } from './format.ts';
import { belongsInBackup, ourTables } from './tables.ts';

/** A hub records every five seconds that it is alive. */
const ALIVE_WITHIN_MS = 15_000;
/** Maximum number of rows and characters per statement. */
const MOST_ROWS = 500;
const MOST_CHARACTERS = 4 * 1024 * 1024;

type Db = Transaction<unknown>;

/** @throws {StoreError} */
export async function restorePostgres(
  file: string,
  header: Header,
  address: string,
  replace: boolean,
  onRows: (rows: number) => void,
): Promise<void> {
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: openUnlimited(address) }) });
  try {
    await db.transaction().execute(async (transaction) => {
      const there = await tablesThere(transaction);
      if (there.length > 0) await giveWay(transaction, there, replace);
      await migrateTo(transaction, header.steps.at(-1));
      await load(transaction, file, header, onRows);
      await migrateTo(transaction, undefined);
    });
    await sql`analyze`.execute(db);
  } catch (error) {
    if (error instanceof StoreError) throw error;
    const said =
      error instanceof Error ? error.message || String((error as { code?: string }).code) : String(error);
    throw new StoreError(
      `The backup cannot be put into the database at ${serverOf(address)}: ${said}. Nothing was changed.`,
    );
  } finally {
    await db.destroy();
  }
}

/** Existing tables of OnQueue, whatever else is in the database. */
async function tablesThere(db: Db): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = current_schema()`.execute(
    db,
  );
  const ours = new Set<string>([...ourTables, 'kysely_migration', 'kysely_migration_lock']);
  return rows.map(({ name }) => name).filter((name) => ours.has(name));
}

/** @throws {StoreError} when the restore is not allowed, or a hub is using the database */
async function giveWay(db: Db, tables: readonly string[], replace: boolean): Promise<void> {
  if (!replace)
    throw new StoreError(
      'There is an OnQueue database at this address already. Give --replace to delete what is in it and put the backup in its place. Nothing was changed.',
    );
  if (tables.includes('setting')) {
    const { rows } = await sql<{ value_json: string }>`
      select value_json from setting where key = 'hub_alive_at'`.execute(db);
    if (Date.now() - Number(rows[0]?.value_json ?? 0) < ALIVE_WITHIN_MS)
      throw new StoreError(
        'A hub works with this database. Stop every hub, wait fifteen seconds, and try again. Nothing was changed.',
      );
  }
  for (const table of tables) await sql`drop table ${sql.id(table)}`.execute(db);
}

async function migrateTo(db: Db, step: string | undefined): Promise<void> {
  const migrator = new Migrator({ db, provider: migrations('postgres') });
  const { error } = step === undefined ? await migrator.migrateToLatest() : await migrator.migrateTo(step);
  if (error) throw error;
}

async function load(db: Db, file: string, header: Header, onRows: (rows: number) => void): Promise<void> {
  let table: { readonly name: string; readonly columns: readonly string[] } | null = null;
  let gathered: Record<string, Value>[] = [];
  let characters = 0;
  let rows = 0;
  const flush = async () => {
    if (table && gathered.length > 0) await insert(db, table.name, table.columns, gathered);
    gathered = [];
    characters = 0;
    onRows(rows);
  };
  for await (const entry of readEntries(file)) {
    if (entry.kind === 'table') {
      await flush();
      table = belongsInBackup(entry.table) ? { name: entry.table, columns: entry.columns } : null;
      if (table) await sql`delete from ${sql.id(table.name)}`.execute(db);
      continue;
    }
    if (!table) continue;
    gathered.push(
      Object.fromEntries(table.columns.map((column, index) => [column, entry.values[index] ?? null])),
    );
    for (const value of entry.values) characters += typeof value === 'string' ? value.length : 8;
    rows += 1;
    if (gathered.length >= MOST_ROWS || characters >= MOST_CHARACTERS) await flush();
  }
  await flush();
  for (const [name, count] of Object.entries(header.tables)) {
    const { rows: counted } = await sql<{
      count: number;
    }>`select count(*) as count from ${sql.id(name)}`.execute(db);
    if (Number(counted[0]?.count) !== count) throw damaged(file, `"${name}" could not be filled`);
  }
  await continueNumbers(db);
}

/** One statement and one parameter for any number of rows: PostgreSQL takes the types from the table. */
async function insert(
  db: Db,
  table: string,
  columns: readonly string[],
  rows: readonly Record<string, Value>[],
): Promise<void> {
  const names = columns.map((column) => `"${column}"`).join(', ');
  await db.executeQuery(
    CompiledQuery.raw(
      `insert into "${table}" (${names}) overriding system value select ${names} from json_populate_recordset(null::"${table}", $1::json)`,
      [JSON.stringify(rows)],
    ),
  );
}

/** Sequences continue after the largest restored number. */
async function continueNumbers(db: Db): Promise<void> {
  const { rows } = await sql<{ name: string; column: string }>`
    select table_name as name, column_name as column from information_schema.columns
    where table_schema = current_schema() and is_identity = 'YES'`.execute(db);
  for (const { name, column } of rows)
    await sql`select setval(pg_get_serial_sequence(${name}, ${column}), coalesce(max(${sql.id(column)}), 0) + 1, false) from ${sql.id(name)}`.execute(
      db,
    );
}
