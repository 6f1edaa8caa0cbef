/** Practice with simulated customers. */
import { implement } from '@orpc/server';
import { hubContract } from '#core/contract/hub.ts';
import { startPractice, stopPractice } from '../../practice/practice.ts';
import { type CallContext, guard } from '../procedures.ts';
import type { HubServices } from '../services.ts';
import { agentCommands } from './agent-commands.ts';

export function practiceRouter({ context: hub }: HubServices) {
  const os = implement(hubContract.practice).$context<CallContext>().use(guard);
  const { onAgent } = agentCommands(hub);
  return os.router({
    start: os.start.handler(onAgent((unit, agent) => startPractice(hub, unit, agent))),
    stop: os.stop.handler(onAgent((unit, agent) => stopPractice(hub, unit, agent))),
  });
}
