/** The supervisor's contract passes through the runtime as it is; streams go on across cuts. */
import { implement } from '@orpc/server';
import { supervisorContract } from '#core/contract/supervisor.ts';
import { Alert, FloorUpdate } from '#core/supervision/floor.ts';
import { z } from 'zod';
import { toBridgeError, withBridgeErrors } from './errors.ts';
import type { AgentRuntime } from './runtime.ts';

export function createSupervisorRouter(runtime: AgentRuntime) {
  const os = implement(supervisorContract).use(async ({ next }) => {
    try {
      return await next();
    } catch (error) {
      throw toBridgeError(error);
    }
  });
  const { calls } = runtime.hub;
  const { agents, work, conversation } = os;
  return os.router({
    watch: os.watch.handler(({ signal }) =>
      withBridgeErrors(
        runtime.hub.whole((hub, until) => hub.supervisor.watch({}, { signal: until }), signal, FloorUpdate),
      ),
    ),
    alerts: os.alerts.handler(({ signal }) =>
      withBridgeErrors(
        runtime.hub.whole(
          (hub, until) => hub.supervisor.alerts({}, { signal: until }),
          signal,
          z.array(Alert),
        ),
      ),
    ),
    lastHour: os.lastHour.handler(({ input }) => calls.ask((hub) => hub.supervisor.lastHour(input))),
    timeline: os.timeline.handler(({ input }) => calls.ask((hub) => hub.supervisor.timeline(input))),
    whyNoWork: os.whyNoWork.handler(({ input }) => calls.ask((hub) => hub.supervisor.whyNoWork(input))),
    whyWaiting: os.whyWaiting.handler(({ input }) => calls.ask((hub) => hub.supervisor.whyWaiting(input))),
    settings: os.settings.handler(({ input }) => calls.ask((hub) => hub.supervisor.settings(input))),
    report: os.report.handler(({ input }) => calls.ask((hub) => hub.supervisor.report(input))),
    agents: {
      setStatus: agents.setStatus.handler(({ input }) =>
        calls.ask((hub) => hub.supervisor.agents.setStatus(input)),
      ),
      changeQueues: agents.changeQueues.handler(({ input }) =>
        calls.ask((hub) => hub.supervisor.agents.changeQueues(input)),
      ),
      endWrapUps: agents.endWrapUps.handler(({ input }) =>
        calls.ask((hub) => hub.supervisor.agents.endWrapUps(input)),
      ),
      signOut: agents.signOut.handler(({ input }) =>
        calls.ask((hub) => hub.supervisor.agents.signOut(input)),
      ),
    },
    work: {
      setPriority: work.setPriority.handler(({ input }) =>
        calls.ask((hub) => hub.supervisor.work.setPriority(input)),
      ),
      assign: work.assign.handler(({ input }) => calls.ask((hub) => hub.supervisor.work.assign(input))),
      returnToQueue: work.returnToQueue.handler(({ input }) =>
        calls.ask((hub) => hub.supervisor.work.returnToQueue(input)),
      ),
      close: work.close.handler(({ input }) => calls.ask((hub) => hub.supervisor.work.close(input))),
      endWrapUp: work.endWrapUp.handler(({ input }) =>
        calls.ask((hub) => hub.supervisor.work.endWrapUp(input)),
      ),
      takeOver: work.takeOver.handler(({ input }) => calls.ask((hub) => hub.supervisor.work.takeOver(input))),
      lowerFlag: work.lowerFlag.handler(({ input }) =>
        calls.ask((hub) => hub.supervisor.work.lowerFlag(input)),
      ),
    },
    conversation: {
      readAlong: conversation.readAlong.handler(({ input, signal }) =>
        withBridgeErrors(runtime.hub.readAlong(input.workItemId, signal)),
      ),
      older: conversation.older.handler(({ input }) =>
        calls.ask((hub) => hub.supervisor.conversation.older(input)),
      ),
      whisper: conversation.whisper.handler(({ input }) =>
        calls.ask((hub) => hub.supervisor.conversation.whisper(input)),
      ),
    },
  });
}
