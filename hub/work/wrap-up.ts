/** After-conversation work: begins when a conversation that was opened ends, ends by All done, by time, or by a supervisor. */
import { AppError } from '#core/errors.ts';
import type { EndedBy } from '#core/vocabulary.ts';
import { extend as extendRule, capacityHoldEndsAt, wrapUpDeadline } from '#core/work/wrap-up.ts';
import type { AgentRow, Unit } from '../unit/unit.ts';
import { lockedWork } from '../ledger/find.ts';
import { endAgentWork, forgetExclusions, freeCapacity } from '../ledger/release.ts';
import { type AgentWorkRow, termsOf } from '../ledger/terms.ts';

/**
 * The conversation of an opened agent work is over. With wrap-up terms the wrap-up begins; without, the work is closed.
 * `itemGoesOn` = the item belongs to another agent now (transfer).
 */
export async function endConversation(
  unit: Unit,
  agent: AgentRow,
  work: AgentWorkRow,
  end: { readonly by: EndedBy; readonly reason: string; readonly itemGoesOn: boolean },
): Promise<void> {
  agent.held_by_hand = 0;
  const terms = termsOf(work).wrapUp;
  if (!terms) {
    await endAgentWork(unit, agent, work, end.itemGoesOn ? 'transferred' : 'closed', end);
    if (!end.itemGoesOn) {
      await markWrappingUp(unit, work);
      await closeItem(unit, work);
    }
    return;
  }
  const deadline = wrapUpDeadline(unit.now, terms, 0);
  const change = {
    state: 'wrap-up' as const,
    owns: 0 as const,
    ended_at: unit.now,
    ended_by: end.by,
    end_reason: end.reason,
    wrap_up_started_at: unit.now,
    wrap_up_deadline: deadline,
  };
  Object.assign(work, change);
  await unit.db.updateTable('agent_work').set(change).where('id', '=', work.id).execute();
  await unit.deadline('wrap-up', work.id, deadline);
  await unit.deadline('rescue', work.id, null);
  const holdEnds = capacityHoldEndsAt(terms, unit.now);
  if (holdEnds !== null && holdEnds <= unit.now) await freeCapacity(unit, agent, work);
  else if (holdEnds !== null) await unit.deadline('wrap-up-hold', work.id, holdEnds);
  if (!end.itemGoesOn) await markWrappingUp(unit, work);
  unit.changed(agent);
  await unit.event(work.work_item_id, 'wrap-up', {
    agentWorkId: work.id,
    agentId: agent.agent_id,
    detail: { deadline },
  });
}

/** Work closed, capacity freed, queued status applied, router asked: all in the caller's one transaction. */
export async function finishWrapUp(
  unit: Unit,
  agent: AgentRow,
  work: AgentWorkRow,
  by: EndedBy,
): Promise<void> {
  if (work.state !== 'wrap-up') return;
  agent.held_by_hand = 0;
  await unit.deadline('wrap-up', work.id, null);
  await unit.deadline('wrap-up-hold', work.id, null);
  await endAgentWork(unit, agent, work, 'closed', { by, reason: by === 'system' ? 'time' : 'done' });
  await closeItem(unit, work);
}

/** The conversation has ended; from here on only wrap-ups keep the item from being closed. */
async function markWrappingUp(unit: Unit, work: AgentWorkRow): Promise<void> {
  await unit.db
    .updateTable('work_item')
    .set({ state: 'wrapping-up' })
    .where('id', '=', work.work_item_id)
    .execute();
}

/**
 * The item is closed when its conversation has ended and no agent wraps it up any more. After a transfer several agents
 * may have: the outcome is the one chosen by the last agent of the conversation.
 */
async function closeItem(unit: Unit, work: AgentWorkRow): Promise<void> {
  const item = await unit.item(work.work_item_id);
  if (item.state !== 'wrapping-up') return;
  const works = await unit.db
    .selectFrom('agent_work')
    .select(['state', 'outcome'])
    .where('work_item_id', '=', item.id)
    .where('accepted_at', 'is not', null)
    .orderBy('accepted_at', 'desc')
    .execute();
  if (works.some((one) => one.state === 'wrap-up')) return;
  const outcome = works.find((one) => one.outcome !== null)?.outcome ?? null;
  await unit.db
    .updateTable('work_item')
    .set({ state: 'closed', outcome })
    .where('id', '=', item.id)
    .execute();
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

/** A wrap-up that holds capacity for its first seconds only lets go of it. */
export async function endWrapUpHold(unit: Unit, agentWorkId: string): Promise<void> {
  const found = await lockedWork(unit, agentWorkId);
  if (found?.work.state === 'wrap-up') await freeCapacity(unit, found.agent, found.work);
}
