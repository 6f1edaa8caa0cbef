import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockDuration, countdown, daysBetween, localeOf, units } from './format.ts';

describe('the reader’s locale', () => {
  it('is the system’s variant of the language', () => {
    expect(localeOf('en', ['ko-KR', 'en-GB'])).toBe('en-GB');
    expect(localeOf('ko', ['en-GB'])).toBe('ko');
  });

  it('ignores invalid language tags: a system without a locale causes no crash', () => {
    expect(localeOf('en', ['en-US@posix'])).toBe('en');
    expect(localeOf('en', ['en_US.UTF-8', 'en-AU'])).toBe('en-AU');
  });
});

describe('durations', () => {
  it('are formatted like a clock', () => {
    expect(clockDuration(0)).toBe('0:00');
    expect(clockDuration(59_999)).toBe('0:59');
    expect(clockDuration(61_000)).toBe('1:01');
    expect(clockDuration(3_600_000)).toBe('1:00:00');
    expect(clockDuration(-5_000)).toBe('0:00');
  });

  it('show 0:00 only when the time is over, while counting down', () => {
    expect(countdown(1)).toBe('0:01');
    expect(countdown(0)).toBe('0:00');
    expect(countdown(-1)).toBe('0:00');
    fc.assert(fc.property(fc.integer({ min: 1, max: 86_400_000 }), (left) => countdown(left) !== '0:00'));
  });
});

it('shows capacity in units without needless zeros', () => {
  expect([0, 1_000, 1_500, 333, 2_050].map(units)).toEqual(['0', '1', '1.5', '0.33', '2.05']);
});

it('counts calendar days', () => {
  const at = (day: number, hour: number) => new Date(2026, 4, day, hour).getTime();
  expect(daysBetween(at(4, 23), at(5, 0))).toBe(1);
  expect(daysBetween(at(5, 0), at(5, 23))).toBe(0);
  expect(daysBetween(at(1, 12), at(8, 1))).toBe(7);
});
