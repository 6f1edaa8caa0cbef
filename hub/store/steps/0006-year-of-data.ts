/**
 * Indexes for a database with a year of data: live rows are found without scanning ended ones, and ended rows by the
 * day of their end.
 */
import { type Kysely, sql } from 'kysely';

/** Anything longer than this is long; the statements in `stretches.ts` use the same number. */
const DAY = 86_400_000;

export async function indexYearOfData(db: Kysely<unknown>): Promise<void> {
  const live = sql.raw("state in ('offered', 'opened', 'wrap-up')");
  await sql`drop index agent_work_live`.execute(db);
  await sql`create index agent_work_live on agent_work (agent_id, offered_at, id) where ${live}`.execute(db);
  // An agent's history without live rows: no statement for live rows can use this index to scan the past.
  await sql`drop index agent_work_agent`.execute(db);
  await sql`create index agent_work_past on agent_work (agent_id, offered_at) where closed_at is not null`.execute(
    db,
  );
  await sql`create index agent_work_closed on agent_work (closed_at) where closed_at is not null`.execute(db);
  await sql`create index agent_work_long on agent_work (closed_at) where closed_at - offered_at > ${sql.lit(DAY)}`.execute(
    db,
  );
  await sql`create index work_item_arrived on work_item (queue_id, original_at)`.execute(db);
  // Without rows that were never opened or have not ended: no statement can use this index to scan them.
  for (const [name, at] of [
    ['work_item_opened', 'opened_at'],
    ['work_item_ended', 'ended_at'],
  ] as const) {
    await sql`drop index ${sql.ref(name)}`.execute(db);
    await sql`create index ${sql.ref(name)} on work_item (queue_id, ${sql.ref(at)}) where ${sql.ref(at)} is not null`.execute(
      db,
    );
  }
  await sql`create index work_item_channel on work_item (channel_id)`.execute(db);
  await sql`drop index work_item_customer`.execute(db);
  await sql`create index work_item_customer on work_item (customer_id, original_at) where customer_id is not null`.execute(
    db,
  );
  await sql`create index presence_period_ended on presence_period (ended_at) where ended_at is not null`.execute(
    db,
  );
  await sql`create index presence_period_long on presence_period (ended_at) where ended_at - started_at > ${sql.lit(DAY)}`.execute(
    db,
  );
  await sql`create index webhook_delivery_over on webhook_delivery (created_at) where state <> 'waiting'`.execute(
    db,
  );
}
