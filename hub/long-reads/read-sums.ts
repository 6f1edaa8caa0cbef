/**
 * The sums of a report, from the rows. Each read uses an index on what ended (or arrived) in the range, so its cost
 * depends on the range, not on the length of the history.
 */
import { type RawBuilder, sql } from 'kysely';
import type { Span } from '#core/supervision/metrics.ts';
import {
  addAbandoned,
  addAnswered,
  addEnd,
  addOffer,
  addTimes,
  type AgentSumsBy,
  agentSumsBy,
  type PeriodFacts,
  type QueueSumsBy,
  queueSumsBy,
  type WorkFacts,
} from '#core/supervision/sums.ts';
import { liveWork } from '../store/states.ts';
import type { Db } from '../store/store.ts';

/** Anything longer than this has an index of its own (`agent_work_long`, `presence_period_long`), and is rare. */
const LONG_PERIOD_MS = 86_400_000;

/**
 * A time expression that no index matches: these reads use the index on end times, and a database may wrongly estimate
 * that going agent by agent from the other end is as good.
 */
export const unindexed = (column: string): RawBuilder<number> => sql<number>`+${sql.ref(column)}`;

type Of<T> = T & { readonly agent_id: string };

/** Periods that overlap the range. */
async function periodsIn(db: Db, { from, to }: Span): Promise<Of<PeriodFacts>[]> {
  const started = db
    .selectFrom('presence_period')
    .select(['agent_id', 'status_text', 'base', 'effective_base', 'started_at', 'ended_at'])
    .where(unindexed('started_at'), '<', to);
  return [
    ...(await started
      .where('ended_at', '>', from)
      .where('ended_at', '<=', to + LONG_PERIOD_MS)
      .execute()),
    ...(await started
      .where('ended_at', '>', to + LONG_PERIOD_MS)
      .where(sql<boolean>`ended_at - started_at > ${sql.lit(LONG_PERIOD_MS)}`)
      .execute()),
    ...(await started.where('ended_at', 'is', null).execute()),
  ];
}

/** The columns of agent work that the sums need. */
export const workColumns = [
  'agent_id',
  'state',
  'offered_at',
  'accepted_at',
  'closed_at',
  'wrap_up_started_at',
  'extensions_used',
  'decline_reason',
] as const;

/** Agent work that was live at some time in the range, from its offer to its close. */
async function agentWorkIn(db: Db, { from, to }: Span): Promise<Of<WorkFacts>[]> {
  const offered = db.selectFrom('agent_work').select(workColumns).where(unindexed('offered_at'), '<', to);
  return [
    ...(await offered
      .where('closed_at', '>=', from)
      .where('closed_at', '<=', to + LONG_PERIOD_MS)
      .execute()),
    ...(await offered
      .where('closed_at', '>', to + LONG_PERIOD_MS)
      .where(sql<boolean>`closed_at - offered_at > ${sql.lit(LONG_PERIOD_MS)}`)
      .execute()),
    ...(await offered.where(liveWork('state')).execute()),
  ];
}

/** Whether an instant is in a range. */
export const isIn = ({ from, to }: Span, at: number | null): boolean => at !== null && at >= from && at < to;

/** The times of every agent in the range, and their work in it. */
export async function readTimes(
  db: Db,
  range: Span,
): Promise<{ readonly sums: AgentSumsBy; readonly works: readonly Of<WorkFacts>[] }> {
  const periods = await periodsIn(db, range);
  const works = await agentWorkIn(db, range);
  const sums = agentSumsBy();
  const worksOf = Map.groupBy(works, ({ agent_id }) => agent_id);
  for (const [agentId, some] of Map.groupBy(periods, ({ agent_id }) => agent_id))
    addTimes(sums.of(agentId), some, worksOf.get(agentId) ?? [], range);
  return { sums, works };
}

export async function readAgentSums(db: Db, range: Span): Promise<AgentSumsBy> {
  const { sums, works } = await readTimes(db, range);
  for (const work of works) {
    if (isIn(range, work.offered_at)) addOffer(sums.of(work.agent_id), work);
    if (isIn(range, work.closed_at)) addEnd(sums.of(work.agent_id), work);
  }
  return sums;
}

/**
 * The condition that an item is in a queue, queue by queue: only this form can use their indexes with the time. `null`
 * = there is no queue.
 */
export async function readInQueues(db: Db): Promise<RawBuilder<boolean> | null> {
  const queues = await db.selectFrom('queue').select('id').orderBy('id').execute();
  return queues.length === 0 ? null : sql<boolean>`queue_id in (${sql.join(queues.map(({ id }) => id))})`;
}

export async function readQueueSums(db: Db, { from, to }: Span): Promise<QueueSumsBy> {
  const sums = queueSumsBy();
  const inQueues = await readInQueues(db);
  if (!inQueues) return sums;
  const arrived = await sql<{ queue_id: string; count: number }>`
    select queue_id, count(*) as count from work_item
    where ${inQueues} and original_at >= ${from} and original_at < ${to}
    group by queue_id`.execute(db);
  for (const row of arrived.rows) sums.of(row.queue_id).arrived += Number(row.count);
  const answered = await sql<{ queue_id: string; wait: number }>`
    select queue_id, opened_at - original_at as wait from work_item
    where ${inQueues} and opened_at >= ${from} and opened_at < ${to}`.execute(db);
  for (const row of answered.rows) addAnswered(sums.of(row.queue_id), Number(row.wait));
  const left = await sql<{ queue_id: string; wait: number }>`
    select queue_id, ended_at - original_at as wait from work_item
    where ${inQueues} and ended_at >= ${from} and ended_at < ${to}
      and state = 'cancelled' and ended_by = 'customer' and opened_at is null`.execute(db);
  for (const row of left.rows) addAbandoned(sums.of(row.queue_id), Number(row.wait));
  // The item of each work by a separate lookup: with a join, a database may read every item of the history.
  const handled = await sql<{ queue_id: string | null; count: number; time: number }>`
    select queue_id, count(*) as count, sum(handle_time) as time from (
      select (select queue_id from work_item where id = work.work_item_id) as queue_id,
        closed_at - accepted_at as handle_time
      from agent_work as work
      where closed_at >= ${from} and closed_at < ${to} and accepted_at is not null
    ) as ended group by queue_id`.execute(db);
  for (const row of handled.rows) {
    if (row.queue_id === null) continue;
    const one = sums.of(row.queue_id);
    one.handled += Number(row.count);
    one.handleTime += Number(row.time);
  }
  return sums;
}
