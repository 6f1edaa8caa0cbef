/** Notices for agents: limited in number, one of each kind, with an end. */
import { randomUUID } from 'node:crypto';
import { MAX_NOTICES, NOTICE_TTL_MS } from '#core/defaults.ts';
import { readParams, toJson } from '../store/json.ts';
import type { AgentRow, Unit } from '../unit/unit.ts';

type Params = Readonly<Record<string, string | number>>;

/**
 * Sends a notice to the agent. It replaces an active notice of the same kind and counts them (`times`); above the limit
 * of kinds the oldest ends. A replacement is a new notice, so it also sounds again.
 */
export async function addNotice(unit: Unit, agent: AgentRow, kind: string, params: Params): Promise<void> {
  const standing = await noticesOf(unit, agent.agent_id);
  const same = standing.filter((notice) => notice.kind === kind);
  const times = same.reduce((sum, notice) => sum + Number(readParams(notice.params_json).times ?? 1), 1);
  const others = standing.filter((notice) => notice.kind !== kind);
  const over = others.slice(0, Math.max(0, others.length + 1 - MAX_NOTICES));
  await remove(unit, agent.agent_id, [...same, ...over]);
  await unit.db
    .insertInto('notice')
    .values({
      id: randomUUID(),
      agent_id: agent.agent_id,
      kind,
      params_json: toJson(times > 1 ? { ...params, times, context: 'several' } : params),
      at: unit.now,
    })
    .execute();
  if (standing.length === 0) await unit.deadline('notices', agent.agent_id, unit.now + NOTICE_TTL_MS);
  unit.changed(agent);
}

/** The agent has dismissed it. Ids of other agents' notices have no effect. */
export async function dismissNotice(unit: Unit, agent: AgentRow, noticeId: string): Promise<void> {
  await remove(unit, agent.agent_id, [{ id: noticeId }]);
  unit.changed(agent);
}

/** The agent accepted a request: notices about earlier misses are obsolete. */
export async function forgetMissed(unit: Unit, agent: AgentRow): Promise<void> {
  const missed = (await noticesOf(unit, agent.agent_id)).filter(({ kind }) => kind === 'missed-request');
  await remove(unit, agent.agent_id, missed);
}

/** Ends notices whose agent has been present long enough to read them; sets the next deadline. */
export async function endNotices(unit: Unit, agentId: string): Promise<void> {
  const agent = await unit.agent(agentId);
  const there = agent.link === 'connected';
  const ends = ({ at }: { readonly at: number }) =>
    there ? Math.max(at, agent.link_since) + NOTICE_TTL_MS : unit.now + NOTICE_TTL_MS;
  const standing = await noticesOf(unit, agentId);
  const over = standing.filter((notice) => ends(notice) <= unit.now);
  await remove(unit, agentId, over);
  if (over.length > 0) unit.changed(agent);
  const next = standing.filter((notice) => !over.includes(notice)).map(ends);
  await unit.deadline('notices', agentId, next.length === 0 ? null : Math.min(...next));
}

const noticesOf = (unit: Unit, agentId: string) =>
  unit.db
    .selectFrom('notice')
    .selectAll()
    .where('agent_id', '=', agentId)
    .orderBy('at')
    .orderBy('id')
    .execute();

async function remove(
  unit: Unit,
  agentId: string,
  notices: readonly { readonly id: string }[],
): Promise<void> {
  if (notices.length === 0) return;
  const ids = notices.map(({ id }) => id);
  await unit.db.deleteFrom('notice').where('agent_id', '=', agentId).where('id', 'in', ids).execute();
}
