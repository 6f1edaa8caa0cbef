import { expect, test } from 'vitest';
import { normalizeHubAddress, socketUrl } from './hub-address.ts';

test.each([
  ['https://hub.example.org/', 'https://hub.example.org'],
  [' hub.example.org ', 'https://hub.example.org'],
  ['https://example.org/onqueue/', 'https://example.org/onqueue'],
  ['127.0.0.1:4701', 'http://127.0.0.1:4701'],
  ['localhost:4701', 'http://localhost:4701'],
  ['http://[::1]:4701', 'http://[::1]:4701'],
])('normalises %j to %s', (typed, address) => {
  expect(normalizeHubAddress(typed)).toBe(address);
});

test.each([
  '',
  '   ',
  'ftp://hub',
  'javascript:alert(1)',
  'http://hub.example.org',
  'https://a:b@hub',
  'https://',
])('rejects %j', (typed) => {
  expect(() => normalizeHubAddress(typed)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
});

test('derives the scheme of the socket from the hub', () => {
  expect(socketUrl('https://hub.example.org/x')).toBe('wss://hub.example.org/x/rpc-socket');
  expect(socketUrl('http://127.0.0.1:1')).toBe('ws://127.0.0.1:1/rpc-socket');
});
