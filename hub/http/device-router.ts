/** Everything that the hub serves to a device through its socket. */
import { implement } from '@orpc/server';
import { completeHubContract } from '#core/contract/complete.ts';
import { agentRouter } from './agent/agent-router.ts';
import type { CallContext } from './procedures.ts';
import type { HubServices } from './services.ts';
import { setupRouter } from './setup-router.ts';
import { supervisorRouter } from './supervisor-router.ts';
import { systemRouter } from './system-router.ts';

/** All procedures of `completeHubContract`. */
export const deviceRouter = (services: HubServices) =>
  implement(completeHubContract)
    .$context<CallContext>()
    .router({
      ...agentRouter(services),
      setup: { ...setupRouter(services), ...systemRouter(services) },
      supervisor: supervisorRouter(services),
    });
