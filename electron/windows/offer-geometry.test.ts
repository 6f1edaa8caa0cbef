import fc from 'fast-check';
import { expect, test } from 'vitest';
import { offerBounds } from './offer-geometry.ts';

const screenOf = (x: number, y: number, width: number, height: number) => ({ x, y, width, height });

test('places it bottom right, top right on macOS, with a margin', () => {
  const workArea = screenOf(1920, 0, 1280, 1024);
  expect(offerBounds(workArea, 300, 'win32')).toEqual({ x: 2804, y: 708, width: 380, height: 300 });
  expect(offerBounds(workArea, 300, 'darwin')).toEqual({ x: 2804, y: 16, width: 380, height: 300 });
});

test('keeps it inside the work area, regardless of the sizes of both', () => {
  const size = fc.integer({ min: 40, max: 4_000 });
  const place = fc.integer({ min: -4_000, max: 4_000 });
  fc.assert(
    fc.property(
      place,
      place,
      size,
      size,
      fc.integer({ min: 0, max: 9_000 }),
      fc.constantFrom('darwin', 'linux'),
      (x, y, width, height, content, platform) => {
        const bounds = offerBounds(screenOf(x, y, width, height), content, platform as NodeJS.Platform);
        expect(bounds.x).toBeGreaterThanOrEqual(x);
        expect(bounds.y).toBeGreaterThanOrEqual(y);
        expect(bounds.x + bounds.width).toBeLessThanOrEqual(x + width);
        expect(bounds.y + bounds.height).toBeLessThanOrEqual(y + height);
      },
    ),
  );
});
