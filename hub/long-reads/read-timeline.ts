/** One agent's activity over a time range. */
import { sql } from 'kysely';
import type { Timeline } from '#core/supervision/reports.ts';
import { liveWork } from '../store/states.ts';
import type { Db } from '../store/store.ts';

/** Maximum number of pieces of each kind in a timeline; the newest are kept. */
const MAX_TIMELINE_PERIODS = 1_000;
/** Anything longer than this has an index of its own, and is rare. */
const LONG_PERIOD_MS = 86_400_000;

export interface TimelineInput {
  readonly agentId: string;
  readonly from: number;
  readonly to: number;
}

/** Not the bare column: the database would choose an index over the agent's whole history. */
const notBy = (column: string) => sql<string>`${sql.ref(column)} || ''`;

/** Newest pieces first, merged from several reads. */
const newest = <T>(rows: readonly T[], startOf: (row: T) => number): T[] =>
  [...rows].sort((a, b) => startOf(b) - startOf(a)).slice(0, MAX_TIMELINE_PERIODS);

export async function readTimeline(db: Db, { agentId, from, to }: TimelineInput): Promise<Timeline> {
  return { presence: await readPresence(db, agentId, from, to), work: await readWork(db, agentId, from, to) };
}

async function readPresence(
  db: Db,
  agentId: string,
  from: number,
  to: number,
): Promise<Timeline['presence']> {
  const own = db
    .selectFrom('presence_period')
    .selectAll()
    .where('agent_id', '=', agentId)
    .where('started_at', '<', to);
  const rows = [
    // Anything that began up to a day before may reach into the range; longer pieces are found by their length.
    ...(await own
      .where('started_at', '>=', from - LONG_PERIOD_MS)
      .where('ended_at', '>', from)
      .orderBy('started_at', 'desc')
      .limit(MAX_TIMELINE_PERIODS)
      .execute()),
    ...(await db
      .selectFrom('presence_period')
      .selectAll()
      .where(notBy('agent_id'), '=', agentId)
      .where('started_at', '<', Math.min(from - LONG_PERIOD_MS, to))
      .where('ended_at', '>', from)
      .where(sql<boolean>`ended_at - started_at > ${sql.lit(LONG_PERIOD_MS)}`)
      .execute()),
    ...(
      await db
        .selectFrom('presence_period')
        .selectAll()
        .where('agent_id', '=', agentId)
        .where('ended_at', 'is', null)
        .execute()
    ).filter((row) => row.started_at < to),
  ];
  return newest(rows, (row) => row.started_at)
    .reverse()
    .map((row) => ({
      text: row.status_text,
      base: row.effective_base,
      from: row.started_at,
      to: row.ended_at,
      setBy: row.set_by,
      setByName: row.set_by_name,
      reason: row.reason,
    }));
}

async function readWork(db: Db, agentId: string, from: number, to: number): Promise<Timeline['work']> {
  const works = db
    .selectFrom('agent_work as work')
    .innerJoin('work_item as item', 'item.id', 'work.work_item_id')
    .selectAll('work')
    .select(['item.customer', 'item.subject']);
  const own = works.where('work.agent_id', '=', agentId).where('work.offered_at', '<', to);
  const rows = [
    ...(await own
      .where('work.offered_at', '>=', from - LONG_PERIOD_MS)
      .where('work.closed_at', '>', from)
      .orderBy('work.offered_at', 'desc')
      .limit(MAX_TIMELINE_PERIODS)
      .execute()),
    ...(await works
      .where(notBy('work.agent_id'), '=', agentId)
      .where('work.offered_at', '<', Math.min(from - LONG_PERIOD_MS, to))
      .where('work.closed_at', '>', from)
      .where(sql<boolean>`work.closed_at - work.offered_at > ${sql.lit(LONG_PERIOD_MS)}`)
      .execute()),
    ...(await own.where(liveWork('work.state')).execute()),
  ];
  return newest(rows, (row) => row.offered_at)
    .reverse()
    .map((row) => ({
      agentWorkId: row.id,
      customer: row.customer,
      subject: row.subject,
      state: row.state,
      offeredAt: row.offered_at,
      acceptedAt: row.accepted_at,
      wrapUpAt: row.wrap_up_started_at,
      endedAt: row.closed_at,
      endedBy: row.ended_by,
    }));
}
