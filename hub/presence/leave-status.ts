/** Effects on agents when a status is deactivated or removed. */
import { fallbackStatus } from '#core/presence/status-rules.ts';
import type { PresenceStatus } from '#core/setup/presence-status.ts';
import type { Unit } from '../unit/unit.ts';
import { changeStatus } from './change-status.ts';
import { bySystem } from '../ledger/periods.ts';

const held = ['status_id', 'next_status_id', 'until_status_id', 'previous_status_id'] as const;

/**
 * No agent enters this status any more: wherever it was to follow or to return, the system status of the same base
 * replaces it. Agents in a deactivated status keep it until their next change; agents in a removed one change now.
 */
export async function leaveStatus(
  unit: Unit,
  status: PresenceStatus,
  how: 'deactivated' | 'removed',
): Promise<void> {
  const fallback = fallbackStatus([...unit.directory.statuses.values()], status.base).id;
  const rows = await unit.db
    .selectFrom('agent_state')
    .select('agent_id')
    .where((where) => where.or(held.map((column) => where(column, '=', status.id))))
    .execute();
  const ids = rows.map((row) => row.agent_id).filter((id) => unit.directory.users.has(id));
  await unit.lockAgents(ids);
  for (const id of ids) {
    const agent = await unit.agent(id);
    for (const column of held.slice(1)) if (agent[column] === status.id) agent[column] = fallback;
    unit.changed(agent);
    if (how === 'deactivated' || agent.status_id !== status.id) continue;
    const { until, until_status_id: back, next_status_id: next, previous_status_id: previous } = agent;
    await changeStatus(unit, agent, {
      statusId: fallback,
      setBy: bySystem,
      reason: 'configuration',
      until,
    });
    // One status replaces another: what follows it is unchanged.
    Object.assign(agent, { until_status_id: back, next_status_id: next, previous_status_id: previous });
  }
}
