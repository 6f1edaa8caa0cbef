import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PlannedRecord } from '#core/contract/setup-system.ts';
import { choose, hasChanges, everything, rangesOf } from './choice.ts';

const line = (action: PlannedRecord['record']['action'], needs: number[] = []): PlannedRecord => ({
  record: {
    type: 'queue',
    name: 'x',
    file: null,
    action,
    reason: null,
    changes: [],
    warnings: [],
    unmodelled: [],
  },
  needs,
});

/** 0 ← 1 ← 2; 3 changes nothing; 4 stands alone. */
const plan = [line('create'), line('create', [0]), line('update', [1]), line('unchanged'), line('create')];

test('selects everything that changes something at first', () => {
  expect([...everything(plan)]).toEqual([0, 1, 2, 4]);
});

test('selects a record with what it needs', () => {
  expect([...choose(plan, new Set(), [2], true)].sort()).toEqual([0, 1, 2]);
});

test('deselects a record with what needs it', () => {
  expect([...choose(plan, everything(plan), [0], false)]).toEqual([4]);
});

test('builds ranges that cover exactly the selected lines', () => {
  expect(rangesOf(plan, everything(plan))).toEqual([{ from: 0, to: 4 }]);
  expect(rangesOf(plan, new Set([0, 4]))).toEqual([
    { from: 0, to: 0 },
    { from: 4, to: 4 },
  ]);
});

test('keeps the selection closed, however it is made', () => {
  const plans = fc.array(
    fc.tuple(fc.constantFrom('create', 'update', 'unchanged', 'skip'), fc.array(fc.nat(30))),
    {
      maxLength: 30,
    },
  );
  fc.assert(
    fc.property(plans, fc.array(fc.tuple(fc.nat(29), fc.boolean())), (shape, acts) => {
      // As in real plans: dependencies are always new.
      const lines = shape.map(([action, needs], index) =>
        line(
          action as 'create',
          needs.filter((need) => need !== index && shape[need]?.[0] === 'create'),
        ),
      );
      let choice = everything(lines);
      for (const [index, wanted] of acts) choice = choose(lines, choice, [index], wanted);
      for (const index of choice) {
        expect(hasChanges(lines[index]!)).toBe(true);
        for (const need of lines[index]!.needs) expect(choice.has(need)).toBe(true);
      }
      const inRanges = (index: number) =>
        rangesOf(lines, choice).some(({ from, to }) => index >= from && index <= to);
      for (const [index, one] of lines.entries())
        if (hasChanges(one)) expect(inRanges(index)).toBe(choice.has(index));
    }),
  );
});
