/** The whole database as text, to compare before and after. */
import { sql } from 'kysely';
import type { Store } from '#hub/store/store.ts';

/** Heartbeats and similar rows, which a hub writes constantly and which change nothing else. */
export const signsOfLife: Readonly<Record<string, readonly string[]>> = {
  device: ['last_beat_at'],
  conversation: ['customer_seen_at', 'token_used_at'],
};

/** The tables of a store, cached: a test may dump thousands of times. */
const tablesOf = new WeakMap<Store, Promise<readonly string[]>>();

/** Every row of every table as text, except what a hub writes about itself. */
export async function dump(store: Store): Promise<string> {
  const tables =
    tablesOf.get(store) ??
    store.reader.introspection.getTables().then((found) => found.map(({ name }) => name).sort());
  tablesOf.set(store, tables);
  const read = store.kind === 'postgres' ? rowsAtOnce : rowsByTable;
  const lines = (await read(store, await tables)).flatMap(([table, row]) => {
    if (table === 'setting' && row.key === 'hub_alive_at') return [];
    const text = JSON.stringify(row, (key, value: unknown) =>
      signsOfLife[table]?.includes(key) ? 0 : value,
    );
    return `${table} ${text}`;
  });
  return lines.sort().join('\n');
}

type Row = readonly [table: string, row: Readonly<Record<string, unknown>>];

const rowsByTable = (store: Store, tables: readonly string[]): Promise<Row[]> =>
  store.read(async (db) => {
    const rows: Row[] = [];
    for (const table of tables) {
      const found = await db
        .selectFrom(table as 'setting')
        .selectAll()
        .execute();
      rows.push(...found.map((row): Row => [table, row]));
    }
    return rows;
  });

/** In one statement: each would cost a round trip on a connection. */
async function rowsAtOnce(store: Store, tables: readonly string[]): Promise<Row[]> {
  const selects = tables.map(
    (table) => sql`select ${sql.lit(table)} as "table", row_to_json(t) as "row" from ${sql.table(table)} t`,
  );
  const { rows } = await sql<{
    table: string;
    row: Record<string, unknown>;
  }>`${sql.join(selects, sql` union all `)}`.execute(store.reader);
  return rows.map(({ table, row }) => [table, row]);
}

/** The lines that only one of two dumps contains. */
export function difference(before: string, after: string): string[] {
  const old = new Set(before.split('\n'));
  const fresh = new Set(after.split('\n'));
  return [
    ...[...old].filter((line) => !fresh.has(line)).map((line) => `− ${line}`),
    ...[...fresh].filter((line) => !old.has(line)).map((line) => `+ ${line}`),
  ];
}
