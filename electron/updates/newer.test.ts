import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isNewer } from './newer.ts';

/** From old to new. */
const ordered = [
  '0.9.12',
  '0.10.0',
  '1.0.0-alpha.1',
  '1.0.0-alpha.2',
  '1.0.0-alpha.10',
  '1.0.0-beta.1',
  '1.0.0',
  '1.0.1-beta.1',
  '1.2.0',
  '10.0.0',
];

test('later in the list is newer, whichever two are compared', () => {
  const place = fc.nat({ max: ordered.length - 1 });
  fc.assert(
    fc.property(place, place, (one, other) => {
      expect(isNewer(ordered[one]!, ordered[other]!)).toBe(one > other);
    }),
  );
});

test('how it was built makes no version newer', () => {
  expect(isNewer('1.0.0+2', '1.0.0+1')).toBe(false);
});
