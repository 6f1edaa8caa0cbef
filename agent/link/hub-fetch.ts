/** HTTP requests to a hub, either as usual or over a connection that requires the certificate the user has trusted. */
import { request as httpsRequest } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { type Fingerprint, pinnedConnection } from './certificate.ts';

export type HubFetch = (request: Request) => Promise<Response>;

/**
 * `trusted` = `null` leaves the decision to the authorities that this machine knows. Redirects are errors, so that no
 * token goes elsewhere.
 */
export const hubFetch =
  (trusted: Fingerprint | null): HubFetch =>
  (request) =>
    trusted !== null && request.url.startsWith('https:')
      ? pinnedFetch(request, trusted)
      : fetch(request, { redirect: 'error' });

async function pinnedFetch(request: Request, trusted: Fingerprint): Promise<Response> {
  const body = Buffer.from(await request.arrayBuffer());
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const outgoing = httpsRequest(request.url, {
      method: request.method,
      headers: { ...Object.fromEntries(request.headers), 'content-length': String(body.length) },
      createConnection: pinnedConnection(trusted),
      signal: request.signal,
    });
    outgoing.once('response', resolve);
    outgoing.once('error', reject);
    outgoing.end(body);
  });
  const status = answer.statusCode ?? 502;
  if (status >= 300 && status < 400) {
    answer.destroy();
    throw new Error('the hub sends elsewhere');
  }
  const headers = Object.entries(answer.headers).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as [string, string]] : [],
  );
  const hasBody = status !== 204 && status !== 205;
  if (!hasBody) answer.resume();
  return new Response(hasBody ? (Readable.toWeb(answer) as ReadableStream) : null, { status, headers });
}
