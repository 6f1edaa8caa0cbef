/**
 * Implements the contract between the runtime and its pages. Any shell serves this router over its own transport.
 * Streams and the runtime's own procedures are implemented here; everything else is forwarded to the hub.
 */
import { implement } from '@orpc/server';
import { z } from 'zod';
import { completeBridgeContract, completeHubContract } from '#core/contract/complete.ts';
import { Alert, FloorUpdate } from '#core/supervision/floor.ts';
import { toBridgeError, withBridgeErrors } from './errors.ts';
import { forward } from './forward.ts';
import type { AgentRuntime } from './runtime.ts';

export type BridgeRouter = ReturnType<typeof createBridgeRouter>;

/** Implements all of `completeBridgeContract`. Errors keep the code of the hub or the runtime. */
export function createBridgeRouter(runtime: AgentRuntime) {
  const os = implement(completeBridgeContract).use(async ({ next }) => {
    try {
      return await next();
    } catch (error) {
      throw toBridgeError(error);
    }
  });
  const { hub } = runtime;
  const toHub = forward(completeBridgeContract, completeHubContract, hub.calls);
  const nothing = {};

  return os.router({
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
      signIn: os.account.signIn.handler(async ({ input: { hub: address, ...credentials } }) => {
        await runtime.signIn(address, credentials);
        return nothing;
      }),
      signOut: os.account.signOut.handler(async ({ input }) => {
        await runtime.signOut(input.handOverOpenWork);
        return nothing;
      }),
      changePassword: os.account.changePassword.handler(({ input }) =>
        hub.calls.ask((client) => client.auth.changePassword(input)),
      ),
      useEmbedded: os.account.useEmbedded.handler(async () => {
        await runtime.useEmbedded();
        return nothing;
      }),
    },
    presence: toHub.presence,
    work: {
      ...toHub.work,
      accept: os.work.accept.handler(({ input }) => runtime.accept(input.agentWorkId)),
    },
    conversation: {
      ...toHub.conversation,
      watch: os.conversation.watch.handler(({ input, signal }) =>
        withBridgeErrors(hub.conversation(input.workItemId, signal)),
      ),
    },
    update: {
      restart: os.update.restart.handler(() => (runtime.restartToUpdate(), nothing)),
    },
    practice: toHub.practice,
    setup: {
      ...toHub.setup,
      watch: os.setup.watch.handler(({ signal }) =>
        withBridgeErrors(hub.whole((client, until) => client.setup.watch({}, { signal: until }), signal)),
      ),
    },
    supervisor: {
      ...toHub.supervisor,
      watch: os.supervisor.watch.handler(({ signal }) =>
        withBridgeErrors(
          hub.whole((client, until) => client.supervisor.watch({}, { signal: until }), signal, FloorUpdate),
        ),
      ),
      alerts: os.supervisor.alerts.handler(({ signal }) =>
        withBridgeErrors(
          hub.whole(
            (client, until) => client.supervisor.alerts({}, { signal: until }),
            signal,
            z.array(Alert),
          ),
        ),
      ),
      conversation: {
        ...toHub.supervisor.conversation,
        readAlong: os.supervisor.conversation.readAlong.handler(({ input, signal }) =>
          withBridgeErrors(hub.readAlong(input.workItemId, signal)),
        ),
      },
    },
  });
}
