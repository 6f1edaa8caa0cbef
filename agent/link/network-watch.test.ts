import { expect, test } from 'vitest';
import { VirtualClock } from '#tests/support/virtual-clock.ts';
import { networkNow, watchNetwork } from './network-watch.ts';

const at = (address: string, internal = false) => ({
  address,
  internal,
  netmask: '255.255.255.0',
  mac: '00:00:00:00:00:00',
  family: 'IPv4' as const,
  cidr: null,
});

test('a network is its addresses, in whatever order the system lists them; the loopback is none', () => {
  const cable = { lo: [at('127.0.0.1', true)], eth0: [at('192.0.2.7')], tun0: [at('198.51.100.1')] };
  const listedOtherwise = { tun0: [at('198.51.100.1')], eth0: [at('192.0.2.7')] };
  expect(networkNow(() => cable)).toBe(networkNow(() => listedOtherwise));
  expect(networkNow(() => ({ lo: [at('127.0.0.1', true)] }))).toBe('');
});

test('says that the network has changed once for each change, and not that it has gone', async () => {
  const clock = new VirtualClock();
  let [network, changes] = ['cable', 0];
  const cancel = watchNetwork(
    clock,
    () => (changes += 1),
    () => network,
  );
  await clock.advance(60_000);
  expect(changes).toBe(0);
  network = '';
  await clock.advance(10_000);
  expect(changes).toBe(0);
  network = 'wifi';
  await clock.advance(10_000);
  expect(changes).toBe(1);
  cancel();
  network = 'cable';
  await clock.advance(10_000);
  expect(changes).toBe(1);
});
