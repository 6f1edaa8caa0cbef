/**
 * The sums of a report: stored sums of whole days, the partial days before and after from the rows, and what ended too
 * late to be in the sums of its day.
 */
import { sql } from 'kysely';
import type { Span } from '#core/supervision/metrics.ts';
import {
  addAnswered,
  addOffer,
  type AgentSums,
  type AgentSumsBy,
  type QueueSums,
  type QueueSumsBy,
} from '#core/supervision/sums.ts';
import { liveItem, liveWork } from '../store/states.ts';
import type { Db } from '../store/store.ts';
import { isIn, readAgentSums, readInQueues, readQueueSums, unindexed, workColumns } from './read-sums.ts';
import { readAgentDay, readQueueDay } from './stored-sums.ts';

export interface ReportSums {
  readonly agents: readonly (readonly [agentId: string, AgentSums])[];
  readonly queues: readonly (readonly [queueId: string, QueueSums])[];
}

/** Everything in the range, which must not reach into the future. */
export async function readReportSums(db: Db, range: Span): Promise<ReportSums> {
  const days = await db
    .selectFrom('summed_day')
    .selectAll()
    .where('starts_at', '>=', range.from)
    .where('ends_at', '<=', range.to)
    .orderBy('starts_at')
    .execute();
  const summed: Span =
    days.length > 0
      ? { from: days[0]!.starts_at, to: days.at(-1)!.ends_at }
      : { from: range.from, to: range.from };
  const agents = await readAgentSums(db, { from: summed.to, to: range.to });
  const queues = await readQueueSums(db, { from: summed.to, to: range.to });
  if (days.length > 0) {
    const before = { from: range.from, to: summed.from };
    if (before.from < before.to) {
      for (const [id, sums] of (await readAgentSums(db, before)).entries()) agents.add(id, sums);
      for (const [id, sums] of (await readQueueSums(db, before)).entries()) queues.add(id, sums);
    }
    await addStored(db, summed, agents, queues);
    const through = await readSummedThrough(db);
    await addLateOffers(db, summed, through!, agents);
    await addLateItems(db, summed, through!, queues);
  }
  return { agents: agents.entries(), queues: queues.entries() };
}

/** The end of the last summed day; `null` = there is none yet. */
export async function readSummedThrough(db: Db): Promise<number | null> {
  const row = await db
    .selectFrom('summed_day')
    .select('ends_at')
    .orderBy('starts_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.ends_at ?? null;
}

async function addStored(
  db: Db,
  { from, to }: Span,
  agents: AgentSumsBy,
  queues: QueueSumsBy,
): Promise<void> {
  const agentDays = await db
    .selectFrom('agent_day')
    .select(['agent_id', 'sums_json'])
    .where('starts_at', '>=', from)
    .where('starts_at', '<', to)
    .execute();
  for (const row of agentDays) agents.add(row.agent_id, readAgentDay(row.sums_json));
  const queueDays = await db
    .selectFrom('queue_day')
    .select(['queue_id', 'sums_json'])
    .where('starts_at', '>=', from)
    .where('starts_at', '<', to)
    .execute();
  for (const row of queueDays) queues.add(row.queue_id, readQueueDay(row.sums_json));
}

/** Offers made on summed days that were not over then: the sums of their days include them once they are. */
async function addLateOffers(db: Db, days: Span, through: number, agents: AgentSumsBy): Promise<void> {
  const offered = db
    .selectFrom('agent_work')
    .select(workColumns)
    .where(unindexed('offered_at'), '>=', days.from)
    .where(unindexed('offered_at'), '<', days.to);
  const late = [
    ...(await offered.where('closed_at', '>=', through).execute()),
    ...(await offered.where(liveWork('state')).execute()),
  ];
  for (const work of late) addOffer(agents.of(work.agent_id), work);
}

/** The same for items, whose queue may change until they are over. */
async function addLateItems(db: Db, days: Span, through: number, queues: QueueSumsBy): Promise<void> {
  const inQueues = await readInQueues(db);
  if (!inQueues) return;
  const notOver = [
    sql<boolean>`${inQueues} and item.ended_at >= ${through}`,
    sql<boolean>`item.queue_id is not null and item.ended_at is null and ${liveItem('item.state')}`,
  ];
  for (const late of notOver) {
    const items = await sql<{ queue_id: string; original_at: number; opened_at: number | null }>`
      select item.queue_id, item.original_at, item.opened_at from work_item as item
      where ${late} and +item.original_at < ${days.to}`.execute(db);
    for (const row of items.rows) {
      const sums = queues.of(row.queue_id);
      if (isIn(days, row.original_at)) sums.arrived += 1;
      if (isIn(days, row.opened_at)) addAnswered(sums, row.opened_at! - row.original_at);
    }
    const works = await sql<{ queue_id: string; time: number }>`
      select item.queue_id, work.closed_at - work.accepted_at as time
      from work_item as item cross join agent_work as work
      where ${late} and +item.original_at < ${days.to} and work.work_item_id = item.id
        and work.accepted_at is not null and work.closed_at >= ${days.from} and work.closed_at < ${days.to}`.execute(
      db,
    );
    for (const row of works.rows) {
      const sums = queues.of(row.queue_id);
      sums.handled += 1;
      sums.handleTime += Number(row.time);
    }
  }
}
