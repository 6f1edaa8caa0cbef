/** Reads the queues of the floor from committed rows: what waits, what is under way, and today's facts of the service level. */
import { sql } from 'kysely';
import type { FloorAgent, FloorQueue, MembersByBase } from '#core/supervision/floor.ts';
import { baseStatuses } from '#core/vocabulary.ts';
import type { Directory } from '../setup/directory.ts';
import type { Db } from '../store/store.ts';
import { among, type Ids, isLiveItem } from './read-floor.ts';

const nobody = (): MembersByBase =>
  Object.fromEntries(baseStatuses.map((base) => [base, 0])) as MembersByBase;

/** Queues of the floor with today's facts; `agents` are those of the floor now, for the members. */
export async function readFloorQueues(
  db: Db,
  directory: Directory,
  ids: Ids,
  { dayStart, agents }: { readonly dayStart: number; readonly agents: Iterable<FloorAgent> },
): Promise<FloorQueue[]> {
  const queues = (
    ids === null ? [...directory.queues.values()] : ids.map((id) => directory.queues.get(id))
  ).filter((queue) => queue !== undefined);
  const waiting = await db
    .selectFrom('work_item')
    .select(['queue_id', (eb) => eb.fn.countAll().as('count'), (eb) => eb.fn.min('original_at').as('oldest')])
    .where('state', '=', sql.lit('queued'))
    .where(among(ids, 'queue_id'))
    .groupBy('queue_id')
    .execute();
  // Never more than the agents have before them; counted here, since grouping would go by an index of all that ever was.
  const underWay = await db
    .selectFrom('work_item')
    .select(['queue_id', 'state'])
    .where(isLiveItem('state'))
    .where('state', 'in', ['offered', 'open', 'on-hold'])
    .execute();
  const waitingIn = new Map(waiting.map((row) => [row.queue_id, row]));
  const counted = new Map<string, number>();
  for (const { queue_id, state } of underWay) {
    const key = `${state === 'offered' ? 'offered' : 'open'} ${queue_id}`;
    counted.set(key, (counted.get(key) ?? 0) + 1);
  }
  const members = new Map<string, MembersByBase>();
  for (const agent of agents)
    for (const queueId of agent.queueIds) {
      const known = members.get(queueId) ?? nobody();
      members.set(queueId, known);
      const here = agent.signedIn && agent.link === 'connected';
      known[here ? agent.effectiveBase : 'offline'] += 1;
    }
  const records: FloorQueue[] = [];
  for (const queue of queues) {
    const facts = await readDay(db, queue.id, queue.serviceLevelSeconds, dayStart);
    records.push({
      id: queue.id,
      name: queue.name,
      waiting: Number(waitingIn.get(queue.id)?.count ?? 0),
      oldestAt: Number(waitingIn.get(queue.id)?.oldest ?? 0) || null,
      offered: counted.get(`offered ${queue.id}`) ?? 0,
      open: counted.get(`open ${queue.id}`) ?? 0,
      targetSeconds: queue.serviceLevelSeconds,
      ...facts,
      members: members.get(queue.id) ?? nobody(),
      memberProfileIds: [...queue.memberProfileIds],
    });
  }
  return records;
}

/** The facts of the service level since `dayStart`; without a target everything answered is in time. */
async function readDay(db: Db, queueId: string, targetSeconds: number | null, dayStart: number) {
  const target = targetSeconds === null ? Number.MAX_SAFE_INTEGER : targetSeconds * 1000;
  const answered = await sql<{ count: number; in_time: number | null }>`
    select count(*) as count, sum(case when opened_at - original_at <= ${target} then 1 else 0 end) as in_time
    from work_item where queue_id = ${queueId} and opened_at >= ${dayStart}`.execute(db);
  const left = await sql<{ count: number; late: number | null }>`
    select count(*) as count, sum(case when ended_at - original_at > ${target} then 1 else 0 end) as late
    from work_item where queue_id = ${queueId} and ended_at >= ${dayStart}
      and state = 'cancelled' and ended_by = 'customer' and opened_at is null`.execute(db);
  return {
    answered: Number(answered.rows[0]?.count ?? 0),
    answeredInTime: Number(answered.rows[0]?.in_time ?? 0),
    abandoned: Number(left.rows[0]?.count ?? 0),
    abandonedLate: Number(left.rows[0]?.late ?? 0),
  };
}
