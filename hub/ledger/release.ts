/**
 * The lowest layer of work: takes and releases capacity, ends agent work, returns items to the queue. Owns the
 * invariant that used capacity is always the sum over live agent work.
 */
import { scheduleCustomerGoneCheck } from './schedule-customer-gone-check.ts';
import type { EndedBy } from '#core/vocabulary.ts';
import type { AgentWorkEvent } from '#core/work/agent-work-rules.ts';
import { EXCLUSION_TIMEOUT_MS } from '#core/defaults.ts';
import { RESCUE_TIMEOUT_MS } from '#core/setup/channel-kinds.ts';
import { appendEvent } from './append.ts';
import { followLoad } from './periods.ts';
import { isOffered, isPendingTransfer, isRunningTransfer, liveWork } from '../store/states.ts';
import type { AgentRow, Unit, WorkItemRow } from '../unit/unit.ts';
import { addNotice } from './notices.ts';
import { moveAgentWork, moveItem } from './transitions.ts';
import type { AgentWorkRow } from './terms.ts';

/** Adds `size` to the agent's used capacity. */
export async function takeCapacity(
  unit: Unit,
  agent: AgentRow,
  pool: AgentWorkRow['pool'],
  size: number,
): Promise<void> {
  if (pool === 'primary') agent.used_primary += size;
  else agent.used_interruptible += size;
  agent.open_items += 1;
  await followLoad(unit, agent);
}

/** Releases the capacity of this work, once. */
export async function freeCapacity(unit: Unit, agent: AgentRow, work: AgentWorkRow): Promise<void> {
  if (work.holds === 0) return;
  work.holds = 0;
  await unit.db.updateTable('agent_work').set({ holds: 0 }).where('id', '=', work.id).execute();
  if (work.pool === 'primary') agent.used_primary -= work.size;
  else agent.used_interruptible -= work.size;
  agent.open_items -= 1;
  await followLoad(unit, agent);
  unit.routeAgents.add(agent.agent_id);
}

/** Ends agent work by an event that leads to a terminal state, and releases its capacity. */
export async function endAgentWork(
  unit: Unit,
  agent: AgentRow,
  work: AgentWorkRow,
  event: AgentWorkEvent,
  facts: {
    readonly by: EndedBy;
    readonly reason: string;
    readonly decline?: {
      readonly reasonId: string | null;
      readonly reason: string | null;
      readonly note: string;
    };
  },
): Promise<void> {
  const end = {
    owns: 0 as const,
    ended_at: work.ended_at ?? unit.now,
    ended_by: work.ended_by ?? facts.by,
    end_reason: work.end_reason ?? facts.reason,
    closed_at: unit.now,
    decline_reason_id: facts.decline?.reasonId ?? null,
    decline_reason: facts.decline?.reason ?? null,
    decline_note: facts.decline?.note ?? null,
  };
  await moveAgentWork(unit, agent, work, event, end, facts);
  await freeCapacity(unit, agent, work);
  unit.routeAgents.add(agent.agent_id);
  unit.freed.add(agent.agent_id);
}

/** Excludes the agent from this item or transfer for the rest of the presence session. */
export async function exclude(unit: Unit, itemId: string, agent: AgentRow): Promise<void> {
  const row = { presence_session: agent.presence_session, at: unit.now };
  await unit.db
    .insertInto('exclusion')
    .values({ item_id: itemId, agent_id: agent.agent_id, ...row })
    .onConflict((conflict) => conflict.columns(['item_id', 'agent_id']).doUpdateSet(row))
    .execute();
  await unit.deadline('exclusion', itemId, unit.now + EXCLUSION_TIMEOUT_MS);
}

/** Removes the exclusions of an item or transfer that has ended. */
export async function forgetExclusions(unit: Unit, itemId: string): Promise<void> {
  await unit.db.deleteFrom('exclusion').where('item_id', '=', itemId).execute();
  await unit.deadline('exclusion', itemId, null);
}

/** An excluded agent may be offered the item again if no other agent can take it: schedules another routing pass. */
export async function endExclusion(unit: Unit, itemId: string): Promise<void> {
  const item = await unit.db
    .selectFrom('work_item')
    .select('queue_id')
    .where('id', '=', itemId)
    .executeTakeFirst();
  if (item?.queue_id) unit.routeQueues.add(item.queue_id);
  else for (const queue of unit.directory.queues.keys()) unit.routeQueues.add(queue);
}

/** Returns an item to its queue at its original age. */
export async function requeue(unit: Unit, item: WorkItemRow, why: string): Promise<void> {
  await moveItem(unit, item, 'return', { owner_agent_id: null });
  await unit.event(item.id, 'queued', { detail: { why, originalAt: item.original_at } });
  await scheduleCustomerGoneCheck(unit, item);
  announceQueue(unit, item);
}

/** The item's queue changed: notifies its waiting customers of their positions and the router. */
export function announceQueue(unit: Unit, item: WorkItemRow): void {
  if (item.queue_id !== null) {
    unit.queues.add(item.queue_id);
    unit.routeQueues.add(item.queue_id);
  }
  if (item.required_agent_id !== null) unit.routeAgents.add(item.required_agent_id);
  unit.conversations.add(item.id);
}

/** After a transfer failed, offered or not: notifies the first agent, who keeps the conversation. */
export async function returnTransfer(
  unit: Unit,
  transferId: string,
  how: 'declined' | 'declined-on-push-time-out' | 'unavailable',
): Promise<void> {
  const transfer = await unit.db
    .selectFrom('transfer')
    .selectAll()
    .where('id', '=', transferId)
    .executeTakeFirst();
  if (!transfer || (transfer.state !== 'offered' && transfer.state !== 'pending')) return;
  const keepsLooking = transfer.target !== 'agent';
  await unit.db
    .updateTable('transfer')
    .set({ state: keepsLooking ? 'pending' : 'returned' })
    .where('id', '=', transferId)
    .execute();
  const first = await unit.agent(transfer.from_agent_id);
  unit.changed(first);
  if (keepsLooking) {
    if (transfer.target === 'queue') unit.routeQueues.add(transfer.target_id);
    return;
  }
  await forgetExclusions(unit, transferId);
  await addNotice(unit, first, 'transfer-returned', {
    to: unit.directory.users.get(transfer.target_id)?.name ?? '',
    how,
    workItemId: transfer.work_item_id,
  });
}

/**
 * Withdraws an offer that the agent has not answered: the status changed, the link is lost, or the agent signed out.
 * The item returns to the queue (or the transfer to the first agent).
 */
export async function returnOffer(
  unit: Unit,
  agent: AgentRow,
  work: AgentWorkRow,
  reason: string,
): Promise<void> {
  await endAgentWork(unit, agent, work, 'return', { by: 'system', reason });
  if (work.transfer_id !== null) {
    await returnTransfer(unit, work.transfer_id, 'unavailable');
    return;
  }
  await requeue(unit, await unit.item(work.work_item_id), reason);
}

/**
 * Fails transfers to this agent alone that are not offered yet: an absent agent is not waited for, and the first agent
 * is notified as if the offer had been made.
 */
export async function returnTransfersTo(unit: Unit, agent: AgentRow): Promise<void> {
  const waiting = await unit.db
    .selectFrom('transfer')
    .select('id')
    .where('target', '=', 'agent')
    .where('target_id', '=', agent.agent_id)
    .where(isPendingTransfer('state'))
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  for (const { id } of waiting) await returnTransfer(unit, id, 'unavailable');
}

/** When the owner's link is lost, work returns to the queue after the time of its channel kind; records stay. */
export async function setRescue(
  unit: Unit,
  work: AgentWorkRow,
  item: WorkItemRow,
  lostAt: number,
): Promise<void> {
  const kind = unit.directory.channels.get(item.channel_id)?.kind ?? 'custom';
  const after = RESCUE_TIMEOUT_MS[kind] ?? null;
  if (after !== null) await unit.deadline('rescue', work.id, lostAt + after);
}

/** The live offers of an agent, oldest first. */
export function liveOffers(unit: Unit, agentId: string): Promise<AgentWorkRow[]> {
  return unit.db
    .selectFrom('agent_work')
    .selectAll()
    .where('agent_id', '=', agentId)
    .where(liveWork('state', 'offered'))
    .orderBy('offered_at')
    .execute();
}

/** Takes open work from an agent and returns it to the queue; the conversation gets a system message. */
export async function returnOpenWork(
  unit: Unit,
  agent: AgentRow,
  work: AgentWorkRow,
  how: {
    readonly event: 'return' | 'owner-lost' | 'give-to-another';
    readonly by: EndedBy;
    readonly reason: string;
    readonly excludes: boolean;
  },
): Promise<void> {
  await cancelTransferOf(unit, work);
  await endAgentWork(unit, agent, work, how.event, { by: how.by, reason: how.reason });
  const item = await unit.item(work.work_item_id);
  if (how.excludes) await exclude(unit, item.id, agent);
  await requeue(unit, item, how.reason);
  await appendEvent(unit, item.id, 'returned-to-queue');
}

/** Cancels a transfer that is not accepted yet, with its offer. */
export async function cancelTransferOf(unit: Unit, work: AgentWorkRow): Promise<void> {
  const transfer = await unit.db
    .selectFrom('transfer')
    .selectAll()
    .where('work_item_id', '=', work.work_item_id)
    .where('from_agent_work_id', '=', work.id)
    .where(isRunningTransfer('state'))
    .executeTakeFirst();
  if (!transfer) return;
  await unit.db.updateTable('transfer').set({ state: 'cancelled' }).where('id', '=', transfer.id).execute();
  await forgetExclusions(unit, transfer.id);
  const offer = await unit.db
    .selectFrom('agent_work')
    .selectAll()
    .where('work_item_id', '=', work.work_item_id)
    .where('transfer_id', '=', transfer.id)
    .where(isOffered('state'))
    .executeTakeFirst();
  if (offer) {
    await endAgentWork(unit, await unit.agent(offer.agent_id), offer, 'withdraw', {
      by: 'agent',
      reason: 'transfer-cancelled',
    });
  }
  unit.changed(await unit.agent(transfer.from_agent_id));
}
