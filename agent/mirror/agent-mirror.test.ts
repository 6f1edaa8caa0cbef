import { expect, test } from 'vitest';
import { aSnapshot } from '#tests/support/snapshots.ts';
import { AgentMirror } from './agent-mirror.ts';
import { nextSkew, skewSample } from './clock-skew.ts';

test('ignores a late snapshot, unless it is the first of a new connection', () => {
  const mirror = new AgentMirror();
  expect(mirror.take(aSnapshot(0, { version: 7 }), true, 0)).toBe(true);
  expect(mirror.take(aSnapshot(0, { version: 6 }), false, 0)).toBe(false);
  expect(mirror.snapshot?.version).toBe(7);
  expect(mirror.take(aSnapshot(0, { version: 2 }), true, 0)).toBe(true);
  expect(mirror.snapshot?.version).toBe(2);
});

test('measures the skew at once, then smooths it, and follows a clock that was set', () => {
  expect(skewSample(5_000, 1_000, 1_200)).toBe(3_900);
  expect(nextSkew(null, 3_900)).toBe(3_900);
  expect(nextSkew(1_000, 1_400)).toBe(1_100);
  expect(nextSkew(1_000, 60_000)).toBe(60_000);
});

test('notifies windows of the skew only when the change is worth a push', () => {
  const mirror = new AgentMirror();
  mirror.take(aSnapshot(10_000), true, 4_000);
  expect(mirror.skew).toBe(6_000);
  expect(mirror.hubTime(10_010, 4_000, 4_000)).toBe(false);
  expect(mirror.hubTime(20_000, 4_000, 4_000)).toBe(true);
  expect(mirror.skew).toBe(16_000);
});
