/** Reports, the last hour and an agent's timeline, read from the append-only history. The numbers' meanings: core. */
import { sql } from 'kysely';
import {
  abandonmentRate,
  clip,
  mean,
  occupancy,
  serviceLevel,
  type Span,
} from '#core/supervision/metrics.ts';
import type { AgentReport, Minute, QueueReport, Report, Timeline } from '#core/supervision/reports.ts';
import type { Scope } from '#core/supervision/scope.ts';
import type { Directory } from '../setup/directory.ts';
import type { Db } from '../store/store.ts';
import { isOnFloor } from './read-floor.ts';

const MINUTE = 60_000;
const LAST_HOUR = 60;
/** A timeline shows at most so many pieces of each kind, the newest. */
const MOST_PIECES = 1_000;

const atWork: ReadonlySet<string> = new Set(['available', 'busy', 'busy-dnd']);

/** Everything since the beginning of the range, and nothing of what has not happened yet. */
export async function readReport(
  db: Db,
  directory: Directory,
  scope: Scope,
  range: Span,
  now: number,
): Promise<Report> {
  const until = { from: range.from, to: Math.min(range.to, now) };
  return {
    agents: await readAgentReports(db, directory, scope, until),
    queues: await readQueueReports(db, directory, scope, until),
  };
}

async function readAgentReports(
  db: Db,
  directory: Directory,
  scope: Scope,
  range: Span,
): Promise<AgentReport[]> {
  const periods = await db
    .selectFrom('presence_period')
    .select(['agent_id', 'status_text', 'base', 'effective_base', 'started_at', 'ended_at'])
    .where('started_at', '<', range.to)
    .where((where) => where.or([where('ended_at', 'is', null), where('ended_at', '>', range.from)]))
    .execute();
  const works = await db
    .selectFrom('agent_work')
    .select([
      'agent_id',
      'state',
      'offered_at',
      'accepted_at',
      'closed_at',
      'wrap_up_started_at',
      'extensions_used',
      'decline_reason',
    ])
    .where('offered_at', '<', range.to)
    .where((where) => where.or([where('closed_at', 'is', null), where('closed_at', '>', range.from)]))
    .execute();
  const periodsOf = Map.groupBy(periods, ({ agent_id }) => agent_id);
  const worksOf = Map.groupBy(works, ({ agent_id }) => agent_id);
  return [...directory.users.values()]
    .filter((user) => isOnFloor(user) || periodsOf.has(user.id))
    .filter((user) =>
      scope.sees({ profileId: user.profileId, queueIds: directory.effective(user.id).queueIds }),
    )
    .map((user) => ({
      agentId: user.id,
      name: user.name,
      ...presenceIn(periodsOf.get(user.id) ?? [], worksOf.get(user.id) ?? [], range),
      ...answersIn(worksOf.get(user.id) ?? [], range),
    }));
}

interface PeriodRow {
  readonly status_text: string;
  readonly base: AgentReport['statuses'][number]['base'];
  readonly effective_base: string;
  readonly started_at: number;
  readonly ended_at: number | null;
}
interface WorkRow {
  readonly state: string;
  readonly offered_at: number;
  readonly accepted_at: number | null;
  readonly closed_at: number | null;
  readonly wrap_up_started_at: number | null;
  readonly extensions_used: number;
  readonly decline_reason: string | null;
}

function presenceIn(periods: readonly PeriodRow[], works: readonly WorkRow[], range: Span) {
  const statuses = new Map<string, AgentReport['statuses'][number]>();
  const working: Span[] = [];
  let signedIn = 0;
  for (const period of periods) {
    const span = clip({ from: period.started_at, to: period.ended_at }, range);
    if (!span) continue;
    const duration = span.to - span.from;
    const key = `${period.base} ${period.status_text}`;
    const known = statuses.get(key) ?? { text: period.status_text, base: period.base, duration: 0 };
    statuses.set(key, { ...known, duration: known.duration + duration });
    if (period.base !== 'offline') signedIn += duration;
    if (atWork.has(period.effective_base)) working.push(span);
  }
  const handling = works.flatMap((work) =>
    work.accepted_at === null ? [] : (clip({ from: work.accepted_at, to: work.closed_at }, range) ?? []),
  );
  return { statuses: [...statuses.values()], signedIn, occupancy: occupancy(working, handling) };
}

/** An offer counts where it was made; handle and wrap-up time count where they came to their end. */
function answersIn(works: readonly WorkRow[], range: Span) {
  const offered = works.filter((work) => work.offered_at >= range.from);
  const declined = offered.filter((work) => work.state === 'declined');
  const reasons = Map.groupBy(declined, (work) => work.decline_reason ?? '');
  const done = works.filter(
    (work) => work.accepted_at !== null && work.closed_at !== null && work.closed_at < range.to,
  );
  const wrapped = done.filter((work) => work.wrap_up_started_at !== null);
  const total = (some: readonly WorkRow[], from: (work: WorkRow) => number) =>
    some.reduce((sum, work) => sum + (work.closed_at! - from(work)), 0);
  return {
    offered: offered.length,
    answered: offered.filter((work) => work.accepted_at !== null).length,
    declined: declined.length,
    missed: offered.filter((work) => work.state === 'declined-on-push-time-out').length,
    declinedByReason: [...reasons].map(([reason, some]) => ({ reason, count: some.length })),
    handleTime: mean(
      total(done, (work) => work.accepted_at!),
      done.length,
    ),
    wrapUpTime: mean(
      total(wrapped, (work) => work.wrap_up_started_at!),
      wrapped.length,
    ),
    extensions: offered.reduce((sum, work) => sum + work.extensions_used, 0),
  };
}

async function readQueueReports(
  db: Db,
  directory: Directory,
  scope: Scope,
  range: Span,
): Promise<QueueReport[]> {
  const reports: QueueReport[] = [];
  for (const queue of directory.queues.values()) {
    if (!scope.seesQueue(queue.id)) continue;
    const facts = await readQueueFacts(db, queue.id, queue.serviceLevelSeconds, range);
    reports.push({
      queueId: queue.id,
      name: queue.name,
      arrived: facts.arrived,
      answered: facts.answered,
      abandoned: facts.abandoned,
      serviceLevel: queue.serviceLevelSeconds === null ? null : serviceLevel(facts),
      speedToAnswer: mean(facts.waited, facts.answered),
      longestWait: facts.longest,
      handleTime: mean(facts.handled, facts.handledCount),
      abandonment: abandonmentRate(facts),
    });
  }
  return reports;
}

async function readQueueFacts(db: Db, queueId: string, targetSeconds: number | null, { from, to }: Span) {
  const target = targetSeconds === null ? Number.MAX_SAFE_INTEGER : targetSeconds * 1000;
  const one = async (statement: ReturnType<typeof sql<Record<string, number | null>>>) =>
    (await statement.execute(db)).rows[0] ?? {};
  const arrived = await one(sql`
    select count(*) as count from work_item
    where queue_id = ${queueId} and original_at >= ${from} and original_at < ${to}`);
  const answered = await one(sql`
    select count(*) as count, sum(opened_at - original_at) as waited, max(opened_at - original_at) as longest,
      sum(case when opened_at - original_at <= ${target} then 1 else 0 end) as in_time
    from work_item where queue_id = ${queueId} and opened_at >= ${from} and opened_at < ${to}`);
  const left = await one(sql`
    select count(*) as count, max(ended_at - original_at) as longest,
      sum(case when ended_at - original_at > ${target} then 1 else 0 end) as late
    from work_item where queue_id = ${queueId} and ended_at >= ${from} and ended_at < ${to}
      and state = 'cancelled' and ended_by = 'customer' and opened_at is null`);
  const handled = await one(sql`
    select count(*) as count, sum(work.closed_at - work.accepted_at) as handled
    from agent_work as work join work_item as item on item.id = work.work_item_id
    where item.queue_id = ${queueId} and work.accepted_at is not null
      and work.closed_at >= ${from} and work.closed_at < ${to}`);
  const longest = Math.max(Number(answered.longest ?? -1), Number(left.longest ?? -1));
  return {
    arrived: Number(arrived.count ?? 0),
    answered: Number(answered.count ?? 0),
    answeredInTime: Number(answered.in_time ?? 0),
    abandoned: Number(left.count ?? 0),
    abandonedLate: Number(left.late ?? 0),
    waited: Number(answered.waited ?? 0),
    handled: Number(handled.handled ?? 0),
    handledCount: Number(handled.count ?? 0),
    longest: longest < 0 ? null : longest,
  };
}

/** Sixty whole minutes and the running one, oldest first. */
export async function readLastHour(
  db: Db,
  directory: Directory,
  scope: Scope,
  queueId: string | null,
  now: number,
): Promise<Minute[]> {
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
  const rows = await db
    .selectFrom('work_item')
    .select(['queue_id', 'state', 'original_at', 'opened_at', 'ended_at', 'ended_by'])
    .where((where) =>
      where.or([
        where('original_at', '>=', first),
        where('opened_at', '>=', first),
        where('ended_at', '>=', first),
      ]),
    )
    .execute();
  const minute = (at: number | null) =>
    at === null ? undefined : minutes[Math.floor((at - first) / MINUTE)];
  for (const row of rows) {
    const inScope = row.queue_id === null ? scope.everybody : scope.seesQueue(row.queue_id);
    if (!inScope || (queueId !== null && row.queue_id !== queueId)) continue;
    const seconds = row.queue_id === null ? null : directory.queues.get(row.queue_id)?.serviceLevelSeconds;
    const target = seconds ? seconds * 1000 : Number.POSITIVE_INFINITY;
    const arrived = minute(row.original_at);
    if (arrived) arrived.arrived += 1;
    const answered = minute(row.opened_at);
    if (answered) {
      const waited = row.opened_at! - row.original_at;
      answered.answered += 1;
      answered.waited += waited;
      if (waited <= target) answered.answeredInTime += 1;
    }
    const left = row.state === 'cancelled' && row.ended_by === 'customer' && row.opened_at === null;
    const abandoned = left ? minute(row.ended_at) : undefined;
    if (abandoned) {
      abandoned.abandoned += 1;
      if (row.ended_at! - row.original_at > target) abandoned.abandonedLate += 1;
    }
  }
  return minutes;
}

/** What one agent did in a stretch of time. */
export async function readTimeline(db: Db, agentId: string, range: Span): Promise<Timeline> {
  const periods = await db
    .selectFrom('presence_period')
    .selectAll()
    .where('agent_id', '=', agentId)
    .where('started_at', '<', range.to)
    .where((where) => where.or([where('ended_at', 'is', null), where('ended_at', '>', range.from)]))
    .orderBy('started_at', 'desc')
    .limit(MOST_PIECES)
    .execute();
  const works = await db
    .selectFrom('agent_work')
    .innerJoin('work_item', 'work_item.id', 'agent_work.work_item_id')
    .selectAll('agent_work')
    .select(['work_item.customer', 'work_item.subject'])
    .where('agent_work.agent_id', '=', agentId)
    .where('agent_work.offered_at', '<', range.to)
    .where((where) =>
      where.or([where('agent_work.closed_at', 'is', null), where('agent_work.closed_at', '>', range.from)]),
    )
    .orderBy('agent_work.offered_at', 'desc')
    .limit(MOST_PIECES)
    .execute();
  return {
    presence: periods.reverse().map((row) => ({
      text: row.status_text,
      base: row.effective_base,
      from: row.started_at,
      to: row.ended_at,
      setBy: row.set_by,
      setByName: row.set_by_name,
      reason: row.reason,
    })),
    work: works.reverse().map((row) => ({
      agentWorkId: row.id,
      customer: row.customer,
      subject: row.subject,
      state: row.state,
      offeredAt: row.offered_at,
      acceptedAt: row.accepted_at,
      wrapUpAt: row.wrap_up_started_at,
      endedAt: row.closed_at,
      endedBy: row.ended_by,
    })),
  };
}
