import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nextTimeOfDay } from './next-time-of-day.ts';

it('is always in the future, at most a day ahead (plus the hour that a clock may be set back)', () => {
  const minutes = fc.integer({ min: 0, max: 24 * 60 - 1 });
  fc.assert(
    fc.property(minutes, fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 }), (minute, now) => {
      const time = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
      const at = nextTimeOfDay(time, now);
      expect(at).toBeGreaterThan(now);
      expect(at - now).toBeLessThanOrEqual(25 * 3_600_000);
    }),
  );
});

it('is today if still to come, else tomorrow', () => {
  const noon = new Date(2026, 4, 5, 12).getTime();
  expect(new Date(nextTimeOfDay('14:00', noon)).getDate()).toBe(5);
  expect(new Date(nextTimeOfDay('12:00', noon)).getDate()).toBe(6);
});
