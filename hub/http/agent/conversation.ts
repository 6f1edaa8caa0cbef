/** The conversations of the agent. */
import { implement } from '@orpc/server';
import { hubContract } from '#core/contract/hub.ts';
import {
  announceTypingAsAgent,
  markReadByAgent,
  readOlderAsAgent,
  readPanel,
  sendAsAgent,
  watchAsAgent,
} from '../../conversations/agent-side.ts';
import { type CallContext, guard } from '../procedures.ts';
import type { HubServices } from '../services.ts';
import { agentId } from './agent-commands.ts';

export function conversationRouter({ context: hub, limits }: HubServices) {
  const os = implement(hubContract.conversation).$context<CallContext>().use(guard);
  return os.router({
    watch: os.watch.handler(({ input, context, signal }) =>
      watchAsAgent(hub, agentId(context), input, signal),
    ),
    older: os.older.handler(({ input, context }) => readOlderAsAgent(hub, agentId(context), input)),
    send: os.send.handler(({ input, context }) => {
      const id = agentId(context);
      limits.messages.take(`agent ${id}`);
      return sendAsAgent(hub, id, input);
    }),
    typing: os.typing.handler(async ({ input, context }) => {
      const id = agentId(context);
      limits.typing.take(`agent ${id}`);
      await announceTypingAsAgent(hub, id, input);
      return {};
    }),
    markRead: os.markRead.handler(async ({ input, context }) => {
      await markReadByAgent(hub, agentId(context), input.workItemId, input.number);
      return {};
    }),
    panel: os.panel.handler(({ input, context }) => readPanel(hub, agentId(context), input.workItemId)),
  });
}
