import { expect, it } from 'vitest';
import { shift } from './shift.ts';

it('moves the selection by one place and keeps its order', () => {
  expect(shift(['a', 'b', 'c', 'd'], ['b', 'c'], -1)).toEqual(['b', 'c', 'a', 'd']);
  expect(shift(['a', 'b', 'c', 'd'], ['b', 'c'], 1)).toEqual(['a', 'd', 'b', 'c']);
});

it('does not move where there is no room', () => {
  expect(shift(['a', 'b', 'c'], ['a', 'b'], -1)).toEqual(['a', 'b', 'c']);
  expect(shift(['a', 'b', 'c'], ['c'], 1)).toEqual(['a', 'b', 'c']);
  expect(shift([], ['a'], 1)).toEqual([]);
});
