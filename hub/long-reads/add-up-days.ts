/**
 * Sums up days that are over. A day's sums contain what happened on it and has ended; what ends later is added to the
 * day on which it happened, when the day of its end is summed. So nothing is counted twice, and a report reads from the
 * rows only what has not ended before the last summed day.
 */
import { sql } from 'kysely';
import type { Span } from '#core/supervision/metrics.ts';
import {
  addAbandoned,
  addAnswered,
  addEnd,
  addOffer,
  type AgentSums,
  type AgentSumsBy,
  agentSumsBy,
  type QueueSums,
  type QueueSumsBy,
  queueSumsBy,
  type SumsBy,
} from '#core/supervision/sums.ts';
import { toJson } from '../store/json.ts';
import type { Db } from '../store/store.ts';
import { dayStartOf } from './days.ts';
import { readSummedThrough } from './read-report.ts';
import { isIn, readInQueues, readTimes } from './read-sums.ts';
import { readAgentDay, readQueueDay } from './stored-sums.ts';

/** The contribution of a day: to its own sums, and to those of earlier days. */
export interface DayAdds {
  readonly day: Span;
  readonly agents: readonly (readonly [startsAt: number, agentId: string, sums: AgentSums])[];
  readonly queues: readonly (readonly [startsAt: number, queueId: string, sums: QueueSums])[];
}

/** Start of the next day to sum; `null` = nothing has ended yet. */
export async function readNextDay(db: Db): Promise<number | null> {
  const through = await readSummedThrough(db);
  if (through !== null) return through;
  const work = await db
    .selectFrom('agent_work')
    .select((select) => select.fn.min('closed_at').as('at'))
    .where('closed_at', 'is not', null)
    .executeTakeFirst();
  const period = await db
    .selectFrom('presence_period')
    .select((select) => select.fn.min('ended_at').as('at'))
    .where('ended_at', 'is not', null)
    .executeTakeFirst();
  const first = [work?.at, period?.at].filter((at) => at !== null && at !== undefined).map(Number);
  return first.length === 0 ? null : dayStartOf(Math.min(...first));
}

/** Sums of several days, by the start of each. */
class Days<T extends AgentSumsBy | QueueSumsBy> {
  readonly #byStart = new Map<number, T>();
  readonly #starts: readonly number[];
  readonly #end: number;
  readonly #none: () => T;

  /** `starts` ascending; the last one is the day being summed, until `end`. */
  constructor(starts: readonly number[], end: number, none: () => T) {
    this.#starts = starts;
    this.#end = end;
    this.#none = none;
  }

  /** The sums of the day of this instant; `null` before the first day and after the last one. */
  at(instant: number): T | null {
    if (instant >= this.#end) return null;
    let [low, high] = [0, this.#starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#starts[middle]! <= instant) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? null : this.of(this.#starts[low - 1]!);
  }

  of(start: number): T {
    const known = this.#byStart.get(start);
    if (known) return known;
    const made = this.#none();
    this.#byStart.set(start, made);
    return made;
  }

  entries(): [number, T][] {
    return [...this.#byStart];
  }
}

/** Reads the contribution of a day. The day must be over. */
export async function readDayAdds(db: Db, day: Span): Promise<DayAdds> {
  const before = await db.selectFrom('summed_day').select('starts_at').orderBy('starts_at').execute();
  const starts = [...before.map((row) => row.starts_at), day.from];
  const agents = new Days(starts, day.to, agentSumsBy);
  const queues = new Days(starts, day.to, queueSumsBy);
  const { sums, works } = await readTimes(db, day);
  const today = agents.of(day.from);
  for (const [id, one] of sums.entries()) today.add(id, one);
  for (const work of works) {
    if (!isIn(day, work.closed_at)) continue;
    addEnd(today.of(work.agent_id), work);
    const offeredOn = agents.at(work.offered_at);
    if (offeredOn) addOffer(offeredOn.of(work.agent_id), work);
  }
  await addItems(db, day, queues);
  await addHandled(db, day, queues);
  return {
    day,
    agents: agents.entries().flatMap(([at, by]) => by.entries().map(([id, one]) => [at, id, one] as const)),
    queues: queues.entries().flatMap(([at, by]) => by.entries().map(([id, one]) => [at, id, one] as const)),
  };
}

/** Items that ended on the day. */
async function addItems(db: Db, { from, to }: Span, queues: Days<QueueSumsBy>): Promise<void> {
  const inQueues = await readInQueues(db);
  if (!inQueues) return;
  const { rows } = await sql<{
    queue_id: string;
    original_at: number;
    opened_at: number | null;
    ended_at: number;
    abandoned: number;
  }>`
    select queue_id, original_at, opened_at, ended_at,
      case when state = 'cancelled' and ended_by = 'customer' and opened_at is null then 1 else 0 end as abandoned
    from work_item where ${inQueues} and ended_at >= ${from} and ended_at < ${to}`.execute(db);
  for (const row of rows) {
    const arrivedOn = queues.at(row.original_at)?.of(row.queue_id);
    if (arrivedOn) arrivedOn.arrived += 1;
    const answeredOn = row.opened_at === null ? undefined : queues.at(row.opened_at)?.of(row.queue_id);
    if (answeredOn) addAnswered(answeredOn, row.opened_at! - row.original_at);
    if (Number(row.abandoned) === 1)
      addAbandoned(queues.of(from).of(row.queue_id), row.ended_at - row.original_at);
  }
}

/** Work of items that are over: closed on the day, or earlier for an item that ended on it. */
async function addHandled(db: Db, { from, to }: Span, queues: Days<QueueSumsBy>): Promise<void> {
  const inQueues = await readInQueues(db);
  if (!inQueues) return;
  const closed = await sql<{ queue_id: string | null; accepted_at: number; closed_at: number }>`
    select (select queue_id from work_item where id = work.work_item_id and ended_at < ${to}) as queue_id,
      accepted_at, closed_at
    from agent_work as work
    where closed_at >= ${from} and closed_at < ${to} and accepted_at is not null`.execute(db);
  const before = await sql<{ queue_id: string; accepted_at: number; closed_at: number }>`
    select item.queue_id, work.accepted_at, work.closed_at
    from work_item as item cross join agent_work as work
    where ${inQueues} and item.ended_at >= ${from} and item.ended_at < ${to}
      and work.work_item_id = item.id and work.accepted_at is not null and work.closed_at < ${from}`.execute(
    db,
  );
  for (const row of [...closed.rows, ...before.rows]) {
    const sums = row.queue_id === null ? undefined : queues.at(row.closed_at)?.of(row.queue_id);
    if (!sums) continue;
    sums.handled += 1;
    sums.handleTime += row.closed_at - row.accepted_at;
  }
}

/** Writes the contribution; false = another hub had already summed the day. */
export async function writeDay(db: Db, { day, agents, queues }: DayAdds): Promise<boolean> {
  const taken = await db
    .insertInto('summed_day')
    .values({ starts_at: day.from, ends_at: day.to })
    .onConflict((conflict) => conflict.column('starts_at').doNothing())
    .returning('starts_at')
    .executeTakeFirst();
  if (!taken) return false;
  await writeSums(db, 'agent_day', 'agent_id', day.from, agents, agentSumsBy, readAgentDay);
  await writeSums(db, 'queue_day', 'queue_id', day.from, queues, queueSumsBy, readQueueDay);
  return true;
}

/** Rows per statement. */
const ROWS_PER_STATEMENT = 200;

/** The day's own sums are inserted; those of earlier days are added to existing sums. */
async function writeSums<T extends AgentSums | QueueSums>(
  db: Db,
  table: 'agent_day' | 'queue_day',
  of: 'agent_id' | 'queue_id',
  today: number,
  adds: readonly (readonly [startsAt: number, id: string, sums: T])[],
  none: () => SumsBy<T>,
  read: (text: string) => T,
): Promise<void> {
  const column = sql.ref(of);
  const fresh = adds.filter(([startsAt]) => startsAt === today);
  for (let from = 0; from < fresh.length; from += ROWS_PER_STATEMENT) {
    const rows = fresh
      .slice(from, from + ROWS_PER_STATEMENT)
      .map(([startsAt, id, sums]) => sql`(${startsAt}, ${id}, ${toJson(sums)})`);
    await sql`insert into ${sql.table(table)} (starts_at, ${column}, sums_json) values ${sql.join(rows)}`.execute(
      db,
    );
  }
  for (const [startsAt, id, more] of adds) {
    if (startsAt === today) continue;
    const known = await sql<{ sums_json: string }>`
      select sums_json from ${sql.table(table)} where starts_at = ${startsAt} and ${column} = ${id}`.execute(
      db,
    );
    const sums = none();
    for (const row of known.rows) sums.add(id, read(row.sums_json));
    sums.add(id, more);
    const text = toJson(sums.of(id));
    await sql`
      insert into ${sql.table(table)} (starts_at, ${column}, sums_json) values (${startsAt}, ${id}, ${text})
      on conflict (starts_at, ${column}) do update set sums_json = excluded.sums_json`.execute(db);
  }
}
