/** The steps before the routes of every HTTP request, and the answer when no route matches. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Limits } from '../auth/limits.ts';
import type { HubContext } from '../unit/context.ts';
import { type Callers, pathOf } from './caller.ts';
import { answerText, type Routes } from './route.ts';

export interface RequestHandlerOptions {
  readonly routes: Routes;
  readonly callers: Callers;
  readonly limits: Pick<Limits, 'requests'>;
  readonly log: HubContext['log'];
  /** The server speaks TLS: browsers are instructed to use nothing else. */
  readonly tls: boolean;
}

/** Answers a request with the first matching route; never rejects. */
export function createRequestHandler({ routes, callers, limits, log, tls }: RequestHandlerOptions) {
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<true> => {
    if (tls) response.setHeader('strict-transport-security', 'max-age=31536000');
    const seconds = limits.requests.charge(callers.address(request));
    if (seconds > 0)
      return answerText(response, 429, 'Too many requests from this address.', {
        'retry-after': String(Math.ceil(seconds)),
      });
    const path = pathOf(request);
    if (path === null) return answerText(response, 400, 'This is not an address.');
    for (const [prefix, route] of routes)
      if (path.startsWith(prefix) && (await route(request, response))) return true;
    return answerText(response, 404, 'There is nothing at this address.');
  };

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      await handle(request, response);
    } catch (error) {
      log.error({ err: error, path: request.url }, 'request failed');
      if (!response.headersSent) answerText(response, 500, 'The hub could not answer. Try again.');
      else response.destroy();
    }
  };
}
