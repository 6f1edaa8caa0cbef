import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryFloor, NOW } from '#tests/support/routing-facts.ts';
import { chooseAgent } from './choose-agent.ts';
import { planAssignments } from './plan.ts';
import { reasonsByAgent } from './why-waiting.ts';

test('the router offers an item exactly when an agent has no reason against it, and to one of those agents', () => {
  fc.assert(
    fc.property(arbitraryFloor, ({ agents, items }) => {
      for (const item of items) {
        const reasons = reasonsByAgent(item, agents, NOW);
        const without = agents.filter(({ id }) => reasons.get(id)!.length === 0).map(({ id }) => id);
        const [assignment] = planAssignments([item], agents, NOW);
        expect(assignment !== undefined).toBe(without.length > 0);
        if (assignment) expect(without).toContain(assignment.agentId);
        expect(chooseAgent(item, agents, NOW)?.id).toBe(assignment?.agentId);
      }
    }),
    { numRuns: 400 },
  );
});
