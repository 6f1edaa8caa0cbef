/**
 * Agent work returned to its queue ends as `unavailable`, and work that a supervisor assigned to another agent as
 * `superseded` (DOMAIN §8). Earlier versions ended both as `transferred`.
 */
import { type Kysely, sql } from 'kysely';

export async function nameEndsOfWork(db: Kysely<unknown>): Promise<void> {
  const ends = [
    ['unavailable', ['returned-to-queue', 'returned-by-supervisor']],
    ['superseded', ['assigned', 'taken-over']],
  ] as const;
  for (const [state, reasons] of ends) {
    const list = sql.join(reasons.map((reason) => sql.lit(reason)));
    await sql`update work_event set what = ${sql.lit(state)} where what = 'transferred' and agent_work_id in
      (select id from agent_work where state = 'transferred' and end_reason in (${list}))`.execute(db);
    await sql`update agent_work set state = ${sql.lit(state)}
      where state = 'transferred' and end_reason in (${list})`.execute(db);
  }
}
