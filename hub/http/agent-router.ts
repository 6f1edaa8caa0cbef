/** The hub's contract, carried out: thin lines from procedures to the services that own the rules. */
import { implement } from '@orpc/server';
import { hubContract } from '#core/contract/hub.ts';
import { AppError } from '#core/errors.ts';
import type { AgentSnapshot } from '#core/snapshot.ts';
import { changePassword, signIn, type SignedIn, signOutToken } from '../auth/sessions.ts';
import type { OwnWorkRight } from '../access/rights.ts';
import { command } from '../unit/commands.ts';
import {
  markReadByAgent,
  requireOwnConversation,
  readPanel,
  sendAsAgent,
} from '../conversations/agent-side.ts';
import { readOlderMessages, watchConversation } from '../conversations/read.ts';
import type { HubServices } from './services.ts';
import { startPractice, stopPractice } from '../practice/practice.ts';
import { chooseStatus, clearQueuedStatus, queueStatus, reportActivity } from '../presence/choose.ts';
import { beat, connectDevice, type DeviceFacts, disconnectDevice, signOut } from '../presence/links.ts';
import { readReasonsForNoWork } from '../router/why.ts';
import { createLatest } from '../base/stream.ts';
import type { AgentRow, Unit } from '../unit/unit.ts';
import { readDestinations } from '../work/destinations.ts';
import { accept, decline } from '../work/offers.ts';
import {
  askSupervisor,
  beginTransfer,
  endOpenWork,
  giveBack,
  requireOwnWork,
  saveNotes,
  setHold,
} from '../work/open-work.ts';
import { cancelTransferOf } from '../ledger/release.ts';
import type { AgentWorkRow } from '../ledger/terms.ts';
import { extend, finishWrapUp } from '../work/wrap-up.ts';
import { type CallContext, guard } from './procedures.ts';

/** The signed-in caller; the contract's roles guarantee one. */
function caller(context: CallContext): SignedIn {
  if (!context.who) throw new AppError('NOT_SIGNED_IN');
  return context.who;
}

export function agentRouter(services: HubServices) {
  const { context: hub, watchers, limits, signIns } = services;
  const os = implement(hubContract).$context<CallContext>().use(guard);

  /** A command on the agent's own row. */
  const onAgent = (
    context: CallContext,
    commandId: string,
    work: (unit: Unit, agent: AgentRow) => Promise<void> | void,
  ) => {
    const { id } = caller(context).user;
    return command(hub, id, commandId, async (unit) => work(unit, await unit.agent(id)));
  };
  /** A command on a piece of the agent's own work. */
  const onWork = (
    context: CallContext,
    input: { readonly commandId: string; readonly agentWorkId: string },
    states: readonly AgentWorkRow['state'][],
    work: (unit: Unit, agent: AgentRow, row: AgentWorkRow) => Promise<void>,
  ) =>
    onAgent(context, input.commandId, async (unit, agent) =>
      work(unit, agent, await requireOwnWork(unit, agent, input.agentWorkId, states)),
    );

  /** The right of an agent to an own conversation. @throws NOT_FOUND */
  const ownWorkRight = async (context: CallContext, workItemId: string): Promise<OwnWorkRight> => {
    const { id } = caller(context).user;
    await requireOwnConversation(hub.store.reader, id, workItemId);
    return { kind: 'own-work', userId: id, workItemId };
  };

  /** The agent's snapshots on one device, until its socket closes. */
  async function* watchAgent(
    agentId: string,
    { deviceId }: DeviceFacts,
    connectionId: string,
    signal: AbortSignal | undefined,
  ) {
    hub.metrics.links.inc();
    const latest = createLatest<AgentSnapshot>();
    const stop = watchers.watch(agentId, (snapshot) => latest.push(snapshot));
    try {
      yield* latest.values(signal);
    } finally {
      stop();
      hub.metrics.links.dec();
      // After a short cut the device is back, perhaps at another hub, before this connection is known to be dead.
      if (!hub.stopping) await hub.unit((unit) => disconnectDevice(unit, agentId, deviceId, connectionId));
    }
  }

  return os.router({
    auth: {
      signIn: os.auth.signIn.handler(async ({ input, context, signal }) => {
        const attempt = { ...input, address: context.address, signal };
        const { token, expiresAt, user } = await signIns.signIn(attempt, () => signIn(hub, limits, attempt));
        return { token, expiresAt, userId: user.id, name: user.name, roles: [...user.roles] };
      }),
      signOut: os.auth.signOut.handler(async ({ context }) => {
        await signOutToken(hub, caller(context));
        await signIns.signOut(caller(context).user);
        return {};
      }),
      changePassword: os.auth.changePassword.handler(async ({ input, context }) => {
        const who = caller(context);
        await signIns.changePassword(who.user, context.address, async () => {
          limits.signIn.take(`own ${who.user.id}`);
          await changePassword(hub, who, input);
        });
        return {};
      }),
    },
    link: {
      watch: os.link.watch.handler(async ({ input, context, signal }) => {
        const { id } = caller(context).user;
        const connectionId = await hub.unit((unit) => connectDevice(unit, hub.id, id, input));
        return watchAgent(id, input, connectionId, signal);
      }),
      beat: os.link.beat.handler(async ({ input, context }) => {
        const { id } = caller(context).user;
        await beat(hub, id, input.deviceId);
        return { hubTime: hub.clock.now() };
      }),
      ringHere: os.link.ringHere.handler(({ input, context }) =>
        onAgent(context, input.commandId, (unit, agent) => {
          agent.ringing_device_id = input.deviceId;
          unit.changed(agent);
        }),
      ),
      soundFailed: os.link.soundFailed.handler(({ input, context }) => {
        hub.metrics.soundFailures.inc();
        const { id } = caller(context).user;
        if (limits.logLines.tryTake(`sound ${id}`))
          hub.log.warn({ agent: id, what: input.what }, 'a sound could not be played');
        return {};
      }),
    },
    presence: {
      setStatus: os.presence.setStatus.handler(({ input, context }) =>
        onAgent(context, input.commandId, (unit, agent) => chooseStatus(unit, agent, input)),
      ),
      queueStatus: os.presence.queueStatus.handler(({ input, context }) =>
        onAgent(context, input.commandId, (unit, agent) => queueStatus(unit, agent, input.statusId)),
      ),
      clearQueuedStatus: os.presence.clearQueuedStatus.handler(({ input, context }) =>
        onAgent(context, input.commandId, clearQueuedStatus),
      ),
      reportActivity: os.presence.reportActivity.handler(({ input, context }) =>
        onAgent(context, input.commandId, (unit, agent) => reportActivity(unit, agent, input)),
      ),
      signOut: os.presence.signOut.handler(({ input, context }) =>
        onAgent(context, input.commandId, (unit, agent) => signOut(unit, agent, input.handOverOpenWork)),
      ),
      whyNoWork: os.presence.whyNoWork.handler(({ context }) =>
        readReasonsForNoWork(hub, caller(context).user.id),
      ),
    },
    work: {
      accept: os.work.accept.handler(({ input, context }) => {
        const { id } = caller(context).user;
        return command(hub, id, input.commandId, (unit) => accept(unit, hub.metrics, id, input.agentWorkId));
      }),
      decline: os.work.decline.handler(({ input, context }) => {
        const { id } = caller(context).user;
        return command(hub, id, input.commandId, (unit) => decline(unit, hub.metrics, id, input));
      }),
      end: os.work.end.handler(({ input, context }) =>
        onWork(context, input, ['opened'], (unit, agent, work) =>
          endOpenWork(unit, agent, work, 'agent', 'ended-by-agent'),
        ),
      ),
      hold: os.work.hold.handler(({ input, context }) =>
        onWork(context, input, ['opened'], (unit, agent, work) => setHold(unit, agent, work, true)),
      ),
      resume: os.work.resume.handler(({ input, context }) =>
        onWork(context, input, ['opened'], (unit, agent, work) => setHold(unit, agent, work, false)),
      ),
      backToQueue: os.work.backToQueue.handler(({ input, context }) =>
        onWork(context, input, ['opened'], giveBack),
      ),
      transfer: os.work.transfer.handler(({ input, context }) =>
        onWork(context, input, ['opened'], (unit, agent, work) =>
          beginTransfer(unit, agent, work, input.to, input.note),
        ),
      ),
      cancelTransfer: os.work.cancelTransfer.handler(({ input, context }) =>
        onWork(context, input, ['opened'], (unit, _agent, work) => cancelTransferOf(unit, work)),
      ),
      extendWrapUp: os.work.extendWrapUp.handler(({ input, context }) =>
        onWork(context, input, ['wrap-up'], extend),
      ),
      finishWrapUp: os.work.finishWrapUp.handler(({ input, context }) =>
        onWork(context, input, ['wrap-up'], (unit, agent, work) => finishWrapUp(unit, agent, work, 'agent')),
      ),
      saveNotes: os.work.saveNotes.handler(({ input, context }) =>
        onWork(context, input, ['opened', 'wrap-up'], (unit, agent, work) =>
          saveNotes(unit, agent, work, input.notes, input.outcome),
        ),
      ),
      askSupervisor: os.work.askSupervisor.handler(({ input, context }) =>
        onWork(context, input, ['opened'], (unit, agent, work) =>
          askSupervisor(unit, agent, work, input.wanted),
        ),
      ),
      dismissNotice: os.work.dismissNotice.handler(({ input, context }) =>
        onAgent(context, input.commandId, async (unit, agent) => {
          await unit.db
            .deleteFrom('notice')
            .where('id', '=', input.noticeId)
            .where('agent_id', '=', agent.agent_id)
            .execute();
          unit.changed(agent);
        }),
      ),
      destinations: os.work.destinations.handler(({ input, context }) =>
        readDestinations(hub, caller(context).user.id, input.agentWorkId),
      ),
    },
    conversation: {
      watch: os.conversation.watch.handler(async ({ input, context, signal }) => {
        const right = await ownWorkRight(context, input.workItemId);
        return watchConversation(hub, right, input.after, signal);
      }),
      older: os.conversation.older.handler(async ({ input, context }) => {
        const right = await ownWorkRight(context, input.workItemId);
        return (await readOlderMessages(hub, right, input.before)).messages;
      }),
      send: os.conversation.send.handler(({ input, context }) => {
        const { id } = caller(context).user;
        limits.messages.take(`agent ${id}`);
        return sendAsAgent(hub, id, input);
      }),
      typing: os.conversation.typing.handler(async ({ input, context }) => {
        const { id } = caller(context).user;
        limits.typing.take(`agent ${id}`);
        await requireOwnConversation(hub.store.reader, id, input.workItemId);
        hub.announceTyping({ ...input, from: 'agent' });
        return {};
      }),
      markRead: os.conversation.markRead.handler(async ({ input, context }) => {
        await markReadByAgent(hub, caller(context).user.id, input.workItemId, input.number);
        return {};
      }),
      panel: os.conversation.panel.handler(({ input, context }) =>
        readPanel(hub, caller(context).user.id, input.workItemId),
      ),
    },
    practice: {
      start: os.practice.start.handler(({ input, context }) =>
        onAgent(context, input.commandId, (unit, agent) => startPractice(hub, unit, agent)),
      ),
      stop: os.practice.stop.handler(({ input, context }) =>
        onAgent(context, input.commandId, (unit, agent) => stopPractice(hub, unit, agent)),
      ),
    },
  });
}
