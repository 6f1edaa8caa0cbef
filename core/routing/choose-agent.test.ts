import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anAgent, anItem, arbitraryFloor, NOW } from '#tests/support/routing-facts.ts';
import type { RoutingAgent, RoutingItem } from './candidates.ts';
import { chooseAgent, compareAgents } from './choose-agent.ts';
import { Heap } from './heap.ts';
import { compareItems } from './order.ts';

const used = (primary: number, interruptible = 0) => ({ used: { primary, interruptible } });
const capacity = (primary: number, interruptible = primary) => ({ capacity: { primary, interruptible } });
const mostAvailable: Partial<RoutingItem> = { model: 'most-available' };

describe('chooses the first of two agents', () => {
  test.each<
    [why: string, item: Partial<RoutingItem>, wins: Partial<RoutingAgent>, loses: Partial<RoutingAgent>]
  >([
    ['least active: fewer open items', {}, { openItems: 1, ...used(4000) }, { openItems: 2, ...used(1000) }],
    ['most available: more free units', mostAvailable, { ...capacity(9000), ...used(3000) }, used(0)],
    [
      'most available: as many free units, a larger free share',
      mostAvailable,
      { ...used(2000), openItems: 2 },
      { ...capacity(9000), ...used(6000), openItems: 1 },
    ],
    [
      'most available: free units of the pool of the item',
      { ...mostAvailable, pool: 'interruptible' },
      used(4000, 0),
      used(0, 1000),
    ],
    ['tie: nobody’s work first', mostAvailable, { openItems: 0, lastAssignedAt: NOW }, { openItems: 1 }],
    ['tie: never assigned', {}, { lastAssignedAt: null }, { lastAssignedAt: 0 }],
    ['tie: last assignment longest ago', {}, { lastAssignedAt: 5 }, { lastAssignedAt: 6 }],
    ['tie: longest in the present status', {}, { statusSince: 5 }, { statusSince: 6 }],
    ['tie: id', {}, {}, {}],
    ['preferred', { preferredAgentId: 'a1' }, { openItems: 3 }, { openItems: 0 }],
    ['required', { requiredAgentId: 'a1' }, { openItems: 3 }, { openItems: 0 }],
    ['may be offered it', {}, { openItems: 3 }, { openItems: 0, signedIn: false }],
    [
      'an exclusion counts',
      { exclusions: new Map([['a2', { presenceSession: 's1', at: NOW - 60_000 }]]) },
      { openItems: 3 },
      {},
    ],
    [
      'a preferred agent whose exclusion has relaxed comes after everybody else',
      { preferredAgentId: 'a2', exclusions: new Map([['a2', { presenceSession: 's1', at: NOW - 60_000 }]]) },
      { openItems: 3 },
      {},
    ],
  ])('%s', (_, item, wins, loses) => {
    const winner = anAgent({ id: 'a1', ...wins });
    const loser = anAgent({ id: 'a2', ...loses });
    expect(chooseAgent(anItem(item), [winner, loser], NOW)?.id).toBe('a1');
    expect(chooseAgent(anItem(item), [loser, winner], NOW)?.id).toBe('a1');
  });
});

test('returns null when no agent is available', () => {
  expect(chooseAgent(anItem(), [], NOW)).toBeNull();
  expect(chooseAgent(anItem({ requiredAgentId: 'a2' }), [anAgent()], NOW)).toBeNull();
});

test('chooses the better of two agents whose exclusions have relaxed', () => {
  const at = { presenceSession: 's1', at: NOW - 30_000 };
  const item = anItem({
    exclusions: new Map([
      ['a1', at],
      ['a2', at],
    ]),
  });
  expect(chooseAgent(item, [anAgent({ openItems: 1 }), anAgent({ id: 'a2' })], NOW)?.id).toBe('a2');
});

test('the choice does not depend on the order of the agents', () => {
  fc.assert(
    fc.property(arbitraryFloor, ({ agents, items }) => {
      for (const item of items) {
        expect(chooseAgent(item, agents.toReversed(), NOW)).toBe(chooseAgent(item, agents, NOW));
        for (const a of agents) {
          for (const b of agents) {
            // Adding 0 turns −0 into 0.
            expect(Math.sign(compareAgents(item, a, b)) + Math.sign(compareAgents(item, b, a)) + 0).toBe(0);
          }
        }
      }
    }),
    { numRuns: 50 },
  );
});

test.each<[why: string, first: Partial<RoutingItem>, second: Partial<RoutingItem>]>([
  ['priority', { priority: 1, originalAt: 9 }, { priority: 2, originalAt: 1 }],
  ['secondary priority', { secondaryPriority: 1, originalAt: 9 }, { secondaryPriority: 2, originalAt: 1 }],
  ['none comes last', { secondaryPriority: 99, originalAt: 9 }, { secondaryPriority: null, originalAt: 1 }],
  ['original age', { originalAt: 1, id: 'z' }, { originalAt: 2, id: 'a' }],
  ['id', { id: 'a' }, { id: 'b' }],
])('order of items: %s', (_, first, second) => {
  expect(compareItems(anItem(first), anItem(second))).toBeLessThan(0);
  expect(compareItems(anItem(second), anItem(first))).toBeGreaterThan(0);
  expect(compareItems(anItem(first), anItem(first))).toBe(0);
});

test('a heap returns its entries in ascending order', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.array(fc.integer()), (atOnce, later) => {
      const heap = new Heap<number>((a, b) => a - b, atOnce);
      for (const entry of later) heap.push(entry);
      const out = Array.from({ length: atOnce.length + later.length }, () => heap.pop());
      expect(out).toEqual([...atOnce, ...later].sort((a, b) => a - b));
      expect(heap.pop()).toBeUndefined();
    }),
  );
});
