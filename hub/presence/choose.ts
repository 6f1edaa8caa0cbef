/** Agents' actions on their status: choose one, set the next one, report activity of the machine. */
import { randomUUID } from 'node:crypto';
import { AppError } from '#core/errors.ts';
import { absenceStep } from '#core/presence/activity.ts';
import { reasonNotChoosable } from '#core/presence/status-rules.ts';
import { liveWork } from '../store/states.ts';
import type { AgentRow, Unit } from '../unit/unit.ts';
import { returnOpenWork } from '../ledger/release.ts';
import { changeStatus } from './change-status.ts';
import { followDevices } from './links.ts';
import { openConversations } from './open-conversations.ts';
import { byAgent, bySystem } from '../ledger/periods.ts';

function checkChoice(unit: Unit, agent: AgentRow, statusId: string): void {
  const problem = reasonNotChoosable(
    unit.directory.statuses.get(statusId),
    unit.directory.granted(agent.agent_id),
  );
  if (problem)
    throw new AppError(problem, { status: unit.directory.statuses.get(statusId)?.text ?? statusId });
}

/** @throws STATUS_…, END_IN_THE_PAST, OPEN_WORK (going Offline with open conversations without `handOverOpenWork`) */
export async function chooseStatus(
  unit: Unit,
  agent: AgentRow,
  choice: {
    readonly statusId: string;
    readonly source: 'manual' | 'tray';
    readonly until: number | null;
    readonly handOverOpenWork: boolean;
  },
): Promise<void> {
  checkChoice(unit, agent, choice.statusId);
  if (choice.until !== null && choice.until <= unit.now) throw new AppError('END_IN_THE_PAST');
  const status = unit.directory.status(choice.statusId);
  if (status.base === 'offline') {
    const open = await openConversations(unit, agent);
    if (open.length > 0 && !choice.handOverOpenWork) throw new AppError('OPEN_WORK', { count: open.length });
    for (const work of open)
      await returnOpenWork(unit, agent, work, {
        event: 'return',
        by: 'agent',
        reason: 'went-offline',
        excludes: false,
      });
  }
  if (agent.signed_in === 0) {
    agent.signed_in = 1;
    agent.presence_session = randomUUID();
    await followDevices(unit, agent);
  }
  await changeStatus(unit, agent, {
    statusId: choice.statusId,
    setBy: byAgent,
    reason: choice.source,
    until: choice.until,
  });
}

/** "After this work: Lunch". @throws NO_OPEN_WORK when no work is open */
export async function queueStatus(unit: Unit, agent: AgentRow, statusId: string): Promise<void> {
  checkChoice(unit, agent, statusId);
  const live = await unit.db
    .selectFrom('agent_work')
    .select('id')
    .where('agent_id', '=', agent.agent_id)
    .where(liveWork('state'))
    .limit(1)
    .executeTakeFirst();
  if (!live) throw new AppError('NO_OPEN_WORK');
  agent.next_status_id = statusId;
  unit.changed(agent);
}

export function clearQueuedStatus(unit: Unit, agent: AgentRow): void {
  if (agent.next_status_id === null) return;
  agent.next_status_id = null;
  unit.changed(agent);
  unit.routeAgents.add(agent.agent_id);
}

/** Records the activity that the machine reports; the presence configuration decides what follows. */
export async function reportActivity(
  unit: Unit,
  agent: AgentRow,
  activity: { readonly state: AgentRow['activity']; readonly since: number },
): Promise<void> {
  agent.activity = activity.state;
  agent.activity_since = Math.min(activity.since, unit.now);
  unit.changed(agent);
  await followActivity(unit, agent);
}

/** Applies the idle, lock and suspend rules to the last report. */
export async function followActivity(unit: Unit, agent: AgentRow): Promise<void> {
  if (agent.signed_in === 0) return;
  const step = absenceStep({
    rules: unit.directory.effective(agent.agent_id).configuration,
    statuses: [...unit.directory.statuses.values()],
    presence: { statusId: agent.status_id, base: agent.base, reason: agent.reason, since: agent.since },
    activity: { state: agent.activity, since: agent.activity_since },
    now: unit.now,
  });
  await unit.deadline('absence', agent.agent_id, step?.do === 'check-again' ? step.at : null);
  if (step?.do === 'go')
    await changeStatus(unit, agent, { statusId: step.statusId, setBy: bySystem, reason: step.reason });
  if (step?.do === 'go-back' && agent.previous_status_id !== null)
    await changeStatus(unit, agent, {
      statusId: agent.previous_status_id,
      setBy: bySystem,
      reason: 'configuration',
      detail: { back: 1 },
    });
}
