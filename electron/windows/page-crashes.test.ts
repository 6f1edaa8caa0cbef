import { expect, test } from 'vitest';
import { afterCrash, type Crashes } from './page-crashes.ts';

test('doubles the delay for each crash in a row up to half a minute, and resets it after a stable period', () => {
  let known: Crashes | null = null;
  let now = 0;
  const waits = Array.from({ length: 9 }, () => {
    const { crashes, wait } = afterCrash(known, now);
    known = crashes;
    now += wait + 100;
    return wait;
  });
  expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  expect(afterCrash(known, now + 5 * 60_000).wait).toBe(500);
});
