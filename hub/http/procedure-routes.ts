/** The contracts over HTTP: sign-in of agents, the customer's page, and REST for integrators. */
import { OpenAPIHandler } from '@orpc/openapi/node';
import { BodyLimitPlugin, RPCHandler } from '@orpc/server/node';
import { MAX_MESSAGE_BYTES } from '#core/defaults.ts';
import { authRouter } from './agent/auth.ts';
import type { Callers } from './caller.ts';
import { refusalOf } from './customer-gate.ts';
import { customerRouter } from './customer-router.ts';
import { intakeRouter } from './intake-router.ts';
import type { CallContext } from './procedures.ts';
import { answerText, type Route } from './route.ts';
import type { HubServices } from './services.ts';
import type { SlowReaders } from './slow-readers.ts';

/** A message of 32 kB, escaped, with its envelope; larger bodies are rejected unread. */
const MAX_BODY_BYTES = 4 * MAX_MESSAGE_BYTES;
const limitBody = () => [new BodyLimitPlugin<CallContext>({ maxBodySize: MAX_BODY_BYTES })];

/** Sign-in, sign-out and passwords of agents, below `/rpc`. The rest of their contract is served on sockets. */
export function signInRoute(services: HubServices, callers: Callers): Route {
  const handler = new RPCHandler({ auth: authRouter(services) }, { plugins: limitBody() });
  return async (request, response) => {
    const context = await callers.contextOf(request, 'agent');
    return (await handler.handle(request, response, { prefix: '/rpc', context })).matched;
  };
}

export interface CustomerRouteOptions {
  readonly callers: Callers;
  readonly slowReaders: SlowReaders;
  /** The hub can be reached from this machine only. */
  readonly thisMachineOnly: boolean;
}

/** The customer's contract, below `/customer`. */
export function customerRoute(
  services: HubServices,
  { callers, slowReaders, thisMachineOnly }: CustomerRouteOptions,
): Route {
  const handler = new RPCHandler(customerRouter(services), { plugins: limitBody() });
  return async (request, response) => {
    const refusal = refusalOf(request, { publicUrl: services.context.publicUrl(), thisMachineOnly });
    if (refusal) return answerText(response, refusal.status, refusal.sentence, refusal.headers);
    // A buffering proxy would hold a stream back for ever.
    response.setHeader('x-accel-buffering', 'no');
    response.setHeader('cache-control', 'no-cache, no-transform');
    slowReaders.watch(response, callers.address(request));
    const context = await callers.contextOf(request, 'customer');
    return (await handler.handle(request, response, { prefix: '/customer', context })).matched;
  };
}

/** The integrator's contract, below `/api/v1`. */
export function restRoute(services: HubServices, callers: Callers): Route {
  const handler = new OpenAPIHandler(intakeRouter(services), { plugins: limitBody() });
  return async (request, response) => {
    const context = await callers.contextOf(request, 'rest');
    return (await handler.handle(request, response, { prefix: '/api/v1', context })).matched;
  };
}
