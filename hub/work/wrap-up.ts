/**
 * After-conversation work: begins when an opened conversation ends; ends when the agent finishes it, by time, or by a
 * supervisor.
 */
import { AppError } from '#core/errors.ts';
import type { EndedBy } from '#core/vocabulary.ts';
import { extend as extendRule, capacityHoldEndsAt, wrapUpDeadline } from '#core/work/wrap-up.ts';
import type { AgentRow, Unit, WorkItemRow } from '../unit/unit.ts';
import { lockedWork } from '../ledger/find.ts';
import { endHeldChoice } from '../ledger/periods.ts';
import { endAgentWork, forgetExclusions, freeCapacity } from '../ledger/release.ts';
import { type AgentWorkRow, termsOf } from '../ledger/terms.ts';
import { moveAgentWork, moveItem } from '../ledger/transitions.ts';

/**
 * The conversation of opened agent work is over for this agent. With wrap-up terms the wrap-up begins; without, `event`
 * ends the work. Only `end` ends the item; after the other events it belongs to another agent.
 */
export async function endConversation(
  unit: Unit,
  agent: AgentRow,
  work: AgentWorkRow,
  end: {
    readonly by: EndedBy;
    readonly reason: string;
    readonly event: 'end' | 'transfer-accepted' | 'give-to-another';
  },
): Promise<void> {
  const terms = termsOf(work).wrapUp;
  if (!terms) {
    await endAgentWork(unit, agent, work, end.event, { by: end.by, reason: end.reason });
    if (end.event === 'end') await closeItem(unit, await unit.item(work.work_item_id), 'end');
    await endHeldChoice(unit, agent);
    return;
  }
  const deadline = wrapUpDeadline(unit.now, terms, 0);
  const change = {
    owns: 0 as const,
    ended_at: unit.now,
    ended_by: end.by,
    end_reason: end.reason,
    wrap_up_started_at: unit.now,
    wrap_up_deadline: deadline,
  };
  await moveAgentWork(unit, agent, work, 'end-with-wrap-up', change, { deadline });
  await unit.deadline('wrap-up', work.id, deadline);
  const holdEnds = capacityHoldEndsAt(terms, unit.now);
  if (holdEnds !== null && holdEnds <= unit.now) await freeCapacity(unit, agent, work);
  else if (holdEnds !== null) await unit.deadline('wrap-up-hold', work.id, holdEnds);
  await endHeldChoice(unit, agent);
  if (end.event === 'end') await moveItem(unit, await unit.item(work.work_item_id), 'end-with-wrap-up');
}

/** Closes the work, releases capacity, applies the next status, requests routing: all in the caller's transaction. */
export async function finishWrapUp(
  unit: Unit,
  agent: AgentRow,
  work: AgentWorkRow,
  by: EndedBy,
): Promise<void> {
  if (work.state !== 'wrap-up') return;
  const reason = by === 'system' ? 'time' : 'done';
  await endAgentWork(unit, agent, work, 'finish-wrap-up', { by, reason });
  await endHeldChoice(unit, agent);
  const item = await unit.item(work.work_item_id);
  if (item.state === 'wrapping-up') await closeItem(unit, item, 'finish-wrap-up');
}

/**
 * Closes the item unless an agent is still in wrap-up for it. After a transfer several agents may be: the outcome is
 * the one chosen by the last agent of the conversation.
 */
async function closeItem(unit: Unit, item: WorkItemRow, event: 'end' | 'finish-wrap-up'): Promise<void> {
  const works = await unit.db
    .selectFrom('agent_work')
    .select(['state', 'outcome'])
    .where('work_item_id', '=', item.id)
    .where('accepted_at', 'is not', null)
    .orderBy('accepted_at', 'desc')
    .execute();
  if (works.some((one) => one.state === 'wrap-up')) {
    if (event === 'end') await moveItem(unit, item, 'end-with-wrap-up');
    return;
  }
  const outcome = works.find((one) => one.outcome !== null)?.outcome ?? null;
  await moveItem(unit, item, event, { outcome });
  await unit.event(item.id, 'item-closed', { detail: { outcome } });
  await forgetExclusions(unit, item.id);
}

/** Adds one extension. @throws NO_EXTENSION_LEFT, WRAP_UP_OVER */
export async function extend(unit: Unit, agent: AgentRow, work: AgentWorkRow): Promise<void> {
  const terms = termsOf(work).wrapUp;
  if (work.state !== 'wrap-up' || !terms || work.wrap_up_deadline === null)
    throw new AppError('WRAP_UP_OVER');
  const extended = extendRule(
    { ...terms, deadline: work.wrap_up_deadline, extensionsUsed: work.extensions_used },
    unit.now,
  );
  if (typeof extended === 'string') throw new AppError(extended, { most: terms.maxExtensions });
  const { deadline } = extended;
  work.wrap_up_deadline = deadline;
  work.extensions_used = extended.extensionsUsed;
  await unit.db
    .updateTable('agent_work')
    .set({ wrap_up_deadline: deadline, extensions_used: work.extensions_used })
    .where('id', '=', work.id)
    .execute();
  await unit.deadline('wrap-up', work.id, deadline);
  unit.changed(agent);
  await unit.event(work.work_item_id, 'extended', {
    agentWorkId: work.id,
    agentId: agent.agent_id,
    detail: { deadline },
  });
}

/** The time of a wrap-up is over. */
export async function endWrapUp(unit: Unit, agentWorkId: string): Promise<void> {
  const found = await lockedWork(unit, agentWorkId);
  if (!found) return;
  const { agent, work } = found;
  if (work.wrap_up_deadline !== null && work.wrap_up_deadline > unit.now)
    return unit.deadline('wrap-up', work.id, work.wrap_up_deadline);
  await finishWrapUp(unit, agent, work, 'system');
}

/** A wrap-up that holds capacity for its first seconds only releases it. */
export async function endWrapUpHold(unit: Unit, agentWorkId: string): Promise<void> {
  const found = await lockedWork(unit, agentWorkId);
  if (found?.work.state === 'wrap-up') await freeCapacity(unit, found.agent, found.work);
}
