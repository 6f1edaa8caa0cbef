import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  abandonmentRate,
  clip,
  mean,
  serviceLevel,
  serviceLevelHealth,
  serviceLevels,
  type Span,
  union,
  workingTime,
  waitHealth,
} from './metrics.ts';

describe('service level', () => {
  test.each([
    [{ answered: 0, answeredInTime: 0, abandonedLate: 0 }, null, 'normal'],
    [{ answered: 4, answeredInTime: 0, abandonedLate: 0 }, 0, 'normal'],
    [{ answered: 5, answeredInTime: 5, abandonedLate: 0 }, 1, 'normal'],
    [{ answered: 8, answeredInTime: 8, abandonedLate: 2 }, 0.8, 'normal'],
    [{ answered: 79, answeredInTime: 79, abandonedLate: 21 }, 0.79, 'at-risk'],
    [{ answered: 10, answeredInTime: 6, abandonedLate: 0 }, 0.6, 'at-risk'],
    [{ answered: 100, answeredInTime: 59, abandonedLate: 0 }, 0.59, 'critical'],
  ] as const)('%o is %s, %s', (facts, level, health) => {
    expect(serviceLevel(facts)).toBe(level);
    expect(serviceLevelHealth(facts)).toBe(health);
  });

  test('the level of a range counts the whole range, not the mean of its parts', () => {
    const minute = (answered: number, answeredInTime: number) => ({
      answered,
      answeredInTime,
      abandonedLate: 0,
    });
    const minutes = [minute(0, 0), minute(1, 1), minute(3, 0), minute(0, 0), minute(0, 0), minute(2, 2)];
    expect(serviceLevels(minutes, 2)).toEqual([null, 1, 0.25, 0, null, 1]);
    expect(serviceLevels(minutes, 10).at(-1)).toBe(0.5);
    expect(serviceLevels([], 10)).toEqual([]);
  });

  test.each([
    [null, 20, 'normal'],
    [60_000, null, 'normal'],
    [14_999, 20, 'normal'],
    [15_000, 20, 'at-risk'],
    [20_000, 20, 'at-risk'],
    [20_001, 20, 'critical'],
  ] as const)('a wait of %s ms to a target of %s s is %s', (waited, target, health) => {
    expect(waitHealth(waited, target)).toBe(health);
  });
});

test('a ratio over nothing is null', () => {
  expect(abandonmentRate({ answered: 0, abandoned: 0 })).toBeNull();
  expect(abandonmentRate({ answered: 3, abandoned: 1 })).toBe(0.25);
  expect(mean(0, 0)).toBeNull();
  expect(mean(9, 2)).toBe(4.5);
});

test('clips intervals to the range; an interval without an end reaches to the end of the range', () => {
  const range = { from: 10, to: 20 };
  expect(clip({ from: 5, to: 15 }, range)).toEqual({ from: 10, to: 15 });
  expect(clip({ from: 15, to: null }, range)).toEqual({ from: 15, to: 20 });
  expect(clip({ from: 1, to: 10 }, range)).toBeNull();
  expect(clip({ from: 20, to: null }, range)).toBeNull();
});

describe('time at work and time with work', () => {
  test('two concurrent conversations count once as time with work; work while Away counts on neither side', () => {
    const present = [{ from: 0, to: 100 }];
    expect(workingTime(present, [])).toEqual({ atWork: 100, withWork: 0 });
    expect(
      workingTime(present, [
        { from: 0, to: 50 },
        { from: 25, to: 75 },
      ]),
    ).toEqual({ atWork: 100, withWork: 75 });
    expect(workingTime(present, [{ from: 90, to: 200 }])).toEqual({ atWork: 100, withWork: 10 });
    expect(workingTime([], [{ from: 0, to: 10 }])).toEqual({ atWork: 0, withWork: 0 });
  });

  const spans = fc.array(
    fc.tuple(fc.nat(200), fc.nat(60)).map(([from, length]): Span => ({ from, to: from + length })),
    { maxLength: 12 },
  );
  /** Reference implementation, second by second. */
  const covered = (list: readonly Span[]) =>
    new Set(list.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, at) => from + at)));

  test('equals counting every moment', () => {
    fc.assert(
      fc.property(spans, spans, (present, work) => {
        const at = covered(present);
        const both = [...covered(work)].filter((moment) => at.has(moment)).length;
        expect(workingTime(present, work)).toEqual({ atWork: at.size, withWork: both });
      }),
    );
  });

  test('a union covers the same moments without overlap, in order', () => {
    fc.assert(
      fc.property(spans, (list) => {
        const joined = union(list);
        expect(covered(joined)).toEqual(covered(list));
        joined.slice(1).forEach(({ from }, at) => expect(from).toBeGreaterThan(joined[at]!.to));
      }),
    );
  });
});
