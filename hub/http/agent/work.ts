/** Offers, open work and wrap-up of the agent. */
import { implement } from '@orpc/server';
import { hubContract } from '#core/contract/hub.ts';
import { dismissNotice } from '../../ledger/notices.ts';
import { cancelTransferOf } from '../../ledger/release.ts';
import { command } from '../../unit/commands.ts';
import { readDestinations } from '../../work/destinations.ts';
import { accept, decline } from '../../work/offers.ts';
import {
  askSupervisor,
  beginTransfer,
  endOpenWork,
  returnToQueue,
  saveNotes,
  setHold,
} from '../../work/open-work.ts';
import { extend, finishWrapUp } from '../../work/wrap-up.ts';
import { type CallContext, guard } from '../procedures.ts';
import type { HubServices } from '../services.ts';
import { agentCommands, agentId } from './agent-commands.ts';

export function workRouter({ context: hub }: HubServices) {
  const os = implement(hubContract.work).$context<CallContext>().use(guard);
  const { onAgent, onWork } = agentCommands(hub);
  return os.router({
    accept: os.accept.handler(({ input, context }) => {
      const id = agentId(context);
      return command(hub, id, input.commandId, (unit) => accept(unit, hub.metrics, id, input.agentWorkId));
    }),
    decline: os.decline.handler(({ input, context }) => {
      const id = agentId(context);
      return command(hub, id, input.commandId, (unit) => decline(unit, hub.metrics, id, input));
    }),
    end: os.end.handler(
      onWork(['opened'], (unit, agent, work) => endOpenWork(unit, agent, work, 'agent', 'ended-by-agent')),
    ),
    hold: os.hold.handler(onWork(['opened'], (unit, agent, work) => setHold(unit, agent, work, true))),
    resume: os.resume.handler(onWork(['opened'], (unit, agent, work) => setHold(unit, agent, work, false))),
    backToQueue: os.backToQueue.handler(onWork(['opened'], returnToQueue)),
    transfer: os.transfer.handler(
      onWork(['opened'], (unit, agent, work, input) =>
        beginTransfer(unit, agent, work, input.to, input.note),
      ),
    ),
    cancelTransfer: os.cancelTransfer.handler(
      onWork(['opened'], (unit, _agent, work) => cancelTransferOf(unit, work)),
    ),
    extendWrapUp: os.extendWrapUp.handler(onWork(['wrap-up'], extend)),
    finishWrapUp: os.finishWrapUp.handler(
      onWork(['wrap-up'], (unit, agent, work) => finishWrapUp(unit, agent, work, 'agent')),
    ),
    saveNotes: os.saveNotes.handler(
      onWork(['opened', 'wrap-up'], (unit, agent, work, input) =>
        saveNotes(unit, agent, work, input.notes, input.outcome),
      ),
    ),
    askSupervisor: os.askSupervisor.handler(
      onWork(['opened'], (unit, agent, work, input) => askSupervisor(unit, agent, work, input.wanted)),
    ),
    dismissNotice: os.dismissNotice.handler(
      onAgent((unit, agent, input) => dismissNotice(unit, agent, input.noticeId)),
    ),
    destinations: os.destinations.handler(({ input, context }) =>
      readDestinations(hub, agentId(context), input.agentWorkId),
    ),
  });
}
