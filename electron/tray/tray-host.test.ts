import { expect, test } from 'vitest';
import { VirtualClock } from '#tests/support/virtual-clock.ts';
import { waitForTrayHost } from './tray-host.ts';

function wait(answers: (asked: number) => boolean) {
  const clock = new VirtualClock();
  const seen = { asked: 0 };
  const end = new AbortController();
  const ask = () => Promise.resolve(answers((seen.asked += 1)));
  return { clock, seen, end, found: waitForTrayHost(ask, clock, end.signal) };
}

test('finds a panel that starts later', async () => {
  const { clock, seen, found } = wait((asked) => asked === 3);
  await clock.advance(10 * 60_000);
  expect(await found).toBe(true);
  expect(seen.asked).toBe(3);
});

test('polls a desktop without a panel for ten minutes, and not after the end', async () => {
  const never = wait(() => false);
  await never.clock.advance(3_600_000);
  expect(await never.found).toBe(false);
  expect(never.seen.asked).toBe(20);
  const left = wait(() => false);
  left.end.abort();
  expect(await left.found).toBe(false);
});
