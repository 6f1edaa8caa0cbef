import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { closeTab, moveTab, openWork, syncTabs, type Tabs } from './workspace-tabs.ts';

const tabs = (row: string, active: string | null): Tabs => ({ tabs: [...row], active });

describe('opening', () => {
  test.each([
    ['accepted opens in front', tabs('ab', 'a'), 'c', 'accepted', { ...tabs('abc', 'c'), marked: false }],
    ['accepted comes to the front', tabs('ab', 'a'), 'b', 'accepted', { ...tabs('ab', 'b'), marked: false }],
    [
      'automatic, no tab open: in front',
      tabs('', null),
      'c',
      'auto-accepted',
      { ...tabs('c', 'c'), marked: false },
    ],
    [
      'automatic, others open: behind, marked',
      tabs('ab', 'a'),
      'c',
      'auto-accepted',
      { ...tabs('abc', 'a'), marked: true },
    ],
    [
      'automatic, its tab open: to the front',
      tabs('ab', 'a'),
      'b',
      'auto-accepted',
      { ...tabs('ab', 'b'), marked: false },
    ],
    [
      'automatic, its tab in front already',
      tabs('ab', 'a'),
      'a',
      'auto-accepted',
      { ...tabs('ab', 'a'), marked: false },
    ],
  ] as const)('%s', (_, before, id, how, expected) => {
    expect(openWork(before, id, how)).toEqual(expected);
  });

  test('drops the oldest tab beyond the limit, never the active or the new one', () => {
    const row = Array.from({ length: 200 }, (_, at) => `t${at}`);
    const opened = openWork({ tabs: row, active: 't0' }, 'new', 'auto-accepted');
    expect(opened.tabs).toHaveLength(200);
    expect(opened.tabs.slice(0, 2)).toEqual(['t0', 't2']);
    expect(opened.tabs.at(-1)).toBe('new');
  });
});

test.each([
  ['right neighbour', tabs('abc', 'b'), 'b', tabs('ac', 'c')],
  ['left when there is none', tabs('abc', 'c'), 'c', tabs('ab', 'b')],
  ['the last one', tabs('a', 'a'), 'a', tabs('', null)],
  ['one behind', tabs('abc', 'b'), 'a', tabs('bc', 'b')],
  ['one that is not open', tabs('ab', 'a'), 'x', tabs('ab', 'a')],
])('closing: %s', (_, before, id, after) => {
  expect(closeTab(before, id)).toEqual(after);
});

test.each([
  ['to the front', tabs('abc', 'a'), 'c', 0, tabs('cab', 'a')],
  ['to the right', tabs('abc', 'a'), 'a', 1, tabs('bac', 'a')],
  ['past the end', tabs('abc', 'a'), 'a', 9, tabs('bca', 'a')],
  ['before the start', tabs('abc', 'a'), 'b', -1, tabs('bac', 'a')],
  ['one that is not open', tabs('abc', 'a'), 'x', 0, tabs('abc', 'a')],
])('moving: %s', (_, before, id, to, after) => {
  expect(moveTab(before, id, to)).toEqual(after);
});

test.each([
  ['the front one is gone', tabs('abcd', 'b'), 'ad', tabs('ad', 'd')],
  ['everything behind is gone', tabs('abcd', 'b'), 'b', tabs('b', 'b')],
  ['all gone', tabs('ab', 'a'), '', tabs('', null)],
  ['nothing in front', tabs('ab', null), 'b', tabs('b', null)],
  ['what is not open does not open', tabs('a', 'a'), 'ab', tabs('a', 'a')],
])('closing tabs without live work: %s', (_, before, live, after) => {
  expect(syncTabs(before, live)).toEqual(after);
});

test('no operation duplicates a tab, and the active tab is always in the row', () => {
  const id = fc.constantFrom(...'abcdef');
  const act = fc.oneof(
    fc.record({ what: fc.constant('open'), id, how: fc.constantFrom('accepted', 'auto-accepted') }),
    fc.record({ what: fc.constant('close'), id }),
    fc.record({ what: fc.constant('move'), id, to: fc.integer({ min: -2, max: 8 }) }),
    fc.record({ what: fc.constant('sync'), ids: fc.subarray([...'abcdef']) }),
  );
  fc.assert(
    fc.property(fc.array(act), (acts) => {
      let now: Tabs = { tabs: [], active: null };
      for (const one of acts) {
        if ('how' in one) now = openWork(now, one.id, one.how as 'accepted' | 'auto-accepted');
        else if ('to' in one) now = moveTab(now, one.id, one.to);
        else if ('ids' in one) now = syncTabs(now, one.ids);
        else now = closeTab(now, one.id);
        expect(new Set(now.tabs).size).toBe(now.tabs.length);
        expect(now.active === null ? now.tabs.length : now.tabs.includes(now.active)).toBe(
          now.active === null ? 0 : true,
        );
      }
    }),
  );
});
