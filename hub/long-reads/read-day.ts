/**
 * Today's numbers of the floor and the last hour of the wallboard: displayed all day, so cheap however much the day
 * holds.
 */
import { sql } from 'kysely';
import type { FloorAgent, FloorQueue } from '#core/supervision/floor.ts';
import type { Minute } from '#core/supervision/reports.ts';
import { liveWork } from '../store/states.ts';
import type { Db } from '../store/store.ts';

export type AgentDay = FloorAgent['today'];
export type QueueDay = Pick<FloorQueue, 'answered' | 'answeredInTime' | 'abandoned' | 'abandonedLate'>;

/** A queue and its target; without a target every answer is in time. */
interface Targeted {
  readonly id: string;
  readonly targetSeconds: number | null;
}

/** Today's numbers by id; a missing id has none yet. */
export interface FloorDay {
  readonly agents: ReadonlyMap<string, AgentDay>;
  readonly queues: ReadonlyMap<string, QueueDay>;
}

export interface FloorDayInput {
  readonly dayStart: number;
  /** `null` = all. */
  readonly agentIds: readonly string[] | null;
  readonly queues: readonly Targeted[];
}

const noDay = (): AgentDay => ({ offered: 0, answered: 0, declined: 0, missed: 0, missedInARow: 0 });

const targetOf = ({ targetSeconds }: Targeted) =>
  targetSeconds === null ? Number.MAX_SAFE_INTEGER : targetSeconds * 1000;

export async function readFloorDay(db: Db, { dayStart, agentIds, queues }: FloorDayInput): Promise<FloorDay> {
  const byQueue = new Map<string, QueueDay>();
  for (const queue of queues) byQueue.set(queue.id, await readQueueDay(db, queue, dayStart));
  return { agents: await readAgentDays(db, agentIds, dayStart), queues: byQueue };
}

/** For all agents: by the end of their work, plus their live work. For some: by their offers. */
async function readAgentDays(
  db: Db,
  ids: readonly string[] | null,
  dayStart: number,
): Promise<Map<string, AgentDay>> {
  const days = new Map<string, { -readonly [key in keyof AgentDay]: number }>();
  if (ids?.length === 0) return days;
  const of = (id: string) => {
    const known = days.get(id) ?? noDay();
    days.set(id, known);
    return known;
  };
  // Grouped by an expression without an index order: to avoid sorting, a database would scan a whole index.
  const agents = ids === null ? sql<boolean>`1 = 1` : sql<boolean>`agent_id in (${sql.join([...ids])})`;
  const past =
    ids === null
      ? sql<boolean>`closed_at >= ${dayStart} and +offered_at >= ${dayStart}`
      : sql<boolean>`${agents} and offered_at >= ${dayStart} and closed_at is not null`;
  const parts = [past, sql<boolean>`${agents} and offered_at >= ${dayStart} and ${liveWork('state')}`];
  for (const part of parts) {
    const counted = await sql<{ agent_id: string } & Record<keyof AgentDay, number | null>>`
      select agent_id || '' as agent_id, count(*) as offered,
        sum(case when accepted_at is not null then 1 else 0 end) as answered,
        sum(case when state = 'declined' then 1 else 0 end) as declined,
        sum(case when state = 'declined-on-push-time-out' then 1 else 0 end) as missed
      from agent_work where ${part} group by agent_id || ''`.execute(db);
    for (const row of counted.rows) {
      const day = of(row.agent_id);
      for (const key of ['offered', 'answered', 'declined', 'missed'] as const)
        day[key] += Number(row[key] ?? 0);
    }
  }
  const inARow = await sql<{ agent_id: string; count: number }>`
    select agent_id || '' as agent_id, count(*) as count from agent_work as missed
    where ${past} and state = 'declined-on-push-time-out'
      and not exists (
        select 1 from agent_work as later where later.agent_id = missed.agent_id
          and later.offered_at > missed.offered_at and later.closed_at is not null
          and (later.accepted_at is not null or later.state = 'declined'))
      and not exists (
        select 1 from agent_work as later where later.agent_id = missed.agent_id
          and later.offered_at > missed.offered_at and ${liveWork('later.state')} and later.accepted_at is not null)
    group by agent_id || ''`.execute(db);
  for (const row of inARow.rows) of(row.agent_id).missedInARow = Number(row.count);
  return days;
}

async function readQueueDay(db: Db, queue: Targeted, dayStart: number): Promise<QueueDay> {
  const target = targetOf(queue);
  const answered = await sql<{ count: number; in_time: number | null }>`
    select count(*) as count, sum(case when opened_at - original_at <= ${target} then 1 else 0 end) as in_time
    from work_item where queue_id = ${queue.id} and opened_at >= ${dayStart}`.execute(db);
  const left = await sql<{ count: number; late: number | null }>`
    select count(*) as count, sum(case when ended_at - original_at > ${target} then 1 else 0 end) as late
    from work_item where queue_id = ${queue.id} and ended_at >= ${dayStart}
      and state = 'cancelled' and ended_by = 'customer' and opened_at is null`.execute(db);
  return {
    answered: Number(answered.rows[0]?.count ?? 0),
    answeredInTime: Number(answered.rows[0]?.in_time ?? 0),
    abandoned: Number(left.rows[0]?.count ?? 0),
    abandonedLate: Number(left.rows[0]?.late ?? 0),
  };
}

const MINUTE = 60_000;
const LAST_HOUR = 60;

export interface LastHourInput {
  readonly queues: readonly Targeted[];
  /** Whether items without a queue count as well. */
  readonly withoutQueue: boolean;
  readonly now: number;
}

/** Sixty full minutes and the current one, oldest first. */
export async function readLastHour(db: Db, { queues, withoutQueue, now }: LastHourInput): Promise<Minute[]> {
  const first = Math.floor(now / MINUTE) * MINUTE - LAST_HOUR * MINUTE;
  const minutes: Minute[] = Array.from({ length: LAST_HOUR + 1 }, (_, index) => ({
    at: first + index * MINUTE,
    arrived: 0,
    answered: 0,
    abandoned: 0,
    answeredInTime: 0,
    abandonedLate: 0,
    waited: 0,
  }));
  const minuteOf = (at: number) => minutes[Math.floor((at - first) / MINUTE)];
  const lines = [
    ...queues.map((queue) => ({ of: sql<boolean>`queue_id = ${queue.id}`, target: targetOf(queue) })),
    ...(withoutQueue ? [{ of: sql<boolean>`queue_id is null`, target: Number.MAX_SAFE_INTEGER }] : []),
  ];
  for (const { of, target } of lines) {
    const rows = async (column: string, also = sql<boolean>`1 = 1`) =>
      (
        await sql<{ at: number; wait: number }>`
          select ${sql.ref(column)} as at, ${sql.ref(column)} - original_at as wait from work_item
          where ${of} and ${sql.ref(column)} >= ${first} and ${also}`.execute(db)
      ).rows;
    for (const { at } of await rows('original_at')) {
      const minute = minuteOf(at);
      if (minute) minute.arrived += 1;
    }
    for (const { at, wait } of await rows('opened_at')) {
      const minute = minuteOf(at);
      if (!minute) continue;
      minute.answered += 1;
      minute.waited += wait;
      if (wait <= target) minute.answeredInTime += 1;
    }
    const left = sql<boolean>`state = 'cancelled' and ended_by = 'customer' and opened_at is null`;
    for (const { at, wait } of await rows('ended_at', left)) {
      const minute = minuteOf(at);
      if (!minute) continue;
      minute.abandoned += 1;
      if (wait > target) minute.abandonedLate += 1;
    }
  }
  return minutes;
}
