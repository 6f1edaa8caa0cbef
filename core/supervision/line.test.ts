import { expect, test } from 'vitest';
import type { FloorWork } from './floor.ts';
import { lineOf, priorityFor, PRIORITIES } from './line.ts';

const waiting = (id: string, patch: Partial<FloorWork> = {}): FloorWork => ({
  id,
  workItemId: id,
  agentWorkId: null,
  state: 'queued',
  customer: id,
  subject: '',
  channel: { id: 'chat', name: 'Chat', kind: 'chat' },
  queueId: 'care',
  agentId: null,
  priority: 5,
  secondaryPriority: null,
  originalAt: 0,
  since: 0,
  deadline: null,
  helpWanted: false,
  waitingForAgentSince: null,
  isTransfer: false,
  hasConversation: true,
  ...patch,
});

test('lists the waiting items of this queue in the order of the router', () => {
  const work = [
    waiting('late', { originalAt: 9 }),
    waiting('early', { originalAt: 1 }),
    waiting('elsewhere', { queueId: 'returns' }),
    waiting('taken', { state: 'offered' }),
    waiting('urgent', { priority: 1, originalAt: 20 }),
    waiting('second', { secondaryPriority: 3, originalAt: 30 }),
  ];
  expect(lineOf(work, 'care').map(({ id }) => id)).toEqual(['urgent', 'second', 'early', 'late']);
});

test('moving an item first puts it before all others; the first item cannot be moved', () => {
  const line = lineOf([waiting('a', { priority: 2 }), waiting('b', { priority: 7 })], 'care');
  expect(priorityFor('first', line[1]!, line)).toBe(1);
  expect(priorityFor('first', line[0]!, line)).toBeNull();
});

test.each([
  ['earlier', 5, 4],
  ['later', 5, 6],
  ['earlier', PRIORITIES.lowest, null],
  ['later', PRIORITIES.highest, null],
] as const)('%s from priority %i is %s', (move, priority, becomes) => {
  const item = waiting('a', { priority });
  expect(priorityFor(move, item, [item])).toBe(becomes);
});

test('no item can be moved before one with the lowest priority number', () => {
  const line = lineOf([waiting('a', { priority: PRIORITIES.lowest }), waiting('b')], 'care');
  expect(priorityFor('first', line[1]!, line)).toBeNull();
});
