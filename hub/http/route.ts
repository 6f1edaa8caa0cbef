/** The route type, and short responses for routes. */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Answers a request; `false` = not for this route, try the next one. */
export type Route = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

/** In matching order. */
export type Routes = readonly (readonly [prefix: string, route: Route])[];

/** Sends a complete response that is not cached. */
export function answer(
  response: ServerResponse,
  status: number,
  type: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): true {
  response.writeHead(status, {
    'content-type': type,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(body);
  return true;
}

/** A sentence for the user or program that sent the request. */
export const answerText = (
  response: ServerResponse,
  status: number,
  sentence: string,
  headers: Readonly<Record<string, string>> = {},
): true => answer(response, status, 'text/plain; charset=utf-8', sentence, headers);
