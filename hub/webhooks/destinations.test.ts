import { expect, test } from 'vitest';
import { mayConnect, mayKeep } from './destinations.ts';

const alone = { thisMachine: true, privateNetworks: true };
const team = { thisMachine: false, privateNetworks: true };
const strict = { thisMachine: false, privateNetworks: false };

test.each([
  ['203.0.113.7', true, true, true],
  ['2001:db8::1', true, true, true],
  ['10.1.2.3', true, true, false],
  ['192.168.1.1', true, true, false],
  ['172.31.0.1', true, true, false],
  ['100.64.0.1', true, true, false],
  ['fd12::1', true, true, false],
  ['127.0.0.1', true, false, false],
  ['127.9.9.9', true, false, false],
  ['::1', true, false, false],
  ['::ffff:127.0.0.1', true, false, false],
  ['::ffff:10.0.0.1', true, true, false],
  ['169.254.169.254', false, false, false],
  ['::ffff:169.254.169.254', false, false, false],
  ['fe80::1', false, false, false],
  ['fd00:ec2::254', false, false, false],
  ['0.0.0.0', false, false, false],
  ['::', false, false, false],
  ['224.0.0.1', false, false, false],
  ['255.255.255.255', false, false, false],
  ['ff02::1', false, false, false],
  ['nonsense', false, false, false],
])('%s: a hub for one machine %s, for a team %s, public only %s', (address, one, many, few) => {
  expect([alone, team, strict].map((rules) => mayConnect(address, rules))).toEqual([one, many, few]);
});

test.each([
  ['https://example.org/hook', true],
  ['http://example.org:8080/', true],
  ['ftp://example.org/', false],
  ['javascript:alert(1)', false],
  ['https://user@example.org/', false],
  ['https://:secret@example.org/', false],
  ['http://localhost/', false],
  ['http://2130706433/', false],
  ['http://0x7f.1/', false],
  ['http://[::1]/', false],
  ['nowhere', false],
])('%s may be kept by a team’s hub: %s', (url, kept) => {
  expect(mayKeep(url, team)).toBe(kept);
});
