import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fits, sizeIn } from './size.ts';

const capacity = fc.integer({ min: 1, max: 10_000 }).map((units) => units * 1000);

test.each([
  [{ units: 1000 }, 5000, 1000],
  [{ units: 0 }, 5000, 0],
  [{ units: 333 }, 5000, 333],
  [{ percent: 0 }, 5000, 0],
  [{ percent: 100_000 }, 5000, 5000],
  [{ percent: 50_000 }, 5000, 2500],
  [{ percent: 33_333 }, 1000, 333],
  [{ percent: 33_333 }, 5000, 1666],
  [{ percent: 1 }, 1000, 1],
])('%o of a pool of %i is %i', (size, pool, expected) => {
  expect(sizeIn(size, pool)).toBe(expected);
});

test('n items of (100/n) % never take more than the pool, and all n of them fit', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100 }), capacity, (n, pool) => {
      const size = { percent: Math.floor(100_000 / n) };
      const one = sizeIn(size, pool);
      expect(n * one).toBeLessThanOrEqual(pool);
      expect(fits(size, pool, (n - 1) * one)).toBe(true);
    }),
  );
});

test('a percentage is a whole number of thousandths, less than one below the exact share', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), capacity, (percent, pool) => {
      const size = sizeIn({ percent }, pool);
      expect(Number.isSafeInteger(size)).toBe(true);
      expect(size).toBeGreaterThanOrEqual(1);
      expect(Math.abs(size - (percent * pool) / 100_000)).toBeLessThan(1);
      expect(size).toBeLessThanOrEqual(pool);
    }),
  );
});

describe('fits', () => {
  test.each([
    ['exactly full', { units: 1000 }, 5000, 4000, true],
    ['one thousandth too many', { units: 1000 }, 5000, 4001, false],
    ['larger than the pool', { units: 6000 }, 5000, 0, false],
    ['size 0 in a full pool', { units: 0 }, 5000, 5000, true],
    ['0 % over capacity', { percent: 0 }, 5000, 9000, true],
    ['100 % of an empty pool', { percent: 100_000 }, 5000, 0, true],
    ['100 % beside the least thing', { percent: 100_000 }, 5000, 1, false],
    ['100 % while over capacity', { percent: 100_000 }, 5000, 6000, false],
    ['anything while over capacity', { units: 1 }, 5000, 6000, false],
  ])('%s', (_, size, pool, used, expected) => {
    expect(fits(size, pool, used)).toBe(expected);
  });
});
