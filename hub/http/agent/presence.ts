/** The agent's status, and why the agent gets no work. */
import { implement } from '@orpc/server';
import { hubContract } from '#core/contract/hub.ts';
import { chooseStatus, clearQueuedStatus, queueStatus, reportActivity } from '../../presence/choose.ts';
import { signOut } from '../../presence/links.ts';
import { readReasonsForNoWork } from '../../router/why.ts';
import { type CallContext, guard } from '../procedures.ts';
import type { HubServices } from '../services.ts';
import { agentCommands, agentId } from './agent-commands.ts';

export function presenceRouter({ context: hub }: HubServices) {
  const os = implement(hubContract.presence).$context<CallContext>().use(guard);
  const { onAgent } = agentCommands(hub);
  return os.router({
    setStatus: os.setStatus.handler(onAgent((unit, agent, input) => chooseStatus(unit, agent, input))),
    queueStatus: os.queueStatus.handler(
      onAgent((unit, agent, input) => queueStatus(unit, agent, input.statusId)),
    ),
    clearQueuedStatus: os.clearQueuedStatus.handler(onAgent(clearQueuedStatus)),
    reportActivity: os.reportActivity.handler(
      onAgent((unit, agent, input) => reportActivity(unit, agent, input)),
    ),
    signOut: os.signOut.handler(
      onAgent((unit, agent, input) => signOut(unit, agent, input.handOverOpenWork)),
    ),
    whyNoWork: os.whyNoWork.handler(({ context }) => readReasonsForNoWork(hub, agentId(context))),
  });
}
