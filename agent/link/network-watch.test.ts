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

test('identifies a network by its addresses in any order, ignoring the loopback', () => {
  const cable = { lo: [at('127.0.0.1', true)], eth0: [at('192.0.2.7')], tun0: [at('198.51.100.1')] };
  const listedOtherwise = { tun0: [at('198.51.100.1')], eth0: [at('192.0.2.7')] };
  expect(networkNow(() => cable)).toBe(networkNow(() => listedOtherwise));
  expect(networkNow(() => ({ lo: [at('127.0.0.1', true)] }))).toBe('');
});

test('reports each change of the network once, but not its loss', async () => {
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
