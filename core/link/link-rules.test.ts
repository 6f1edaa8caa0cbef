import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoff, clientLink, linkFromHeartbeats, nextCheckAt } from './link-rules.ts';

test.each([
  [-3_600_000, 'connected'],
  [0, 'connected'],
  [14_999, 'connected'],
  [15_000, 'unsteady'],
  [24_999, 'unsteady'],
  [25_000, 'lost'],
  [3_600_000, 'lost'],
])('%i ms after the last heartbeat the link is %s', (silent, expected) => {
  expect(linkFromHeartbeats(1e9, 1e9 + silent)).toBe(expected);
});

test.each([
  ['case 15: an open socket with unanswered beats', 25_000, true, 'lost'],
  ['case 15: one beat unanswered', 15_000, true, 'unsteady'],
  ['case 15: answered beats, whatever else says so', 14_999, true, 'connected'],
  ['case 14: a socket closed just now', 0, false, 'unsteady'],
  ['case 14: a socket closed for long', 25_000, false, 'lost'],
])('%s', (_, silent, socketOpen, expected) => {
  expect(clientLink({ lastAnsweredAt: 0, now: silent, socketOpen })).toBe(expected);
});

test.each([
  [0, 15_000],
  [14_999, 15_000],
  [15_000, 25_000],
  [24_999, 25_000],
  [25_000, null],
])('checked after %i ms, the next change is at %o', (now, expected) => {
  expect(nextCheckAt(0, now)).toBe(expected);
});

test('the state stays the same between two checks and changes at the second', () => {
  fc.assert(
    fc.property(fc.nat(30_000), (now) => {
      const at = nextCheckAt(0, now);
      if (at === null) return;
      expect(linkFromHeartbeats(0, at - 1)).toBe(linkFromHeartbeats(0, now));
      expect(linkFromHeartbeats(0, at)).not.toBe(linkFromHeartbeats(0, now));
    }),
  );
});

test('reconnecting waits between half a second and the bound of its attempt, which doubles up to 15 s', () => {
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(fc.nat(2_000), random, (attempt, value) => {
      const wait = backoff(attempt, () => value);
      expect(wait).toBeGreaterThanOrEqual(500);
      expect(wait).toBeLessThanOrEqual(Math.min(15_000, 1_000 * 2 ** attempt));
    }),
  );
  expect([0, 1, 2, 3, 4, 5].map((attempt) => backoff(attempt, () => 0.999_999_9))).toEqual([
    1_000, 2_000, 4_000, 8_000, 15_000, 15_000,
  ]);
  expect(backoff(9, () => 0)).toBe(500);
});
