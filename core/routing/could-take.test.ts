import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anAgent, arbitraryFloor, NOW } from '#tests/support/routing-facts.ts';
import { couldTakeSomething, takesNothing } from './could-take.ts';
import { mayBeOffered } from './why-not-routed.ts';

test('whoever may be offered anything is looked at', () => {
  fc.assert(
    fc.property(arbitraryFloor, ({ agents, items }) => {
      const freeWork = items.some(({ size }) => takesNothing(size));
      for (const agent of agents)
        for (const item of items)
          if (mayBeOffered(item, agent, { now: NOW, othersCanTake: false }))
            expect(couldTakeSomething(agent, freeWork)).toBe(true);
    }),
    { numRuns: 400 },
  );
});

test('somebody who is full is looked at only where there is work that takes nothing', () => {
  const full = anAgent({
    capacity: { primary: 1000, interruptible: 1000 },
    used: { primary: 1000, interruptible: 1000 },
  });
  expect(couldTakeSomething(full, false)).toBe(false);
  expect(couldTakeSomething(full, true)).toBe(true);
  expect(couldTakeSomething(anAgent({ openChannels: new Set() }), true)).toBe(false);
});
