/** Offers: made by the router, answered by the agent, or ended by a time-out. */
import { randomUUID } from 'node:crypto';
import { AppError } from '#core/errors.ts';
import { autoAccepts, deadlineAtLostAgent, missLimitReached, offerDeadline } from '#core/work/offer-terms.ts';
import type { CapacityPool, EndedBy } from '#core/vocabulary.ts';
import { appendEvent } from '../ledger/append.ts';
import { customerName } from '../ledger/names.ts';
import { toJson } from '../store/json.ts';
import type { HubContext } from '../unit/context.ts';
import { bySystem, endHeldChoice } from '../ledger/periods.ts';
import { changeStatus } from '../presence/change-status.ts';
import type { AgentRow, Unit, WorkItemRow } from '../unit/unit.ts';
import {
  announceQueue,
  endAgentWork,
  exclude,
  forgetExclusions,
  requeue,
  returnTransfer,
  setRescue,
  takeCapacity,
} from '../ledger/release.ts';
import { addNotice, forgetMissed } from '../ledger/notices.ts';
import { type AgentWorkRow, termsFor, termsOf } from '../ledger/terms.ts';
import { moveAgentWork, moveItem } from '../ledger/transitions.ts';
import { endConversation } from './wrap-up.ts';

type Metrics = HubContext['metrics'];

/** Offers an item to an agent. The caller has locked and checked both rows. */
export async function makeOffer(
  unit: Unit,
  metrics: Metrics,
  facts: {
    readonly agent: AgentRow;
    readonly item: WorkItemRow;
    readonly transferId: string | null;
    readonly pool: CapacityPool;
    readonly size: number;
    readonly pushTimeOutSeconds: number;
    /**
     * A supervisor assigned it to this agent, perhaps over capacity; absent = the router did. `opened` = the supervisor
     * took it over, so it is not offered first.
     */
    readonly assigned?: { readonly overCapacity: boolean; readonly opened?: boolean };
  },
): Promise<AgentWorkRow> {
  const { agent, item } = facts;
  const channel = unit.directory.channels.get(item.channel_id)!;
  const settings = unit.directory.effective(agent.agent_id);
  const auto = facts.transferId === null && autoAccepts(channel, settings.configuration);
  const opensAtOnce = auto || facts.assigned?.opened === true;
  const due = opensAtOnce
    ? null
    : offerDeadline({
        offeredAt: unit.now,
        pushTimeOutSeconds: facts.pushTimeOutSeconds,
        kind: channel.kind,
      });
  const deadline = agent.link === 'lost' && !opensAtOnce ? deadlineAtLostAgent(due, agent.link_since) : due;
  const work: AgentWorkRow = {
    id: randomUUID(),
    work_item_id: item.id,
    agent_id: agent.agent_id,
    presence_session: agent.presence_session,
    state: 'offered',
    owns: facts.transferId === null ? 1 : 0,
    transfer_id: facts.transferId,
    auto_accepted: auto ? 1 : 0,
    over_capacity: facts.assigned?.overCapacity === true ? 1 : 0,
    pool: facts.pool,
    size: facts.size,
    holds: 1,
    terms_json: toJson(termsFor(unit.directory, channel, settings)),
    offered_at: unit.now,
    deadline,
    accepted_at: null,
    ended_at: null,
    ended_by: null,
    end_reason: null,
    decline_reason_id: null,
    decline_reason: null,
    decline_note: null,
    wrap_up_started_at: null,
    wrap_up_deadline: null,
    extensions_used: 0,
    notes: '',
    outcome: null,
    closed_at: null,
  };
  await unit.db.insertInto('agent_work').values(work).execute();
  agent.live_offers += 1;
  agent.last_assigned_at = unit.now;
  await takeCapacity(unit, agent, facts.pool, facts.size);
  if (facts.transferId === null) {
    if (!opensAtOnce) await moveItem(unit, item, 'offer', { owner_agent_id: agent.agent_id });
    if (item.queue_id !== null) unit.queues.add(item.queue_id);
  } else {
    await unit.db
      .updateTable('transfer')
      .set({ state: 'offered' })
      .where('id', '=', facts.transferId)
      .execute();
  }
  await unit.event(item.id, 'offered', {
    agentWorkId: work.id,
    agentId: agent.agent_id,
    detail: { deadline, by: facts.assigned ? 'supervisor' : 'router' },
  });
  metrics.offers.inc();
  if (opensAtOnce) await open(unit, metrics, agent, work, item);
  else if (deadline !== null) await unit.deadline('offer', work.id, deadline);
  return work;
}

/** The agent owns the item from now on. */
async function open(
  unit: Unit,
  metrics: Metrics,
  agent: AgentRow,
  work: AgentWorkRow,
  item: WorkItemRow,
): Promise<void> {
  if (work.transfer_id !== null) await takeOver(unit, work);
  await appendEvent(unit, item.id, 'agent-joined', customerName(unit.directory, agent.agent_id));
  await moveAgentWork(unit, agent, work, 'accept', { owns: 1, accepted_at: unit.now, deadline: null });
  await moveItem(unit, item, 'open', {
    owner_agent_id: agent.agent_id,
    opened_at: item.opened_at ?? unit.now,
    help_wanted: 0,
  });
  agent.misses_in_a_row = 0;
  await endHeldChoice(unit, agent);
  if (work.auto_accepted === 0) await forgetMissed(unit, agent);
  // With one request at a time, the answered one makes room for the next.
  unit.routeAgents.add(agent.agent_id);
  await forgetExclusions(unit, item.id);
  if (agent.link === 'lost') await setRescue(unit, work, item, agent.link_since);
  metrics.accepted.inc({ how: work.auto_accepted === 1 ? 'auto' : 'agent' });
}

/** An accepted transfer: ends the first agent's part. */
async function takeOver(unit: Unit, work: AgentWorkRow): Promise<void> {
  const transfer = await unit.db
    .selectFrom('transfer')
    .selectAll()
    .where('id', '=', work.transfer_id!)
    .executeTakeFirstOrThrow();
  await unit.db.updateTable('transfer').set({ state: 'accepted' }).where('id', '=', transfer.id).execute();
  await forgetExclusions(unit, transfer.id);
  const first = await unit.agent(transfer.from_agent_id);
  const before = await unit.db
    .selectFrom('agent_work')
    .selectAll()
    .where('id', '=', transfer.from_agent_work_id)
    .executeTakeFirstOrThrow();
  if (before.state !== 'opened') return;
  // The item changes owner before the new owner's row claims it: at most one owner at any instant.
  await unit.db.updateTable('agent_work').set({ owns: 0 }).where('id', '=', before.id).execute();
  before.owns = 0;
  await appendEvent(unit, before.work_item_id, 'agent-left', customerName(unit.directory, first.agent_id));
  await endConversation(unit, first, before, {
    by: 'agent',
    reason: 'transferred',
    event: 'transfer-accepted',
  });
  const queueId = transfer.target === 'queue' ? transfer.target_id : null;
  if (queueId !== null) {
    await unit.db
      .updateTable('work_item')
      .set({ queue_id: queueId })
      .where('id', '=', before.work_item_id)
      .execute();
    await tellWhoWrapsUp(unit, before.work_item_id);
  }
  await addNotice(unit, first, 'transfer-accepted', {
    by: unit.directory.user(work.agent_id).name,
    workItemId: before.work_item_id,
  });
}

/** Renews the snapshots of agents in wrap-up for the item: its queue and outcomes are part of them. */
async function tellWhoWrapsUp(unit: Unit, workItemId: string): Promise<void> {
  const rows = await unit.db
    .selectFrom('agent_work')
    .select('agent_id')
    .where('work_item_id', '=', workItemId)
    .where('state', '=', 'wrap-up')
    .execute();
  await unit.lockAgents(rows.map((row) => row.agent_id));
  for (const { agent_id } of rows) unit.changed(await unit.agent(agent_id));
}

/** An offer of this agent; when it is too late, the error names the current owner. */
async function ownOffer(unit: Unit, agent: AgentRow, agentWorkId: string): Promise<AgentWorkRow> {
  const work = await unit.db
    .selectFrom('agent_work')
    .selectAll()
    .where('id', '=', agentWorkId)
    .executeTakeFirst();
  if (!work || work.agent_id !== agent.agent_id) throw new AppError('NOT_FOUND', { what: 'offer' });
  return work;
}

async function tooLate(unit: Unit, work: AgentWorkRow): Promise<AppError> {
  const item = await unit.db
    .selectFrom('work_item')
    .select(['owner_agent_id', 'state', 'customer'])
    .where('id', '=', work.work_item_id)
    .executeTakeFirstOrThrow();
  const owner =
    item.owner_agent_id === null ? '' : (unit.directory.users.get(item.owner_agent_id)?.name ?? '');
  const taken = item.owner_agent_id !== null && item.owner_agent_id !== work.agent_id;
  return new AppError('TOO_LATE', {
    customer: item.customer,
    state: work.state,
    ...(taken ? { context: 'taken', owner } : {}),
  });
}

/** Locks the agents affected by an answer to this offer, in the common order. */
async function lockFor(unit: Unit, agentId: string, agentWorkId: string): Promise<AgentRow> {
  const from = await unit.db
    .selectFrom('agent_work')
    .innerJoin('transfer', 'transfer.id', 'agent_work.transfer_id')
    .select('transfer.from_agent_id')
    .where('agent_work.id', '=', agentWorkId)
    .executeTakeFirst();
  await unit.lockAgents([agentId, from?.from_agent_id]);
  return unit.agent(agentId);
}

/** @throws TOO_LATE when the offer ended otherwise; accepting an item that the agent already has is a no-op */
export async function accept(
  unit: Unit,
  metrics: Metrics,
  agentId: string,
  agentWorkId: string,
): Promise<void> {
  const agent = await lockFor(unit, agentId, agentWorkId);
  const work = await ownOffer(unit, agent, agentWorkId);
  if (work.state === 'opened') return;
  if (work.state !== 'offered') throw await tooLate(unit, work);
  await open(unit, metrics, agent, work, await unit.item(work.work_item_id));
}

/** @throws DECLINE_NOT_ALLOWED, DECLINE_REASON_REQUIRED, DECLINE_REASON_UNKNOWN, TOO_LATE */
export async function decline(
  unit: Unit,
  metrics: Metrics,
  agentId: string,
  answer: { readonly agentWorkId: string; readonly reasonId: string | null; readonly note: string },
): Promise<void> {
  const agent = await lockFor(unit, agentId, answer.agentWorkId);
  const work = await ownOffer(unit, agent, answer.agentWorkId);
  if (work.state === 'declined') return;
  if (work.state !== 'offered') throw await tooLate(unit, work);
  const terms = termsOf(work);
  if (!terms.canDecline) throw new AppError('DECLINE_NOT_ALLOWED');
  if (terms.chooseDeclineReason && answer.reasonId === null) throw new AppError('DECLINE_REASON_REQUIRED');
  if (answer.reasonId !== null && !terms.declineReasonIds.includes(answer.reasonId))
    throw new AppError('DECLINE_REASON_UNKNOWN');
  const item = await unit.item(work.work_item_id);
  const reason =
    answer.reasonId === null ? null : (unit.directory.declineReasons.get(answer.reasonId)?.label ?? null);
  await endAgentWork(unit, agent, work, 'decline', {
    by: 'agent',
    reason: 'declined',
    decline: { reasonId: answer.reasonId, reason, note: answer.note },
  });
  metrics.declined.inc({ how: 'declined' });
  agent.misses_in_a_row = 0;
  // The status applies before the item is routed again: both are in this transaction, routing follows it.
  if (terms.statusOnDecline !== null && agent.signed_in === 1) {
    await changeStatus(unit, agent, {
      statusId: terms.statusOnDecline,
      setBy: bySystem,
      reason: 'decline',
      detail: { customer: item.customer },
    });
  }
  await backIntoLine(unit, agent, work, 'declined', item);
}

/** Handles the push time-out of an offer. */
export async function timeOut(unit: Unit, metrics: Metrics, agentWorkId: string): Promise<void> {
  const found = await unit.db
    .selectFrom('agent_work')
    .select(['agent_id'])
    .where('id', '=', agentWorkId)
    .executeTakeFirst();
  if (!found) return;
  const agent = await lockFor(unit, found.agent_id, agentWorkId);
  const work = await ownOffer(unit, agent, agentWorkId);
  if (work.state !== 'offered' || work.deadline === null) return;
  if (work.deadline > unit.now) return unit.deadline('offer', work.id, work.deadline);
  const terms = termsOf(work);
  const item = await unit.item(work.work_item_id);
  await endAgentWork(unit, agent, work, 'time-out', {
    by: 'system',
    reason: 'push-time-out',
  });
  metrics.declined.inc({ how: 'push-time-out' });
  agent.misses_in_a_row += 1;
  const facts = { customer: item.customer, waitedSeconds: Math.round((unit.now - work.offered_at) / 1000) };
  const changes = terms.statusOnPushTimeOut !== null && missLimitReached(agent.misses_in_a_row, terms);
  if (changes && agent.signed_in === 1) {
    agent.misses_in_a_row = 0;
    await changeStatus(unit, agent, {
      statusId: terms.statusOnPushTimeOut!,
      setBy: bySystem,
      reason: 'push-time-out',
      detail: facts,
    });
  } else {
    await addNotice(unit, agent, 'missed-request', facts);
  }
  await backIntoLine(unit, agent, work, 'declined-on-push-time-out', item);
}

async function backIntoLine(
  unit: Unit,
  agent: AgentRow,
  work: AgentWorkRow,
  how: 'declined' | 'declined-on-push-time-out',
  locked?: WorkItemRow,
): Promise<void> {
  if (work.transfer_id !== null) {
    await exclude(unit, work.transfer_id, agent);
    await returnTransfer(unit, work.transfer_id, how);
    return;
  }
  const item = locked ?? (await unit.item(work.work_item_id));
  await exclude(unit, item.id, agent);
  await requeue(unit, item, how);
}

/** The customer left, or the item was cancelled, before any agent accepted. */
export async function withdraw(
  unit: Unit,
  item: WorkItemRow,
  by: Exclude<EndedBy, 'agent'>,
  reason: string,
): Promise<void> {
  const offer = await unit.db
    .selectFrom('agent_work')
    .selectAll()
    .where('work_item_id', '=', item.id)
    .where('state', '=', 'offered')
    .executeTakeFirst();
  if (offer) await endAgentWork(unit, await unit.agent(offer.agent_id), offer, 'withdraw', { by, reason });
  const end = { owner_agent_id: null, ended_at: unit.now, ended_by: by, end_reason: reason };
  await moveItem(unit, item, 'cancel', end);
  await unit.event(item.id, 'cancelled', { detail: { by, reason } });
  await forgetExclusions(unit, item.id);
  announceQueue(unit, item);
}
