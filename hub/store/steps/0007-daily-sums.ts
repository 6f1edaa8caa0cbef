/**
 * The input of reports, summed by day. Days follow each other without a gap; `*_json` holds the sums as
 * `core/supervision/sums.ts` defines them.
 */
import { type Kysely, sql } from 'kysely';

export async function addDailySums(db: Kysely<unknown>): Promise<void> {
  await sql`create table summed_day (starts_at bigint not null primary key, ends_at bigint not null)`.execute(
    db,
  );
  for (const [table, of] of [
    ['agent_day', 'agent_id'],
    ['queue_day', 'queue_id'],
  ] as const)
    await db.schema
      .createTable(table)
      .addColumn('starts_at', 'bigint', (column) => column.notNull())
      .addColumn(of, 'text', (column) => column.notNull())
      .addColumn('sums_json', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint(`${table}_pk`, ['starts_at', of] as never[])
      .execute();
}
