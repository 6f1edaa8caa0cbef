/** Changes a presence status with all side effects: returned offers, the next status, the router. */
import { GRACE_PERIOD_MS } from '#core/defaults.ts';
import { resolveTarget } from '#core/presence/status-rules.ts';
import type { PresenceReason } from '#core/vocabulary.ts';
import { liveOffers, returnOffer, returnTransfersTo } from '../ledger/release.ts';
import { liveWork } from '../store/states.ts';
import type { AgentRow, Unit } from '../unit/unit.ts';
import { startGrace } from './grace.ts';
import { bySystem, type SetBy, writeStatus } from '../ledger/periods.ts';

export interface StatusChange {
  readonly statusId: string;
  readonly setBy: SetBy;
  readonly reason: PresenceReason;
  readonly detail?: Readonly<Record<string, string | number>>;
  readonly until?: number | null;
}

/**
 * Changes the status. Any choice by hand clears the next status. A status that was deactivated meanwhile is replaced by
 * the system status of its base; a deleted one has no effect.
 */
export async function changeStatus(unit: Unit, agent: AgentRow, change: StatusChange): Promise<void> {
  const status = resolveTarget([...unit.directory.statuses.values()], change.statusId);
  if (!status) return;
  const until = change.until ?? null;
  await writeStatus(unit, agent, {
    ...change,
    statusId: status.id,
    until,
    untilStatusId: until === null ? null : agent.status_id,
  });
  if (change.setBy.by !== 'system') agent.next_status_id = null;
  if (change.setBy.by !== 'system') agent.misses_in_a_row = 0;
  await handBackOffers(unit, agent);
  if (agent.base === 'offline') await returnTransfersTo(unit, agent);
  // An agent who is not Offline and has no link gets a new grace period, even if an earlier one has expired.
  else if (agent.link === 'lost' && unit.now >= agent.link_since + GRACE_PERIOD_MS)
    await startGrace(unit, agent);
  unit.routeAgents.add(agent.agent_id);
}

/** Returns offers that the current status is not open for, if so configured; all of them when Offline. */
async function handBackOffers(unit: Unit, agent: AgentRow): Promise<void> {
  if (agent.live_offers === 0) return;
  const status = unit.directory.status(agent.status_id);
  const { handBackOffers: handsBack } = unit.directory.effective(agent.agent_id).configuration;
  for (const offer of await liveOffers(unit, agent.agent_id)) {
    const item = await unit.db
      .selectFrom('work_item')
      .select('channel_id')
      .where('id', '=', offer.work_item_id)
      .executeTakeFirstOrThrow();
    const channel = unit.directory.channels.get(item.channel_id);
    const open =
      status.channelIds.includes(item.channel_id) &&
      (channel?.allowedBases.includes(agent.effective_base) ?? false);
    if (status.base === 'offline' || (handsBack && !open))
      await returnOffer(unit, agent, offer, 'status-not-open');
  }
}

/** Applies the next status once no work is open, however the last work ended. Applied once, by every unit of work. */
export async function applyNextStatus(unit: Unit, agent: AgentRow): Promise<void> {
  if (agent.next_status_id === null) return;
  const live = await unit.db
    .selectFrom('agent_work')
    .select('id')
    .where('agent_id', '=', agent.agent_id)
    .where(liveWork('state'))
    .limit(1)
    .executeTakeFirst();
  if (live) return;
  const statusId = agent.next_status_id;
  agent.next_status_id = null;
  await changeStatus(unit, agent, { statusId, setBy: { by: 'you', name: null }, reason: 'next-status' });
  if (agent.base === 'offline') agent.held_by_hand = 1;
}

/** Ends a status with an end: the previous status returns, once. */
export async function endStatus(unit: Unit, agent: AgentRow): Promise<void> {
  if (agent.until === null || agent.until > unit.now) return;
  const back = agent.until_status_id ?? unit.directory.systemStatus('available').id;
  await changeStatus(unit, agent, { statusId: back, setBy: bySystem, reason: 'schedule' });
}

/**
 * An absent agent does not return through a next status when the last wrap-up ends, nor through the end of a status.
 */
export async function clearPendingStatuses(unit: Unit, agent: AgentRow): Promise<void> {
  agent.next_status_id = null;
  agent.until = null;
  agent.until_status_id = null;
  await unit.deadline('status-end', agent.agent_id, null);
  unit.changed(agent);
}

/** Sets the agent Offline at once and ends the presence session: its exclusions no longer count. */
export async function goOffline(
  unit: Unit,
  agent: AgentRow,
  reason: 'sign-out' | 'link-lost',
  setBy: SetBy,
): Promise<void> {
  await clearPendingStatuses(unit, agent);
  await changeStatus(unit, agent, {
    statusId: unit.directory.systemStatus('offline').id,
    setBy,
    reason,
    detail: reason === 'link-lost' ? { lostAt: agent.link_since } : {},
  });
  if (reason === 'sign-out') {
    agent.signed_in = 0;
    agent.ringing_device_id = null;
    await unit.db
      .updateTable('presence_period')
      .set({ ended_at: unit.now })
      .where('agent_id', '=', agent.agent_id)
      .where('ended_at', 'is', null)
      .execute();
  }
}
