/** Implements the hub's contract with agents: thin handlers that call the services which own the rules. */
import { implement } from '@orpc/server';
import { hubContract } from '#core/contract/hub.ts';
import type { CallContext } from '../procedures.ts';
import type { HubServices } from '../services.ts';
import { authRouter } from './auth.ts';
import { conversationRouter } from './conversation.ts';
import { linkRouter } from './link.ts';
import { practiceRouter } from './practice.ts';
import { presenceRouter } from './presence.ts';
import { workRouter } from './work.ts';

/** All procedures of `hubContract`. */
export const agentRouter = (services: HubServices) =>
  implement(hubContract)
    .$context<CallContext>()
    .router({
      auth: authRouter(services),
      link: linkRouter(services),
      presence: presenceRouter(services),
      work: workRouter(services),
      conversation: conversationRouter(services),
      practice: practiceRouter(services),
    });
