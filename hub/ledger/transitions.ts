/**
 * The only place that writes the states of agent work and of work items. The tables of `core/work/agent-work-rules.ts`
 * and `core/work/work-item-rules.ts` define what is allowed (DOMAIN §8); any other event is a defect and rolls the
 * transaction back.
 */
import {
  type AgentWorkEvent,
  type LiveAgentWorkState,
  nextAgentWorkState,
} from '#core/work/agent-work-rules.ts';
import { nextWorkItemState, type WorkItemEvent } from '#core/work/work-item-rules.ts';
import type { Moved } from '../store/schema.ts';
import type { AgentRow, DeadlineKind, Unit, WorkItemRow } from '../unit/unit.ts';
import type { AgentWorkRow } from './terms.ts';

/** Deadlines that exist only while agent work is in a state: they are removed with it. */
const deadlinesOf: Readonly<Record<LiveAgentWorkState, readonly DeadlineKind[]>> = {
  offered: ['offer'],
  opened: ['rescue'],
  'wrap-up': ['wrap-up', 'wrap-up-hold'],
};

/**
 * Moves agent work to the state that follows from `event`: updates the row, the deadlines of the state it leaves, the
 * count of the agent's live offers, and the item's history (an entry named after the new state, with `detail`). Changes
 * `work` in place.
 * @throws when the table has no such event in this state
 */
export async function moveAgentWork(
  unit: Unit,
  agent: AgentRow,
  work: AgentWorkRow,
  event: AgentWorkEvent,
  patch: Partial<Omit<AgentWorkRow, 'id' | 'state'>> = {},
  detail: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const from = work.state;
  const state = nextAgentWorkState(from, event);
  if (state === null) throw new Error(`agent work ${work.id} is ${from}: ${event} is not allowed`);
  Object.assign(work, patch, { state });
  const change = { ...patch, state: state as Moved<typeof state> };
  await unit.db.updateTable('agent_work').set(change).where('id', '=', work.id).execute();
  for (const kind of deadlinesOf[from as LiveAgentWorkState]) await unit.deadline(kind, work.id, null);
  if (from === 'offered') agent.live_offers -= 1;
  unit.changed(agent);
  await unit.event(work.work_item_id, state, { agentWorkId: work.id, agentId: agent.agent_id, detail });
}

/**
 * Moves a work item to the state that follows from `event`. Changes `item` in place.
 * @throws when the table has no such event in this state
 */
export async function moveItem(
  unit: Unit,
  item: WorkItemRow,
  event: WorkItemEvent,
  patch: Partial<Omit<WorkItemRow, 'id' | 'state'>> = {},
): Promise<void> {
  const state = nextWorkItemState(item.state, event);
  if (state === null) throw new Error(`work item ${item.id} is ${item.state}: ${event} is not allowed`);
  Object.assign(item, patch, { state });
  const change = { ...patch, state: state as Moved<typeof state> };
  await unit.db.updateTable('work_item').set(change).where('id', '=', item.id).execute();
}
