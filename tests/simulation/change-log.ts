/**
 * Records, in the simulated hub's own database, every row that a committed transaction inserts, changes or deletes.
 * The invariants then check what a step has changed instead of reading everything, and "changes nothing" means
 * that nothing was recorded. Rows of a rolled-back transaction leave no line.
 */
import { sql, type Transaction } from 'kysely';
import type { Database } from '#hub/store/schema.ts';
import type { Store } from '#hub/store/store.ts';
import { signsOfLife } from '../support/dump.ts';

export interface Change {
  readonly table: string;
  readonly how: 'insert' | 'update' | 'delete';
  /** The current row, or its last state before it was deleted. */
  readonly row: Readonly<Record<string, unknown>>;
}

/** What hubs write about themselves, and heartbeats. */
const unwatchedTables: ReadonlySet<string> = new Set(['sound', 'hub', 'simulation_log']);
const unwatchedRows: Readonly<Record<string, string>> = { setting: `key not in ('hub_alive_at')` };

const quoted = (name: string) => `"${name}"`;

/** Installs the log; called once per database, after its migration. */
export async function installChangeLog(store: Store): Promise<void> {
  const tables = (await store.reader.introspection.getTables()).filter(
    ({ name }) => !unwatchedTables.has(name),
  );
  await store.write(async (db) => {
    const run = (text: string) => sql.raw(text).execute(db);
    if (store.kind === 'sqlite')
      await run(
        'create table simulation_log (seq integer primary key autoincrement, tbl text, how text, row text)',
      );
    else {
      await run('create table simulation_log (seq bigserial primary key, tbl text, how text, row text)');
      await run(`create function simulation_note() returns trigger language plpgsql as $$ begin
        insert into simulation_log (tbl, how, row) values (TG_TABLE_NAME, lower(TG_OP),
          case when TG_OP = 'DELETE' then row_to_json(old)::text else row_to_json(new)::text end);
        return null; end $$`);
    }
    for (const { name, columns } of tables) {
      const names = columns.map((column) => column.name);
      const silent = signsOfLife[name] ?? [];
      const differs = names
        .filter((column) => !silent.includes(column))
        .map(
          (column) =>
            `old.${quoted(column)} ${store.kind === 'sqlite' ? 'is not' : 'is distinct from'} new.${quoted(column)}`,
        )
        .join(' or ');
      for (const how of ['insert', 'update', 'delete'] as const) {
        const side = how === 'delete' ? 'old' : 'new';
        const row = unwatchedRows[name]?.replace('key', `${side}.key`);
        const conditions = [...(how === 'update' ? [`(${differs})`] : []), ...(row ? [row] : [])];
        const when = conditions.length > 0 ? `when (${conditions.join(' and ')})` : '';
        if (store.kind === 'postgres') {
          await run(
            `create trigger simulation_${how} after ${how} on ${quoted(name)} for each row ${when} execute function simulation_note()`,
          );
          continue;
        }
        const json = names.map((column) => `'${column}', ${side}.${quoted(column)}`).join(', ');
        await run(
          `create trigger simulation_${name}_${how} after ${how} on ${quoted(name)} ${when} begin
            insert into simulation_log (tbl, how, row) values ('${name}', '${how}', json_object(${json})); end`,
        );
      }
    }
  });
}

interface Line {
  readonly seq: number;
  readonly tbl: string;
  readonly how: Change['how'];
  readonly row: string;
}

/** Reads the log from where the previous read stopped. */
export class ChangeLog {
  readonly #store: () => Store;
  #read = 0;

  /** `store` = one of the stores currently open on the database. */
  constructor(store: () => Store) {
    this.#store = store;
  }

  /** Everything committed since the last call, the changes of each row in order. */
  async take(): Promise<Change[]> {
    const store = this.#store();
    // On PostgreSQL a transaction that began earlier may commit later, so lines are deleted as they are read.
    const { rows } =
      store.kind === 'postgres'
        ? await sql<Line>`delete from simulation_log returning seq, tbl, how, row`.execute(store.reader)
        : await sql<Line>`select seq, tbl, how, row from simulation_log where seq > ${this.#read} order by seq`.execute(
            store.reader,
          );
    if (store.kind === 'postgres') rows.sort((a, b) => a.seq - b.seq);
    this.#read = rows.at(-1)?.seq ?? this.#read;
    return rows.map(({ tbl, how, row }) => ({
      table: tbl,
      how,
      row: JSON.parse(row) as Change['row'],
    }));
  }

  /** Deletes lines that were read, so that a long run does not keep them. */
  async trim(): Promise<void> {
    if (this.#store().kind === 'postgres') return;
    await this.#store().write((db: Transaction<Database>) =>
      sql`delete from simulation_log where seq <= ${this.#read}`.execute(db),
    );
  }
}
