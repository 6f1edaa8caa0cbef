import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anAgent, arbitraryFloor, NOW } from '#tests/support/routing-facts.ts';
import { canTakeAnyWork, kindOf, fitsAnyAgent, takesNothing } from './can-take-any-work.ts';
import { afterAssignments, planAssignments } from './plan.ts';
import { mayBeOffered } from './why-not-routed.ts';

test('includes every agent who could be offered something', () => {
  fc.assert(
    fc.property(arbitraryFloor, ({ agents, items }) => {
      const freeWork = items.some(({ size }) => takesNothing(size));
      for (const agent of agents)
        for (const item of items)
          if (mayBeOffered(item, agent, { now: NOW, othersCanTake: false }))
            expect(canTakeAnyWork(agent, freeWork)).toBe(true);
    }),
    { numRuns: 400 },
  );
});

test('includes a full agent only where some work takes no capacity', () => {
  const full = anAgent({
    capacity: { primary: 1000, interruptible: 1000 },
    used: { primary: 1000, interruptible: 1000 },
  });
  expect(canTakeAnyWork(full, false)).toBe(false);
  expect(canTakeAnyWork(full, true)).toBe(true);
  expect(canTakeAnyWork(anAgent({ openChannels: new Set() }), true)).toBe(false);
});

test('plans nothing where nothing fits, at first and after part of the queue', () => {
  fc.assert(
    fc.property(arbitraryFloor, fc.nat(), ({ agents, items }, somewhere) => {
      const plan = planAssignments(items, agents, NOW);
      if (!fitsAnyAgent(items.map(kindOf), agents, NOW)) expect(plan).toEqual([]);
      const part = items.slice(0, somewhere % (items.length + 1));
      const planned = planAssignments(part, agents, NOW);
      const left = items.filter(({ id }) => !planned.some(({ itemId }) => itemId === id));
      const after = afterAssignments(agents, planned, NOW);
      if (!fitsAnyAgent(left.map(kindOf), after, NOW)) expect(planAssignments(left, after, NOW)).toEqual([]);
    }),
    { numRuns: 400 },
  );
});
