import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agentWorkStates, liveAgentWorkStates, WorkItemState } from '../vocabulary.ts';
import { type AgentWorkEvent, agentWorkEvents, isLive, nextAgentWorkState } from './agent-work-rules.ts';
import {
  isOpen,
  isTerminalItem,
  nextWorkItemState,
  type WorkItemEvent,
  workItemEvents,
} from './work-item-rules.ts';

const agentWorkTable: ReadonlyArray<[from: string, event: AgentWorkEvent, to: string]> = [
  ['offered', 'accept', 'opened'],
  ['offered', 'decline', 'declined'],
  ['offered', 'time-out', 'declined-on-push-time-out'],
  ['offered', 'withdraw', 'withdrawn'],
  ['offered', 'return', 'unavailable'],
  ['offered', 'owner-lost', 'unavailable'],
  ['offered', 'give-to-another', 'superseded'],
  ['opened', 'end', 'closed'],
  ['opened', 'end-with-wrap-up', 'wrap-up'],
  ['opened', 'transfer-accepted', 'transferred'],
  ['opened', 'return', 'unavailable'],
  ['opened', 'owner-lost', 'unavailable'],
  ['opened', 'give-to-another', 'superseded'],
  ['opened', 'could-not-connect', 'failed'],
  ['wrap-up', 'finish-wrap-up', 'closed'],
];
const itemTable: ReadonlyArray<[from: string, event: WorkItemEvent, to: string]> = [
  ['queued', 'offer', 'offered'],
  ['queued', 'open', 'open'],
  ['queued', 'cancel', 'cancelled'],
  ['offered', 'offer', 'offered'],
  ['offered', 'open', 'open'],
  ['offered', 'return', 'queued'],
  ['offered', 'cancel', 'cancelled'],
  ['open', 'open', 'open'],
  ['open', 'return', 'queued'],
  ['open', 'end', 'closed'],
  ['open', 'end-with-wrap-up', 'wrapping-up'],
  ['open', 'hold', 'on-hold'],
  ['on-hold', 'open', 'open'],
  ['on-hold', 'return', 'queued'],
  ['on-hold', 'end', 'closed'],
  ['on-hold', 'end-with-wrap-up', 'wrapping-up'],
  ['on-hold', 'resume', 'open'],
  ['wrapping-up', 'finish-wrap-up', 'closed'],
];

describe('agent work: every state with every event', () => {
  for (const from of agentWorkStates) {
    test.each(agentWorkEvents)(`${from}, %s`, (event) => {
      const row = agentWorkTable.find(([state, what]) => state === from && what === event);
      expect(nextAgentWorkState(from, event)).toBe(row?.[2] ?? null);
    });
  }
});

describe('work item: every state with every event', () => {
  for (const from of WorkItemState.options) {
    test.each(workItemEvents)(`${from}, %s`, (event) => {
      const row = itemTable.find(([state, what]) => state === from && what === event);
      expect(nextWorkItemState(from, event)).toBe(row?.[2] ?? null);
    });
  }
});

test('lists the live, the open and the terminal states', () => {
  expect(agentWorkStates.filter(isLive)).toEqual(liveAgentWorkStates);
  expect(WorkItemState.options.filter(isOpen)).toEqual(['open', 'on-hold']);
  expect(WorkItemState.options.filter(isTerminalItem)).toEqual(['closed', 'cancelled']);
});

test('no event changes agent work that has ended', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...agentWorkEvents)), (events) => {
      let state: (typeof agentWorkStates)[number] = 'offered';
      for (const event of events) {
        const next = nextAgentWorkState(state, event);
        if (!isLive(state)) expect(next).toBeNull();
        state = next ?? state;
      }
    }),
  );
});
