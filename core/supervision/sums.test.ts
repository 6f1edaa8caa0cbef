import { describe, expect, it } from 'vitest';
import {
  addAbandoned,
  addAnswered,
  addEnd,
  addOffer,
  addTimes,
  agentSumsBy,
  emptyAgentSums,
  emptyQueueSums,
  queueSumsBy,
  toAgentReport,
  toQueueReport,
  type WorkFacts,
} from './sums.ts';

const work = (facts: Partial<WorkFacts>): WorkFacts => ({
  state: 'closed',
  offered_at: 0,
  accepted_at: 10,
  closed_at: 100,
  wrap_up_started_at: null,
  extensions_used: 0,
  decline_reason: null,
  ...facts,
});
const period = (base: 'available' | 'away' | 'offline', from: number, to: number | null, text = 'Here') => ({
  status_text: text,
  base,
  effective_base: base,
  started_at: from,
  ended_at: to,
});

describe('the sums of an agent', () => {
  it('count time signed in by status, and time at work with work; concurrent items count once', () => {
    const sums = emptyAgentSums();
    addTimes(
      sums,
      [period('available', 0, 100), period('away', 100, 150, 'Out to lunch'), period('available', 150, null)],
      [work({ accepted_at: 20, closed_at: 60 }), work({ accepted_at: 40, closed_at: 120 })],
      { from: 10, to: 200 },
    );
    expect(toAgentReport(sums)).toMatchObject({
      statuses: [
        { base: 'available', text: 'Here', duration: 140 },
        { base: 'away', text: 'Out to lunch', duration: 50 },
      ],
      signedIn: 190,
      occupancy: 80 / 140,
    });
  });

  it('count an offer by its result, and work by its end', () => {
    const sums = emptyAgentSums();
    for (const one of [
      work({ extensions_used: 2 }),
      work({ state: 'declined', accepted_at: null, decline_reason: 'Too busy' }),
      work({ state: 'declined', accepted_at: null }),
      work({ state: 'declined-on-push-time-out', accepted_at: null }),
    ])
      addOffer(sums, one);
    addEnd(sums, work({ accepted_at: 10, closed_at: 100, wrap_up_started_at: 70 }));
    addEnd(sums, work({ accepted_at: 10, closed_at: 40 }));
    addEnd(sums, work({ accepted_at: null, closed_at: 40 }));
    expect(toAgentReport(sums)).toMatchObject({
      offered: 4,
      answered: 1,
      declined: 2,
      missed: 1,
      extensions: 2,
      declinedByReason: [
        { reason: 'Too busy', count: 1 },
        { reason: '', count: 1 },
      ],
      handleTime: 60,
      wrapUpTime: 30,
    });
  });

  it('add up: statuses and reasons key by key', () => {
    const by = agentSumsBy();
    for (const duration of [5, 7])
      by.add('ann', {
        ...emptyAgentSums(),
        signedIn: duration,
        statuses: { 'available Here': duration },
        reasons: { '': 1 },
      });
    expect(by.of('ann')).toMatchObject({
      signedIn: 12,
      statuses: { 'available Here': 12 },
      reasons: { '': 2 },
    });
  });

  it('have no ratio and no mean when empty', () => {
    expect(toAgentReport(emptyAgentSums())).toMatchObject({
      occupancy: null,
      handleTime: null,
      wrapUpTime: null,
    });
    expect(toQueueReport(emptyQueueSums(), 20)).toMatchObject({
      serviceLevel: null,
      longestWait: null,
      abandonment: null,
    });
  });
});

describe('the sums of a queue', () => {
  it('answer any target of whole seconds, to the millisecond', () => {
    const sums = emptyQueueSums();
    for (const wait of [0, 19_999, 20_000, 20_001]) addAnswered(sums, wait);
    for (const wait of [20_000, 20_001]) addAbandoned(sums, wait);
    expect(toQueueReport(sums, 20)).toMatchObject({
      answered: 4,
      abandoned: 2,
      serviceLevel: 3 / 5,
      speedToAnswer: 15_000,
      longestWait: 20_001,
      abandonment: 1 / 3,
    });
    expect(toQueueReport(sums, 21).serviceLevel).toBe(1);
    expect(toQueueReport(sums, null).serviceLevel).toBeNull();
  });

  it('add up: the longest wait is the maximum', () => {
    const by = queueSumsBy();
    for (const longest of [null, 5, 9, 7]) by.add('care', { ...emptyQueueSums(), longest });
    expect(by.of('care').longest).toBe(9);
  });
});
