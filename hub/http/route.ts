/** What a route is, and the short answers of routes. */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Answers a request; `false` = it is not for this route, and the next one is tried. */
export type Route = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

/** In the order in which they are tried. */
export type Routes = readonly (readonly [prefix: string, route: Route])[];

/** Sends a whole answer that no cache keeps. */
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

/** A sentence for the person or program that asked. */
export const answerText = (
  response: ServerResponse,
  status: number,
  sentence: string,
  headers: Readonly<Record<string, string>> = {},
): true => answer(response, status, 'text/plain; charset=utf-8', sentence, headers);
