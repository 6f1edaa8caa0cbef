/** The runtime in the shape that windows speak. Any shell serves this router over whatever carries its messages. */
import { implement } from '@orpc/server';
import { bridgeContract } from '#core/contract/bridge.ts';
import { createSetupRouter } from './setup-router.ts';
import { createSystemRouter } from './setup-system-router.ts';
import { createSupervisorRouter } from './supervisor-router.ts';
import { toBridgeError, withBridgeErrors } from './errors.ts';
import type { AgentRuntime } from './runtime.ts';

export type BridgeRouter = ReturnType<typeof createBridgeRouter>;

/** Everything behind `bridgeContract`. Errors leave with the code that the hub or the runtime gave them. */
export function createBridgeRouter(runtime: AgentRuntime) {
  const os = implement(bridgeContract).use(async ({ next }) => {
    try {
      return await next();
    } catch (error) {
      throw toBridgeError(error);
    }
  });
  const { calls } = runtime.hub;
  const nothing = {};

  const router = os.router({
    mirror: {
      watch: os.mirror.watch.handler(({ input, signal }) => runtime.watch(input.windowId, signal)),
    },
    window: {
      report: os.window.report.handler(({ input }) => (runtime.reportWindow(input), nothing)),
      fit: os.window.fit.handler(({ input }) => (runtime.fitWindow(input.windowId, input.height), nothing)),
      ringHere: os.window.ringHere.handler(async ({ input }) => {
        await runtime.ringHere(input.windowId);
        return nothing;
      }),
      active: os.window.active.handler(() => (runtime.touched(), nothing)),
    },
    player: {
      report: os.player.report.handler(
        ({ input }) => (runtime.reportPlaying(input.cueId, input.outcome), nothing),
      ),
      test: os.player.test.handler(() => (runtime.testSound(), nothing)),
    },
    settings: {
      update: os.settings.update.handler(({ input }) => (runtime.updateSettings(input), nothing)),
      dismissAlarm: os.settings.dismissAlarm.handler(
        ({ input }) => (runtime.dismissAlarm(input.alarmId), nothing),
      ),
    },
    drafts: {
      all: os.drafts.all.handler(() => runtime.drafts),
      save: os.drafts.save.handler(({ input }) => (runtime.saveDraft(input.workItemId, input.text), nothing)),
    },
    account: {
      signIn: os.account.signIn.handler(async ({ input: { hub, ...credentials } }) => {
        await runtime.signIn(hub, credentials);
        return nothing;
      }),
      signOut: os.account.signOut.handler(async ({ input }) => {
        await runtime.signOut(input.handOverOpenWork);
        return nothing;
      }),
      changePassword: os.account.changePassword.handler(async ({ input }) => {
        await calls.ask((hub) => hub.auth.changePassword(input));
        return nothing;
      }),
      useEmbedded: os.account.useEmbedded.handler(async () => {
        await runtime.useEmbedded();
        return nothing;
      }),
    },
    presence: {
      setStatus: os.presence.setStatus.handler(({ input }) =>
        calls.command((hub, commandId) => hub.presence.setStatus({ ...input, commandId })),
      ),
      queueStatus: os.presence.queueStatus.handler(({ input }) =>
        calls.command((hub, commandId) => hub.presence.queueStatus({ ...input, commandId })),
      ),
      clearQueuedStatus: os.presence.clearQueuedStatus.handler(() =>
        calls.command((hub, commandId) => hub.presence.clearQueuedStatus({ commandId })),
      ),
      whyNoWork: os.presence.whyNoWork.handler(() => calls.ask((hub) => hub.presence.whyNoWork({}))),
    },
    work: {
      accept: os.work.accept.handler(({ input }) => runtime.accept(input.agentWorkId)),
      decline: os.work.decline.handler(({ input }) =>
        calls.command((hub, commandId) => hub.work.decline({ ...input, commandId })),
      ),
      end: os.work.end.handler(({ input }) =>
        calls.command((hub, commandId) => hub.work.end({ ...input, commandId })),
      ),
      hold: os.work.hold.handler(({ input }) =>
        calls.command((hub, commandId) => hub.work.hold({ ...input, commandId })),
      ),
      resume: os.work.resume.handler(({ input }) =>
        calls.command((hub, commandId) => hub.work.resume({ ...input, commandId })),
      ),
      backToQueue: os.work.backToQueue.handler(({ input }) =>
        calls.command((hub, commandId) => hub.work.backToQueue({ ...input, commandId })),
      ),
      transfer: os.work.transfer.handler(({ input }) =>
        calls.command((hub, commandId) => hub.work.transfer({ ...input, commandId })),
      ),
      cancelTransfer: os.work.cancelTransfer.handler(({ input }) =>
        calls.command((hub, commandId) => hub.work.cancelTransfer({ ...input, commandId })),
      ),
      extendWrapUp: os.work.extendWrapUp.handler(({ input }) =>
        calls.command((hub, commandId) => hub.work.extendWrapUp({ ...input, commandId })),
      ),
      finishWrapUp: os.work.finishWrapUp.handler(({ input }) =>
        calls.command((hub, commandId) => hub.work.finishWrapUp({ ...input, commandId })),
      ),
      saveNotes: os.work.saveNotes.handler(({ input }) =>
        calls.command((hub, commandId) => hub.work.saveNotes({ ...input, commandId })),
      ),
      askSupervisor: os.work.askSupervisor.handler(({ input }) =>
        calls.command((hub, commandId) => hub.work.askSupervisor({ ...input, commandId })),
      ),
      dismissNotice: os.work.dismissNotice.handler(({ input }) =>
        calls.command((hub, commandId) => hub.work.dismissNotice({ ...input, commandId })),
      ),
      destinations: os.work.destinations.handler(({ input }) =>
        calls.ask((hub) => hub.work.destinations(input)),
      ),
    },
    conversation: {
      watch: os.conversation.watch.handler(({ input, signal }) =>
        withBridgeErrors(runtime.hub.conversation(input.workItemId, signal)),
      ),
      older: os.conversation.older.handler(({ input }) => calls.ask((hub) => hub.conversation.older(input))),
      send: os.conversation.send.handler(({ input }) => calls.ask((hub) => hub.conversation.send(input))),
      typing: os.conversation.typing.handler(({ input }) =>
        calls.ask((hub) => hub.conversation.typing(input)),
      ),
      markRead: os.conversation.markRead.handler(({ input }) =>
        calls.ask((hub) => hub.conversation.markRead(input)),
      ),
      panel: os.conversation.panel.handler(({ input }) => calls.ask((hub) => hub.conversation.panel(input))),
    },
    update: {
      restart: os.update.restart.handler(() => (runtime.restartToUpdate(), nothing)),
    },
    practice: {
      start: os.practice.start.handler(() =>
        calls.command((hub, commandId) => hub.practice.start({ commandId })),
      ),
      stop: os.practice.stop.handler(() =>
        calls.command((hub, commandId) => hub.practice.stop({ commandId })),
      ),
    },
  });
  return {
    ...router,
    setup: { ...createSetupRouter(runtime), ...createSystemRouter(calls) },
    supervisor: createSupervisorRouter(runtime),
  };
}
