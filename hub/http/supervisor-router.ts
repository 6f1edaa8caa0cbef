/** Implements the supervisor's contract; for supervisors and administrators, each within their scope. */
import { implement } from '@orpc/server';
import { supervisorContract } from '#core/contract/supervisor.ts';
import { AppError } from '#core/errors.ts';
import { command } from '../unit/commands.ts';
import { readReasonsForNoWork } from '../router/why.ts';
import type { HubServices } from './services.ts';
import { readAlong, readOlder, whisper } from '../supervision/in-conversations.ts';
import { changeQueues, endWrapUps, setStatus, signOutAgents } from '../supervision/on-agents.ts';
import * as work from '../supervision/on-work.ts';
import { lastHourOf, readReport } from '../supervision/reports.ts';
import {
  requireVisibleAgent,
  requireVisibleQueue,
  scopeNow,
  type Supervisor,
} from '../access/supervisor-scope.ts';
import { readSettings } from '../supervision/settings.ts';
import { readReasonsForWaiting } from '../supervision/why-waiting.ts';
import type { Unit } from '../unit/unit.ts';
import { type CallContext, guard } from './procedures.ts';

function supervisor(context: CallContext): Supervisor {
  if (!context.who) throw new AppError('NOT_SIGNED_IN');
  return { id: context.who.user.id, name: context.who.user.name };
}

export function supervisorRouter({ context: hub, floor }: HubServices) {
  const os = implement(supervisorContract).$context<CallContext>().use(guard);
  const { metrics, longReads, clock } = hub;
  const scope = (context: CallContext) => scopeNow(hub.directory, supervisor(context).id);
  /** An action on one item, once per command id. */
  const act = async (
    context: CallContext,
    commandId: string,
    carryOut: (unit: Unit, who: Supervisor) => Promise<void>,
  ) => {
    const who = supervisor(context);
    await command(hub, who.id, commandId, (unit) => carryOut(unit, who));
    return {};
  };

  return os.router({
    watch: os.watch.handler(({ context, signal }) => {
      const { id } = supervisor(context);
      return floor.watch(() => scopeNow(hub.directory, id), signal);
    }),
    alerts: os.alerts.handler(({ context, signal }) => {
      const { id } = supervisor(context);
      return floor.alerts(() => scopeNow(hub.directory, id), signal);
    }),
    lastHour: os.lastHour.handler(({ input, context }) => {
      if (input.queueId !== null) requireVisibleQueue(hub.directory, supervisor(context), input.queueId);
      return longReads.read(
        'lastHour',
        lastHourOf(hub.directory, scope(context), input.queueId, clock.now()),
      );
    }),
    timeline: os.timeline.handler(({ input, context }) => {
      requireVisibleAgent(hub.directory, supervisor(context), input.agentId);
      return longReads.read('timeline', input);
    }),
    whyNoWork: os.whyNoWork.handler(({ input, context }) => {
      requireVisibleAgent(hub.directory, supervisor(context), input.agentId);
      return readReasonsForNoWork(hub, input.agentId);
    }),
    whyWaiting: os.whyWaiting.handler(({ input, context }) =>
      readReasonsForWaiting(hub, supervisor(context), input.workItemId),
    ),
    settings: os.settings.handler(({ input, context }) => {
      requireVisibleAgent(hub.directory, supervisor(context), input.agentId);
      return readSettings(hub.directory, input.agentId);
    }),
    report: os.report.handler(({ input, context }) =>
      readReport(longReads, hub.directory, scope(context), input, clock.now()),
    ),
    agents: {
      setStatus: os.agents.setStatus.handler(({ input, context }) =>
        setStatus(hub, supervisor(context), input),
      ),
      changeQueues: os.agents.changeQueues.handler(({ input, context }) =>
        changeQueues(hub, supervisor(context), input),
      ),
      endWrapUps: os.agents.endWrapUps.handler(({ input, context }) =>
        endWrapUps(hub, supervisor(context), input),
      ),
      signOut: os.agents.signOut.handler(({ input, context }) =>
        signOutAgents(hub, supervisor(context), input),
      ),
    },
    work: {
      setPriority: os.work.setPriority.handler(({ input, context }) =>
        act(context, input.commandId, (unit, who) => work.setPriority(unit, who, input)),
      ),
      assign: os.work.assign.handler(({ input, context }) =>
        act(context, input.commandId, (unit, who) => work.assign(unit, metrics, who, input)),
      ),
      returnToQueue: os.work.returnToQueue.handler(({ input, context }) =>
        act(context, input.commandId, (unit, who) => work.returnToQueue(unit, who, input.agentWorkId)),
      ),
      close: os.work.close.handler(({ input, context }) =>
        act(context, input.commandId, (unit, who) => work.close(unit, who, input.workItemId)),
      ),
      endWrapUp: os.work.endWrapUp.handler(({ input, context }) =>
        act(context, input.commandId, (unit, who) => work.endWrapUp(unit, who, input.agentWorkId)),
      ),
      takeOver: os.work.takeOver.handler(({ input, context }) =>
        act(context, input.commandId, (unit, who) => work.takeOver(unit, metrics, who, input.workItemId)),
      ),
      lowerFlag: os.work.lowerFlag.handler(({ input, context }) =>
        act(context, input.commandId, (unit, who) => work.lowerFlag(unit, who, input.workItemId)),
      ),
    },
    conversation: {
      readAlong: os.conversation.readAlong.handler(({ input, context, signal }) =>
        readAlong(hub, supervisor(context), input, signal),
      ),
      older: os.conversation.older.handler(({ input, context }) =>
        readOlder(hub, supervisor(context), input),
      ),
      whisper: os.conversation.whisper.handler(({ input, context }) =>
        whisper(hub, supervisor(context), input),
      ),
    },
  });
}
