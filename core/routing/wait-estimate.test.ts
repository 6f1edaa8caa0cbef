import { expect, test } from 'vitest';
import { estimatedWaitSeconds } from './wait-estimate.ts';

test.each([
  [{ position: 1, servers: 1, averageHandleSeconds: 300 }, 300],
  [{ position: 3, servers: 2, averageHandleSeconds: 300 }, 450],
  [{ position: 1, servers: 7, averageHandleSeconds: 60 }, 9],
  [{ position: 1, servers: 0, averageHandleSeconds: 300 }, null],
  [{ position: 1, servers: 2, averageHandleSeconds: null }, null],
  [{ position: 1, servers: 2, averageHandleSeconds: 0 }, null],
  [{ position: 1, servers: 2, averageHandleSeconds: Number.NaN }, null],
  [{ position: 0, servers: 2, averageHandleSeconds: 300 }, null],
])('%o waits %o seconds', (given, expected) => {
  expect(estimatedWaitSeconds(given)).toBe(expected);
});
