/**
 * A supervisor's actions on agents: set a status, change queues, end wrap-ups, sign out. An error for one agent does
 * not stop the others.
 */
import { z } from 'zod';
import { Refused } from '#core/contract/supervisor.ts';
import { AppError } from '#core/errors.ts';
import { answered, answerOnce, command } from '../unit/commands.ts';
import type { HubContext } from '../unit/context.ts';
import { changeStatus } from '../presence/change-status.ts';
import { signOut } from '../presence/links.ts';
import { openConversations } from '../presence/open-conversations.ts';
import { audit } from '../audit/audit-line.ts';
import { putRecord } from '../setup/write.ts';
import { liveWork } from '../store/states.ts';
import type { AgentRow, Unit } from '../unit/unit.ts';
import { returnOpenWork } from '../ledger/release.ts';
import { finishWrapUp } from '../work/wrap-up.ts';
import { requireVisibleAgent, requireVisibleQueue, type Supervisor } from '../access/supervisor-scope.ts';

const bySupervisor = ({ name }: Supervisor) => ({ by: 'supervisor' as const, name });

interface OnAgents {
  readonly commandId: string;
  readonly agentIds: readonly string[];
}
const Answer = z.object({ refused: z.array(Refused) });
type Answer = z.infer<typeof Answer>;

/**
 * Key of the stored answer of the whole action, beside those of each agent; never equal to the key of another kind of
 * command.
 */
const wholeAct = ({ commandId }: OnAgents) => `${commandId} *`;

/**
 * A repeated action gets its first answer, with the errors of that time: no agent is tried again, whatever has changed
 * since. If it runs twice concurrently, the first to finish determines the answer.
 */
async function once(
  context: HubContext,
  supervisor: Supervisor,
  given: OnAgents,
  act: () => Promise<Answer>,
): Promise<Answer> {
  const before = await answered(context.store.reader, supervisor.id, wholeAct(given), Answer);
  if (before) return before;
  const answer = await act();
  return answerOnce(context, supervisor.id, wholeAct(given), Answer, () => Promise.resolve(answer));
}

/** Each agent in a transaction of its own, stored separately: a hub that stops half-way repeats nothing. */
async function eachAgent(
  context: HubContext,
  supervisor: Supervisor,
  given: OnAgents,
  work: (unit: Unit, agent: AgentRow) => Promise<void>,
): Promise<Answer> {
  const refused: Refused[] = [];
  for (const agentId of new Set(given.agentIds)) {
    try {
      await command(context, supervisor.id, `${given.commandId} ${agentId}`, async (unit) => {
        requireVisibleAgent(unit.directory, supervisor, agentId);
        await unit.lockAgents([agentId, supervisor.id]);
        await work(unit, await unit.agent(agentId));
      });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const name = context.directory.users.get(agentId)?.name ?? agentId;
      refused.push({ agentId, name, code: error.code, params: { ...error.params } });
    }
  }
  return { refused };
}

/** Rejected per agent with OPEN_WORK, OUTSIDE_YOUR_TEAM. @throws NOT_FOUND, STATUS_INACTIVE */
export const setStatus = (
  context: HubContext,
  supervisor: Supervisor,
  given: OnAgents & {
    readonly statusId: string;
    readonly note: string;
    readonly handOverOpenWork: boolean;
  },
): Promise<Answer> =>
  once(context, supervisor, given, async () => {
    const status = context.directory.statuses.get(given.statusId);
    if (!status) throw new AppError('NOT_FOUND', { what: 'status' });
    if (!status.active) throw new AppError('STATUS_INACTIVE', { status: status.text });
    return eachAgent(context, supervisor, given, async (unit, agent) => {
      // An agent whose grace period is over counts as signed out; only the agent's own application signs in again.
      if (agent.signed_in === 0 || (agent.link === 'lost' && agent.base === 'offline'))
        throw new AppError('DESTINATION_NOT_SIGNED_IN', nameOf(unit, agent));
      if (status.base === 'offline') await emptyHands(unit, agent, given.handOverOpenWork);
      const before = { statusId: agent.status_id };
      await changeStatus(unit, agent, {
        statusId: status.id,
        setBy: bySupervisor(supervisor),
        reason: 'supervisor',
        detail: given.note === '' ? {} : { note: given.note },
      });
      const after = { statusId: status.id, note: given.note };
      await audit(unit, supervisor, 'set-status', 'agent', agent.agent_id, before, after);
    });
  });

const nameOf = (unit: Unit, agent: AgentRow) => ({ name: unit.directory.user(agent.agent_id).name });

/** @throws OPEN_WORK when conversations are open and are not to be returned */
async function emptyHands(unit: Unit, agent: AgentRow, handOver: boolean): Promise<void> {
  const open = await openConversations(unit, agent);
  if (open.length > 0 && !handOver) throw new AppError('OPEN_WORK', { count: open.length });
  for (const work of open)
    await returnOpenWork(unit, agent, work, {
      event: 'return',
      by: 'supervisor',
      reason: 'set-offline',
      excludes: false,
    });
}

/** Rejected per agent with OUTSIDE_YOUR_TEAM. */
export const endWrapUps = (context: HubContext, supervisor: Supervisor, given: OnAgents): Promise<Answer> =>
  once(context, supervisor, given, () =>
    eachAgent(context, supervisor, given, async (unit, agent) => {
      const works = await unit.db
        .selectFrom('agent_work')
        .selectAll()
        .where('agent_id', '=', agent.agent_id)
        .where(liveWork('state', 'wrap-up'))
        .orderBy('wrap_up_started_at')
        .execute();
      for (const work of works) {
        await finishWrapUp(unit, agent, work, 'supervisor');
        const before = { agentId: agent.agent_id };
        await audit(unit, supervisor, 'end-wrap-up', 'work-item', work.work_item_id, before, null);
      }
    }),
  );

/** Rejected per agent with OPEN_WORK, OUTSIDE_YOUR_TEAM. */
export const signOutAgents = (
  context: HubContext,
  supervisor: Supervisor,
  given: OnAgents & { readonly handOverOpenWork: boolean },
): Promise<Answer> =>
  once(context, supervisor, given, () =>
    eachAgent(context, supervisor, given, async (unit, agent) => {
      if (agent.signed_in === 0) return;
      await signOut(unit, agent, given.handOverOpenWork, bySupervisor(supervisor));
      await audit(unit, supervisor, 'sign-out', 'agent', agent.agent_id, null, null);
    }),
  );

/**
 * Adds agents to queues and removes them from others, in one transaction. Rejected per agent with MEMBER_BY_PROFILE.
 * @throws NOT_FOUND, OUTSIDE_YOUR_TEAM; nothing is changed then
 */
export const changeQueues = (
  context: HubContext,
  supervisor: Supervisor,
  given: OnAgents & { readonly add: readonly string[]; readonly remove: readonly string[] },
): Promise<Answer> =>
  answerOnce(context, supervisor.id, wholeAct(given), Answer, async (unit) => {
    const { directory } = unit;
    for (const id of given.agentIds) requireVisibleAgent(directory, supervisor, id);
    for (const id of [...given.add, ...given.remove]) requireVisibleQueue(directory, supervisor, id);
    const refused = membersByProfile(unit, given.agentIds, given.remove);
    for (const queueId of new Set([...given.add, ...given.remove])) {
      const queue = directory.queues.get(queueId)!;
      const kept = given.remove.includes(queueId)
        ? queue.memberUserIds.filter((id) => !given.agentIds.includes(id))
        : queue.memberUserIds;
      const members = given.add.includes(queueId) ? [...new Set([...kept, ...given.agentIds])] : kept;
      if (
        members.length === queue.memberUserIds.length &&
        members.every((id) => queue.memberUserIds.includes(id))
      )
        continue;
      const after = { ...queue, memberUserIds: [...members], version: queue.version + 1 };
      await putRecord(unit.db, 'queue', after);
      await audit(unit, supervisor, 'change', 'queue', queueId, queue, after);
      unit.setupChanged = true;
    }
    return { refused };
  });

/** Members through a profile cannot be removed individually. */
function membersByProfile(unit: Unit, agentIds: readonly string[], queueIds: readonly string[]): Refused[] {
  const { directory } = unit;
  return agentIds.flatMap((agentId) => {
    const user = directory.user(agentId);
    const queue = queueIds
      .map((id) => directory.queues.get(id)!)
      .find(({ memberProfileIds }) => user.profileId !== null && memberProfileIds.includes(user.profileId));
    if (!queue) return [];
    const params = { context: 'named', name: user.name, queue: queue.name };
    return [{ agentId, name: user.name, code: 'MEMBER_BY_PROFILE', params }];
  });
}
