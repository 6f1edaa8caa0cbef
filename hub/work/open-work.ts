/** An agent's actions on open work: end, hold, return to queue, transfer, request help. */
import { randomUUID } from 'node:crypto';
import { AppError } from '#core/errors.ts';
import type { EndedBy } from '#core/vocabulary.ts';
import { isAllowedDestination } from '#core/work/transfer-rules.ts';
import { appendEvent } from '../ledger/append.ts';
import { isRunningTransfer } from '../store/states.ts';
import type { AgentRow, Unit, WorkItemRow } from '../unit/unit.ts';
import { endHeldChoice } from '../ledger/periods.ts';
import { cancelTransferOf, returnOpenWork } from '../ledger/release.ts';
import type { AgentWorkRow } from '../ledger/terms.ts';
import { moveItem } from '../ledger/transitions.ts';
import { endConversation } from './wrap-up.ts';

/** The agent's own work in one of the given states. @throws NOT_FOUND, CONVERSATION_ENDED */
export async function requireOwnWork(
  unit: Unit,
  agent: AgentRow,
  agentWorkId: string,
  states: readonly AgentWorkRow['state'][],
): Promise<AgentWorkRow> {
  const work = await unit.db
    .selectFrom('agent_work')
    .selectAll()
    .where('id', '=', agentWorkId)
    .executeTakeFirst();
  if (!work || work.agent_id !== agent.agent_id) throw new AppError('NOT_FOUND', { what: 'work' });
  if (!states.includes(work.state))
    throw new AppError(states.includes('wrap-up') ? 'WRAP_UP_OVER' : 'CONVERSATION_ENDED');
  return work;
}

/** Marks the item as ended, once. */
async function markEnded(unit: Unit, item: WorkItemRow, by: EndedBy, reason: string): Promise<void> {
  await unit.db
    .updateTable('work_item')
    .set({ ended_at: unit.now, ended_by: by, end_reason: reason, help_wanted: 0 })
    .where('id', '=', item.id)
    .execute();
}

/** Ends the conversation (or the work on a record). */
export async function endOpenWork(
  unit: Unit,
  agent: AgentRow,
  work: AgentWorkRow,
  by: EndedBy,
  reason: string,
): Promise<void> {
  const item = await unit.item(work.work_item_id);
  await cancelTransferOf(unit, work);
  await markEnded(unit, item, by, reason);
  await appendEvent(unit, item.id, by === 'customer' ? 'customer-left' : 'ended');
  await endConversation(unit, agent, work, { by, reason, event: 'end' });
}

export async function setHold(
  unit: Unit,
  agent: AgentRow,
  work: AgentWorkRow,
  onHold: boolean,
): Promise<void> {
  const item = await unit.item(work.work_item_id);
  if (item.state === (onHold ? 'on-hold' : 'open')) return;
  await moveItem(unit, item, onHold ? 'hold' : 'resume');
  await appendEvent(unit, item.id, onHold ? 'on-hold' : 'resumed');
  await unit.event(item.id, item.state, { agentWorkId: work.id, agentId: agent.agent_id });
  unit.conversations.add(item.id);
  unit.changed(agent);
}

/** Returns it to the queue at its original age and excludes the agent for this presence session. */
export async function returnToQueue(unit: Unit, agent: AgentRow, work: AgentWorkRow): Promise<void> {
  await returnOpenWork(unit, agent, work, {
    event: 'return',
    by: 'agent',
    reason: 'returned-to-queue',
    excludes: true,
  });
  await endHeldChoice(unit, agent);
}

export type TransferTarget =
  | { readonly kind: 'queue'; readonly queueId: string }
  | { readonly kind: 'agent'; readonly agentId: string }
  | { readonly kind: 'profile'; readonly profileId: string };

/** Starts a transfer; the first agent keeps the conversation until it is accepted. */
export async function beginTransfer(
  unit: Unit,
  agent: AgentRow,
  work: AgentWorkRow,
  to: TransferTarget,
  note: string,
): Promise<void> {
  const item = await unit.item(work.work_item_id);
  const targetId = to.kind === 'queue' ? to.queueId : to.kind === 'agent' ? to.agentId : to.profileId;
  checkDestination(unit, agent, item, to);
  if (to.kind === 'agent') {
    const state = await unit.db
      .selectFrom('agent_state')
      .select(['signed_in', 'base'])
      .where('agent_id', '=', targetId)
      .executeTakeFirst();
    if (state?.signed_in !== 1 || state.base === 'offline')
      throw new AppError('DESTINATION_NOT_SIGNED_IN', {
        name: unit.directory.users.get(targetId)?.name ?? targetId,
      });
  }
  const running = await unit.db
    .selectFrom('transfer')
    .select('id')
    .where('work_item_id', '=', item.id)
    .where(isRunningTransfer('state'))
    .executeTakeFirst();
  if (running) throw new AppError('TRANSFER_RUNNING');
  const id = randomUUID();
  await unit.db
    .insertInto('transfer')
    .values({
      id,
      work_item_id: item.id,
      from_agent_work_id: work.id,
      from_agent_id: agent.agent_id,
      target: to.kind,
      target_id: targetId,
      note,
      state: 'pending',
      created_at: unit.now,
    })
    .execute();
  if (to.kind === 'queue') unit.routeQueues.add(targetId);
  else if (to.kind === 'agent') unit.routeAgents.add(targetId);
  else
    for (const user of unit.directory.users.values())
      if (user.profileId === targetId) unit.routeAgents.add(user.id);
  unit.changed(agent);
  await unit.event(item.id, 'transfer', { agentWorkId: work.id, agentId: agent.agent_id, detail: { to } });
}

function checkDestination(unit: Unit, agent: AgentRow, item: WorkItemRow, to: TransferTarget): void {
  const { directory } = unit;
  const known =
    to.kind === 'queue'
      ? directory.queues.has(to.queueId)
      : to.kind === 'agent'
        ? directory.users.has(to.agentId)
        : directory.profiles.has(to.profileId);
  const kind = directory.channels.get(item.channel_id)?.kind ?? 'custom';
  const profileId = to.kind === 'agent' ? (directory.users.get(to.agentId)?.profileId ?? null) : null;
  const configuration = directory.effective(agent.agent_id).configuration;
  const allowed =
    known &&
    !(to.kind === 'agent' && to.agentId === agent.agent_id) &&
    isAllowedDestination(
      configuration,
      kind,
      to.kind === 'queue'
        ? { kind: 'queue', queueId: to.queueId }
        : to.kind === 'profile'
          ? { kind: 'profile', profileId: to.profileId }
          : { kind: 'agent', agentId: to.agentId, profileId },
    );
  if (!allowed) throw new AppError('DESTINATION_NOT_ALLOWED');
}

export async function saveNotes(
  unit: Unit,
  agent: AgentRow,
  work: AgentWorkRow,
  notes: string,
  outcome: string | null | undefined,
): Promise<void> {
  if (outcome) {
    const item = await unit.db
      .selectFrom('work_item')
      .select('queue_id')
      .where('id', '=', work.work_item_id)
      .executeTakeFirstOrThrow();
    const outcomes = item.queue_id === null ? [] : (unit.directory.queues.get(item.queue_id)?.outcomes ?? []);
    if (!outcomes.includes(outcome)) throw new AppError('OUTCOME_UNKNOWN', { outcome });
  }
  await unit.db
    .updateTable('agent_work')
    .set({ notes, ...(outcome === undefined ? {} : { outcome }) })
    .where('id', '=', work.id)
    .execute();
  unit.changed(agent);
}

export async function askSupervisor(
  unit: Unit,
  agent: AgentRow,
  work: AgentWorkRow,
  wanted: boolean,
): Promise<void> {
  await unit.db
    .updateTable('work_item')
    .set({ help_wanted: wanted ? 1 : 0 })
    .where('id', '=', work.work_item_id)
    .execute();
  unit.changed(agent);
  await unit.event(work.work_item_id, wanted ? 'help-wanted' : 'help-no-longer-wanted', {
    agentWorkId: work.id,
    agentId: agent.agent_id,
  });
}
