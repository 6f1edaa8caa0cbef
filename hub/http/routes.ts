/** The hub's HTTP routes, by path prefix. */
import { readSound } from '../setup/sounds.ts';
import type { HubContext } from '../unit/context.ts';
import { type Callers, pathOf } from './caller.ts';
import { customerRoute, type CustomerRouteOptions, restRoute, signInRoute } from './procedure-routes.ts';
import { readinessAnswer } from './readiness.ts';
import { answer, answerText, type Route, type Routes } from './route.ts';
import type { HubServices } from './services.ts';
import { serveCustomerPage } from './static.ts';

export interface RoutesOptions extends CustomerRouteOptions {
  /** Folder of the built customer page. */
  readonly customerPage: string;
}

export function hubRoutes(services: HubServices, options: RoutesOptions): Routes {
  const { context: hub } = services;
  const { callers, customerPage } = options;
  return [
    ['/rpc/', signInRoute(services, callers)],
    ['/customer/', customerRoute(services, options)],
    ['/api/v1/openapi.json', serveOpenApi],
    ['/api/v1/', restRoute(services, callers)],
    ['/live', async (_request, response) => answer(response, 200, 'application/json', '{"status":"ok"}')],
    ['/health', readinessRoute(hub)],
    ['/ready', readinessRoute(hub)],
    ['/metrics', metricsRoute(hub)],
    ['/sounds/', soundRoute(hub, callers)],
    ['/', (request, response) => serveCustomerPage(customerPage, hub, request, response)],
  ];
}

const serveOpenApi: Route = async (_request, response) => {
  const { openApiDocument } = await import('./openapi-document.ts');
  return answer(response, 200, 'application/json', await openApiDocument());
};

const readinessRoute =
  (hub: HubContext): Route =>
  async (_request, response) => {
    const { status, body } = await readinessAnswer(hub);
    return answer(response, status, 'application/json', body);
  };

const metricsRoute =
  ({ metrics: { registry } }: HubContext): Route =>
  async (_request, response) =>
    answer(response, 200, registry.contentType, await registry.metrics());

/** An uploaded sound; for signed-in users only. */
const soundRoute =
  (hub: HubContext, callers: Callers): Route =>
  async (request, response) => {
    const { who } = await callers.contextOf(request, 'agent');
    if (!who) return answerText(response, 401, 'Sign in first.');
    const path = pathOf(request) ?? '';
    const sound = await readSound(hub, decodeURIComponent(path.slice('/sounds/'.length)));
    if (!sound) return false;
    response.writeHead(200, { 'content-type': sound.contentType, 'x-content-type-options': 'nosniff' });
    response.end(sound.content);
    return true;
  };
