import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anAgent, anItem, arbitraryFloor, NOW } from '#tests/support/routing-facts.ts';
import { effectiveBase, loadOf } from '../presence/effective.ts';
import type { Assignment, RoutingAgent, RoutingItem } from './candidates.ts';
import { chooseAgent } from './choose-agent.ts';
import { compareItems } from './order.ts';
import { planAssignments } from './plan.ts';
import { reasonsNotRouted } from './why-not-routed.ts';

/** The agent after an assignment, restated directly from the rules. */
function given(agent: RoutingAgent, item: RoutingItem, { pool, size }: Assignment): RoutingAgent {
  const acceptsAutomatically = agent.autoAcceptChannels.has(item.channelId) && !item.isTransfer;
  const used = { ...agent.used, [pool]: agent.used[pool] + size };
  const load = loadOf({ capacity: agent.capacity, used });
  const { openItems, liveOffers, effectiveBase: chosenBase } = agent;
  const automatic =
    agent.followsLoad === true || (acceptsAutomatically && agent.followsLoadOnceAccepted === true);
  return {
    ...agent,
    used,
    followsLoad: automatic,
    openItems: openItems + 1,
    liveOffers: acceptsAutomatically ? liveOffers : liveOffers + 1,
    lastAssignedAt: NOW,
    effectiveBase: effectiveBase({ chosenBase, automatic, heldByHand: false, load }),
  };
}

/** Calls back with the floor as it was just before each assignment; returns the floor at the end. */
function replay(
  floor: { agents: RoutingAgent[]; items: RoutingItem[] },
  plan: readonly Assignment[],
  before: (item: RoutingItem, agent: RoutingAgent, agents: RoutingAgent[], waiting: RoutingItem[]) => void,
) {
  const agents = new Map(floor.agents.map((agent) => [agent.id, agent]));
  let waiting = [...floor.items];
  for (const assignment of plan) {
    const item = waiting.find(({ id }) => id === assignment.itemId)!;
    const agent = agents.get(assignment.agentId)!;
    before(item, agent, [...agents.values()], waiting);
    waiting = waiting.filter(({ id }) => id !== item.id);
    agents.set(agent.id, given(agent, item, assignment));
  }
  return { agents: [...agents.values()], waiting };
}

const plainly = (floor: { agents: RoutingAgent[]; items: RoutingItem[] }) => {
  const agents = new Map(floor.agents.map((agent) => [agent.id, agent]));
  const waiting = [...floor.items].sort(compareItems);
  const plan: Array<[item: string, agent: string]> = [];
  for (;;) {
    const at = waiting.findIndex((item) => chooseAgent(item, agents.values(), NOW) !== null);
    if (at < 0) return plan;
    const [item] = waiting.splice(at, 1);
    const agent = chooseAgent(item!, agents.values(), NOW)!;
    const [assignment] = planAssignments([item!], [agent], NOW);
    plan.push([item!.id, agent.id]);
    agents.set(agent.id, given(agent, item!, assignment!));
  }
};

describe('for any floor', () => {
  const always = (property: (floor: { agents: RoutingAgent[]; items: RoutingItem[] }) => void) =>
    fc.assert(fc.property(arbitraryFloor, property), { numRuns: 400 });
  const planned = (floor: { agents: RoutingAgent[]; items: RoutingItem[] }) =>
    planAssignments(floor.items, floor.agents, NOW);

  test('the plan equals repeated single steps: the first item that any agent may take goes to its best agent', () => {
    always((floor) => {
      expect(planned(floor).map(({ itemId, agentId }) => [itemId, agentId])).toEqual(plainly(floor));
    });
  });

  test('case 10: no plan takes a pool above its capacity, or further above it', () => {
    always((floor) => {
      const { agents } = replay(floor, planned(floor), () => {});
      for (const agent of agents) {
        const before = floor.agents.find(({ id }) => id === agent.id)!;
        for (const pool of ['primary', 'interruptible'] as const) {
          expect(agent.used[pool]).toBeLessThanOrEqual(Math.max(agent.capacity[pool], before.used[pool]));
        }
        expect(agent.openItems).toBeLessThanOrEqual(Math.max(100, before.openItems));
        if (agent.oneAtATime) expect(agent.liveOffers).toBeLessThanOrEqual(1);
      }
    });
  });

  test('no agent gets an item that a rule keeps away, and each item is assigned once', () => {
    always((floor) => {
      const plan = planned(floor);
      expect(new Set(plan.map(({ itemId }) => itemId)).size).toBe(plan.length);
      replay(floor, plan, (item, agent, agents) => {
        const othersCanTake = agents.some(
          (other) => reasonsNotRouted(item, other, { now: NOW, othersCanTake: true }).length === 0,
        );
        expect(reasonsNotRouted(item, agent, { now: NOW, othersCanTake })).toEqual([]);
      });
    });
  });

  test('no item is left waiting that an agent may still take', () => {
    always((floor) => {
      const { agents, waiting } = replay(floor, planned(floor), () => {});
      for (const item of waiting) expect(chooseAgent(item, agents, NOW)).toBeNull();
    });
  });

  test('among the items that the chosen agent could take, none that waits comes first', () => {
    always((floor) => {
      replay(floor, planned(floor), (item, agent, agents, waiting) => {
        for (const earlier of waiting.filter((other) => compareItems(other, item) < 0)) {
          expect(chooseAgent(earlier, agents, NOW)).toBeNull();
          expect(reasonsNotRouted(earlier, agent, { now: NOW, othersCanTake: false })).not.toEqual([]);
        }
      });
    });
  });
});

test('case 10: capacity 3 and twenty items at once make three offers', () => {
  const items = Array.from({ length: 20 }, (_, at) => anItem({ id: `i${at}`, originalAt: NOW - 100 + at }));
  const agents = [anAgent({ capacity: { primary: 3000, interruptible: 3000 } })];
  expect(planAssignments(items, agents, NOW).map(({ itemId }) => itemId)).toEqual(['i0', 'i1', 'i2']);
});

test('unit 1 and capacity 5: five chats at once', () => {
  const items = Array.from({ length: 9 }, (_, at) => anItem({ id: `i${at}` }));
  expect(planAssignments(items, [anAgent()], NOW)).toHaveLength(5);
});

test('an item that no agent may take does not block those behind it', () => {
  const items = [anItem({ id: 'stuck', channelId: 'unheard-of', priority: 0 }), anItem({ id: 'next' })];
  expect(planAssignments(items, [anAgent()], NOW)).toMatchObject([{ itemId: 'next' }]);
});

test('spreads work: each assignment counts for the next choice', () => {
  const items = Array.from({ length: 4 }, (_, at) => anItem({ id: `i${at}` }));
  const plan = planAssignments(items, [anAgent({ id: 'a1' }), anAgent({ id: 'a2' })], NOW);
  expect(plan.map(({ agentId }) => agentId)).toEqual(['a1', 'a2', 'a1', 'a2']);
});

test('work that is accepted automatically does not keep an agent who takes one offer at a time from the next', () => {
  const items = [1, 2, 3].map((at) => anItem({ id: `i${at}` }));
  const oneAtATime = { oneAtATime: true, autoAcceptChannels: new Set(['chat']) };
  expect(planAssignments(items, [anAgent({ oneAtATime: true })], NOW)).toHaveLength(1);
  expect(planAssignments(items, [anAgent(oneAtATime)], NOW)).toHaveLength(3);
  const transfers = items.map((item) => ({ ...item, isTransfer: true }));
  expect(planAssignments(transfers, [anAgent(oneAtATime)], NOW)).toHaveLength(1);
});

test('automatic presence counts inside a plan: an Available-only channel gives each agent one item', () => {
  const items = [1, 2, 3].map((at) => anItem({ id: `i${at}`, allowedBases: ['available'] }));
  expect(planAssignments(items, [anAgent({ followsLoad: true })], NOW)).toHaveLength(1);
  expect(planAssignments(items, [anAgent()], NOW)).toHaveLength(3);
});

test('work that is accepted automatically ends a choice by hand inside a plan', () => {
  const items = [1, 2, 3].map((at) => anItem({ id: `i${at}`, allowedBases: ['available'] }));
  const held = { followsLoadOnceAccepted: true };
  expect(planAssignments(items, [anAgent(held)], NOW)).toHaveLength(3);
  const accepting = anAgent({ ...held, autoAcceptChannels: new Set(['chat']) });
  expect(planAssignments(items, [accepting], NOW)).toHaveLength(1);
});

test('a base that opens with the load lets in the items that waited before it, in their order', () => {
  const items = [
    anItem({ id: 'only-busy', priority: 0, allowedBases: ['busy'] }),
    anItem({ id: 'first', priority: 1 }),
    anItem({ id: 'second', priority: 2 }),
  ];
  const plan = planAssignments(items, [anAgent({ followsLoad: true })], NOW);
  expect(plan.map(({ itemId }) => itemId)).toEqual(['first', 'only-busy', 'second']);
});

test('case 16: with one agent, a declined item is not offered again until the back-off has passed', () => {
  const declined = (ago: number) =>
    anItem({ exclusions: new Map([['a1', { presenceSession: 's1', at: NOW - ago }]]) });
  expect(planAssignments([declined(29_999)], [anAgent()], NOW)).toEqual([]);
  expect(planAssignments([declined(30_000)], [anAgent()], NOW)).toHaveLength(1);
  const other = anAgent({ id: 'a9', openItems: 4, used: { primary: 4000, interruptible: 0 } });
  expect(planAssignments([declined(30_000)], [anAgent(), other], NOW)).toMatchObject([{ agentId: 'a9' }]);
});

test('plans 2,000 agents and 5,000 items quickly', () => {
  const queues = Array.from({ length: 40 }, (_, at) => `q${at}`);
  const agents = Array.from({ length: 2_000 }, (_, at) =>
    anAgent({
      id: `a${at}`,
      queues: new Set([queues[at % 40]!, queues[(at * 7) % 40]!, 'q0']),
      statusSince: NOW - at,
      followsLoad: at % 2 === 0,
    }),
  );
  const items = Array.from({ length: 5_000 }, (_, at) =>
    anItem({
      id: `i${at}`,
      queueId: queues[at % 3 === 0 ? 0 : at % 40]!,
      model: at % 2 ? 'least-active' : 'most-available',
      originalAt: NOW - at,
      exclusions: new Map(
        at % 10 ? [] : [[`a${at % 2_000}`, { presenceSession: 's1', at: NOW - 1 }] as const],
      ),
    }),
  );
  const plan = planAssignments(items, agents, NOW);
  expect(plan).toHaveLength(5_000);
  expect(planAssignments(items, agents.slice(0, 10), NOW).length).toBeLessThanOrEqual(50);
}, 5_000);
