/**
 * A supervisor's actions on work: reorder, assign, take over, end. The agents concerned are notified, with the
 * supervisor's name.
 */
import { AppError } from '#core/errors.ts';
import { sizeIn } from '#core/routing/size.ts';
import { reasonsNotAssigned, reasonsNotRouted } from '#core/routing/why-not-routed.ts';
import { isOpen, isTerminalItem } from '#core/work/work-item-rules.ts';
import { appendEvent } from '../ledger/append.ts';
import { customerName } from '../ledger/names.ts';
import type { HubContext } from '../unit/context.ts';
import { toRoutingAgent, readCandidate } from '../router/candidates.ts';
import { audit } from '../audit/audit-line.ts';
import type { AgentRow, Unit, WorkItemRow } from '../unit/unit.ts';
import { lockedWork } from '../ledger/find.ts';
import { makeOffer, withdraw } from '../work/offers.ts';
import { askSupervisor, endOpenWork } from '../work/open-work.ts';
import { addNotice } from '../ledger/notices.ts';
import {
  announceQueue,
  cancelTransferOf,
  endAgentWork,
  requeue,
  returnOffer,
  returnOpenWork,
} from '../ledger/release.ts';
import type { AgentWorkRow } from '../ledger/terms.ts';
import { endConversation, finishWrapUp } from '../work/wrap-up.ts';
import { requireVisibleAgent, requireVisibleItem, type Supervisor } from '../access/supervisor-scope.ts';
import { supervisedItem } from './supervised-item.ts';

type Metrics = HubContext['metrics'];

/** The live agent work of an item, newest last. */
function liveWorks(unit: Unit, workItemId: string): Promise<AgentWorkRow[]> {
  return unit.db
    .selectFrom('agent_work')
    .selectAll()
    .where('work_item_id', '=', workItemId)
    .where('state', 'in', ['offered', 'opened', 'wrap-up'])
    .orderBy('offered_at')
    .execute();
}

/** Moves an item within its queue; its age does not change. */
export async function setPriority(
  unit: Unit,
  supervisor: Supervisor,
  given: { readonly workItemId: string; readonly priority: number },
): Promise<void> {
  const item = await supervisedItem(unit, supervisor, given.workItemId);
  if (item.state !== 'queued' && item.state !== 'offered') throw new AppError('CONVERSATION_ENDED');
  await unit.db
    .updateTable('work_item')
    .set({ priority: given.priority })
    .where('id', '=', item.id)
    .execute();
  const change = [{ priority: item.priority }, { priority: given.priority }] as const;
  await audit(unit, supervisor, 'set-priority', 'work-item', item.id, ...change);
  // The agents of the item see its priority.
  for (const work of await liveWorks(unit, item.id)) unit.changed(await unit.agent(work.agent_id));
  announceQueue(unit, item);
}

/**
 * Offers the item to this agent, even if another agent has it; that agent is notified.
 * @throws AGENT_NOT_ROUTABLE, OVER_CAPACITY, CONVERSATION_ENDED, OUTSIDE_YOUR_TEAM
 */
export async function assign(
  unit: Unit,
  metrics: Metrics,
  supervisor: Supervisor,
  given: { readonly workItemId: string; readonly agentId: string; readonly overCapacity: boolean },
): Promise<void> {
  requireVisibleAgent(unit.directory, supervisor, given.agentId);
  const item = await supervisedItem(unit, supervisor, given.workItemId, [given.agentId]);
  const agent = await unit.agent(given.agentId);
  if (item.owner_agent_id === given.agentId && item.state !== 'queued') return;
  const fit = await checkAssignment(unit, item, agent, given.overCapacity);
  const before = { agentId: item.owner_agent_id };
  await takeFromHolder(unit, supervisor, item);
  await makeOffer(unit, metrics, { agent, item: await unit.item(item.id), transferId: null, ...fit });
  await addNotice(unit, agent, 'work-given', { by: supervisor.name, customer: item.customer });
  await audit(unit, supervisor, 'assign', 'work-item', item.id, before, { agentId: given.agentId });
}

async function checkAssignment(unit: Unit, item: WorkItemRow, row: AgentRow, confirmed: boolean) {
  const wanting = await readCandidate(unit.db, unit.directory, item);
  if (!wanting) throw new AppError('NOT_FOUND', { what: 'work item' });
  const agent = toRoutingAgent(unit.directory, row);
  const { name } = unit.directory.user(row.agent_id);
  if (reasonsNotAssigned(wanting.item, agent, unit.now).length > 0)
    throw new AppError('AGENT_NOT_ROUTABLE', { context: 'named', name });
  const { pool } = wanting.item;
  const size = sizeIn(wanting.item.size, agent.capacity[pool]);
  const full = reasonsNotRouted(wanting.item, agent, { now: unit.now, othersCanTake: true }).some(
    ({ code }) => code === 'no-room',
  );
  const over = agent.used[pool] + size - agent.capacity[pool];
  if (full && !confirmed)
    throw new AppError('OVER_CAPACITY', {
      context: 'named',
      name,
      over: Math.max(0, over) / 1000,
      capacity: agent.capacity[pool] / 1000,
    });
  return { pool, size, pushTimeOutSeconds: wanting.pushTimeOutSeconds, assigned: { overCapacity: full } };
}

/** The item is queued afterwards. @throws CONVERSATION_ENDED */
async function takeFromHolder(unit: Unit, supervisor: Supervisor, item: WorkItemRow): Promise<void> {
  if (item.state === 'queued') return;
  const holder = (await liveWorks(unit, item.id)).find((work) => work.owns === 1);
  if (!holder) throw new AppError('CONVERSATION_ENDED');
  const agent = await unit.agent(holder.agent_id);
  if (holder.state === 'offered') {
    await endAgentWork(unit, agent, holder, 'give-to-another', { by: 'supervisor', reason: 'assigned' });
    await requeue(unit, item, 'assigned');
    return;
  }
  await returnOpenWork(unit, agent, holder, {
    event: 'give-to-another',
    by: 'supervisor',
    reason: 'assigned',
    excludes: true,
  });
  await addNotice(unit, agent, 'work-taken-over', { by: supervisor.name, customer: item.customer });
}

/** @throws NOT_FOUND, CONVERSATION_ENDED, OUTSIDE_YOUR_TEAM */
export async function returnToQueue(unit: Unit, supervisor: Supervisor, agentWorkId: string): Promise<void> {
  const { agent, work, item } = await supervisedWork(unit, supervisor, agentWorkId);
  if (work.state === 'offered') await returnOffer(unit, agent, work, 'returned-by-supervisor');
  else if (work.state === 'opened') {
    await returnOpenWork(unit, agent, work, {
      event: 'return',
      by: 'supervisor',
      reason: 'returned-by-supervisor',
      excludes: true,
    });
    await addNotice(unit, agent, 'work-taken-back', { customer: item.customer });
  } else throw new AppError('CONVERSATION_ENDED');
  const before = { agentId: agent.agent_id };
  await audit(unit, supervisor, 'return-to-queue', 'work-item', item.id, before, null);
}

async function supervisedWork(unit: Unit, supervisor: Supervisor, agentWorkId: string) {
  const found = await lockedWork(unit, agentWorkId);
  if (!found) throw new AppError('NOT_FOUND', { what: 'work' });
  const item = await unit.item(found.work.work_item_id);
  requireVisibleItem(unit.directory, supervisor, item);
  return { ...found, item };
}

/** Ends the item in any state: withdrawn while it waits, ended while it is open, closed while it is in wrap-up. */
export async function close(unit: Unit, supervisor: Supervisor, workItemId: string): Promise<void> {
  const item = await supervisedItem(unit, supervisor, workItemId);
  const reason = 'closed-by-supervisor';
  if (isTerminalItem(item.state)) return;
  const works = await liveWorks(unit, item.id);
  if (item.state === 'queued' || item.state === 'offered') {
    await withdraw(unit, item, 'supervisor', reason);
    await appendEvent(unit, item.id, 'ended');
  } else if (item.state === 'wrapping-up') {
    for (const work of works)
      if (work.state === 'wrap-up')
        await finishWrapUp(unit, await unit.agent(work.agent_id), work, 'supervisor');
  } else {
    const open = works.find((work) => work.owns === 1);
    if (!open) throw new AppError('CONVERSATION_ENDED');
    await endOpenWork(unit, await unit.agent(open.agent_id), open, 'supervisor', reason);
  }
  await audit(unit, supervisor, 'close', 'work-item', item.id, { state: item.state }, null);
}

/** @throws NOT_FOUND, WRAP_UP_OVER, OUTSIDE_YOUR_TEAM */
export async function endWrapUp(unit: Unit, supervisor: Supervisor, agentWorkId: string): Promise<void> {
  const { agent, work, item } = await supervisedWork(unit, supervisor, agentWorkId);
  if (work.state !== 'wrap-up') throw new AppError('WRAP_UP_OVER');
  await finishWrapUp(unit, agent, work, 'supervisor');
  await audit(unit, supervisor, 'end-wrap-up', 'work-item', item.id, { agentId: agent.agent_id }, null);
}

/**
 * The supervisor becomes the owner, over capacity if need be; an agent who had it open goes to wrap-up.
 * @throws AGENT_NOT_ROUTABLE when the supervisor's own application is not connected, CONVERSATION_ENDED
 */
export async function takeOver(
  unit: Unit,
  metrics: Metrics,
  supervisor: Supervisor,
  workItemId: string,
): Promise<void> {
  const item = await supervisedItem(unit, supervisor, workItemId, [supervisor.id]);
  const me = await unit.agent(supervisor.id);
  if (item.owner_agent_id === supervisor.id && item.state !== 'queued') return;
  if (me.signed_in === 0 || me.link !== 'connected')
    throw new AppError('AGENT_NOT_ROUTABLE', { context: 'named', name: supervisor.name });
  const wanting = await readCandidate(unit.db, unit.directory, item);
  if (!wanting) throw new AppError('NOT_FOUND', { what: 'work item' });
  const before = { agentId: item.owner_agent_id };
  if (isOpen(item.state)) await endFirstPart(unit, supervisor, item);
  else await takeFromHolder(unit, supervisor, item);
  const { capacity, used } = toRoutingAgent(unit.directory, me);
  const { pool, size } = wanting.item;
  const takes = sizeIn(size, capacity[pool]);
  await makeOffer(unit, metrics, {
    agent: me,
    item: await unit.item(item.id),
    transferId: null,
    pool,
    size: takes,
    pushTimeOutSeconds: 0,
    assigned: { overCapacity: used[pool] + takes > capacity[pool], opened: true },
  });
  await audit(unit, supervisor, 'take-over', 'work-item', item.id, before, { agentId: supervisor.id });
}

/** As after an accepted transfer: the first agent leaves the conversation and goes to wrap-up. */
async function endFirstPart(unit: Unit, supervisor: Supervisor, item: WorkItemRow): Promise<void> {
  const first = (await liveWorks(unit, item.id)).find((work) => work.owns === 1);
  if (!first) throw new AppError('CONVERSATION_ENDED');
  const agent = await unit.agent(first.agent_id);
  await cancelTransferOf(unit, first);
  await unit.db.updateTable('agent_work').set({ owns: 0 }).where('id', '=', first.id).execute();
  first.owns = 0;
  await appendEvent(unit, item.id, 'agent-left', customerName(unit.directory, agent.agent_id));
  await endConversation(unit, agent, first, {
    by: 'supervisor',
    reason: 'taken-over',
    event: 'give-to-another',
  });
  await addNotice(unit, agent, 'work-taken-over', { by: supervisor.name, customer: item.customer });
}

/** Lowers the agent's flag. */
export async function lowerFlag(unit: Unit, supervisor: Supervisor, workItemId: string): Promise<void> {
  const item = await supervisedItem(unit, supervisor, workItemId);
  if (item.help_wanted === 0) return;
  const owner = (await liveWorks(unit, item.id)).find((work) => work.owns === 1);
  if (!owner) return;
  await askSupervisor(unit, await unit.agent(owner.agent_id), owner, false);
  await audit(unit, supervisor, 'lower-flag', 'work-item', item.id, null, null);
}
