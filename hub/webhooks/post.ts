/** Sends one delivery over HTTP: signed, without following redirects, and reading only the status of the response. */
import { createHmac } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { hubVersion } from '../base/version.ts';
import { bare, checkedLookup, type DestinationRules, mayConnect } from './destinations.ts';

/** Time-out of a receiver; the delivery is then retried later. */
const ANSWER_TIMEOUT_MS = 10_000;
/** Prefix of every secret (Standard Webhooks). */
export const SECRET_PREFIX = 'whsec_';

export interface WebhookRequest {
  readonly id: string;
  readonly url: string;
  readonly secret: string;
  readonly body: string;
  /** Milliseconds UTC. */
  readonly now: number;
}

export type Answer =
  | { readonly status: number; readonly problem: null }
  | { readonly status: null; readonly problem: string };

/** `v1,` and the HMAC-SHA256 of id, time in seconds and body, in base64 (Standard Webhooks). */
export function signatureOf(secret: string, id: string, seconds: number, body: string): string {
  const key = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`;
}

const problems: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused',
  ENOTFOUND: 'not-found',
  EAI_AGAIN: 'not-found',
  NOT_ALLOWED: 'not-allowed',
  ETIMEDOUT: 'timeout',
};

/** Never rejects. */
export function post(letter: WebhookRequest, rules: DestinationRules, stop: AbortSignal): Promise<Answer> {
  const url = URL.parse(letter.url);
  const host = url ? bare(url.hostname) : '';
  if (!url || (isIP(host) !== 0 && !mayConnect(host, rules)))
    return Promise.resolve({ status: null, problem: 'not-allowed' });
  const seconds = Math.floor(letter.now / 1000);
  const body = Buffer.from(letter.body);
  return new Promise((resolve) => {
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
      method: 'POST',
      agent: false,
      lookup: checkedLookup(rules),
      signal: AbortSignal.any([stop, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]),
      headers: {
        'content-type': 'application/json',
        'content-length': body.length,
        'user-agent': `OnQueue/${hubVersion}`,
        'webhook-id': letter.id,
        'webhook-timestamp': String(seconds),
        'webhook-signature': signatureOf(letter.secret, letter.id, seconds, letter.body),
      },
    });
    request.on('response', (response) => {
      resolve({ status: response.statusCode ?? 0, problem: null });
      response.destroy();
    });
    request.on('error', (error: NodeJS.ErrnoException) => {
      const timedOut = error.name === 'AbortError' || error.name === 'TimeoutError';
      const tls = /CERT|TLS|SSL|SIGNATURE/i.test(error.code ?? '');
      const problem = timedOut ? 'timeout' : (problems[error.code ?? ''] ?? (tls ? 'tls' : 'failed'));
      resolve({ status: null, problem });
    });
    request.end(body);
  });
}
