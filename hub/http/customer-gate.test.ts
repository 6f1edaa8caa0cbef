import { describe, expect, it } from 'vitest';
import { refusalOf } from './customer-gate.ts';

const own = { publicUrl: 'https://chat.example.com', thisMachineOnly: false };
const json = { host: 'chat.example.com', 'content-type': 'application/json' };
const statusOf = (method: string, headers: Record<string, string>, hosts = own) =>
  refusalOf({ method, headers }, hosts)?.status ?? 'passes';

describe('S14: which requests may reach the customers’ endpoint', () => {
  it.each(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'PATCH', 'TRACE'])('refuses %s', (method) =>
    expect(statusOf(method, json)).toBe(405),
  );

  it.each(['text/plain', 'multipart/form-data; boundary=x', 'application/x-www-form-urlencoded', ''])(
    'refuses a body of type "%s", which a form anywhere can send',
    (type) => expect(statusOf('POST', { ...json, 'content-type': type })).toBe(415),
  );

  it.each([
    ['another site', { origin: 'https://evil.example' }, 403],
    ['a sandboxed frame', { origin: 'null' }, 403],
    ['another port of this host', { origin: 'https://chat.example.com:8443' }, 403],
    ['a cross-site request without Origin', { 'sec-fetch-site': 'cross-site' }, 403],
    ['another subdomain', { 'sec-fetch-site': 'same-site' }, 403],
    ['the own page', { origin: 'https://chat.example.com', 'sec-fetch-site': 'same-origin' }, 'passes'],
    ['no browser at all', {}, 'passes'],
  ])('judges %s', (_what, headers, status) => expect(statusOf('POST', { ...json, ...headers })).toBe(status));

  it('accepts the public address as its own behind a proxy that passes another Host', () => {
    const headers = { ...json, host: '10.0.0.5:4701', origin: 'https://chat.example.com' };
    expect(statusOf('POST', headers)).toBe('passes');
  });

  it('accepts only this machine’s own names on a local hub, whichever domain points to it', () => {
    const local = { publicUrl: 'http://127.0.0.1:4701', thisMachineOnly: true };
    for (const host of ['127.0.0.1:4701', 'localhost:4701', '[::1]:4701'])
      expect(statusOf('POST', { ...json, host }, local)).toBe('passes');
    expect(statusOf('POST', { ...json, host: 'rebound.example:4701' }, local)).toBe(421);
  });
});
