/**
 * Prevents cross-site requests to the customer's endpoint: any page can send a form, and an agent's hub listens on the
 * agent's own machine. Only JSON by POST, from the hub's own page or from a client that is not a browser.
 */
import type { IncomingMessage } from 'node:http';

export interface Refusal {
  readonly status: 403 | 405 | 415 | 421;
  readonly sentence: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface OwnHosts {
  /** Public address of this hub. */
  readonly publicUrl: string;
  /** The hub serves this machine only: a foreign domain that resolves to it is not one of its names. */
  readonly thisMachineOnly: boolean;
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Why this request is rejected; `null` = accepted. */
export function refusalOf(
  request: Pick<IncomingMessage, 'method' | 'headers'>,
  own: OwnHosts,
): Refusal | null {
  if (request.method !== 'POST')
    return { status: 405, sentence: 'Use POST here.', headers: { allow: 'POST' } };
  const { host = '', origin } = request.headers;
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
    return { status: 415, sentence: 'Send JSON, as application/json.' };
  const publicHost = hostOf(own.publicUrl);
  if (own.thisMachineOnly && !LOOPBACK.has(hostName(host)) && host !== publicHost)
    return { status: 421, sentence: 'This hub serves its own machine only.' };
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    return {
      status: 403,
      sentence: 'Other sites may not start or write chats. Embed the chat page instead.',
    };
  if (origin !== undefined && hostOf(origin) !== host && hostOf(origin) !== publicHost)
    return {
      status: 403,
      sentence: 'Other sites may not start or write chats. Embed the chat page instead.',
    };
  return null;
}

/** Host and port of an address; `null` = not an address, as in `Origin: null`. */
function hostOf(address: string): string | null {
  try {
    return new URL(address).host;
  } catch {
    return null;
  }
}

const hostName = (host: string): string => host.replace(/:\d+$/, '').toLowerCase();
