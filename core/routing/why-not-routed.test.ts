import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anAgent, anItem, arbitraryFloor, NOW } from '#tests/support/routing-facts.ts';
import type { RoutingAgent, RoutingItem } from './candidates.ts';
import { chooseAgent } from './choose-agent.ts';
import { routingReasonCodes } from './reasons.ts';
import { mayBeOffered, nameReason, reasonsNotRouted, whyNoWork } from './why-not-routed.ts';

const moment = { now: NOW, othersCanTake: true };
const codes = (
  item: Partial<RoutingItem>,
  agent: Partial<RoutingAgent>,
  at: { now: number; othersCanTake: boolean } = moment,
) => reasonsNotRouted(anItem(item), anAgent(agent), at).map(({ code }) => code);
const excluded = (at: number, presenceSession = 's1') => ({
  exclusions: new Map([['a1', { presenceSession, at }]]),
});
const full = { used: { primary: 5000, interruptible: 0 } };

test('an agent without blocking rules may be offered the item', () => {
  expect(codes({}, {})).toEqual([]);
});

describe('each rule, in both directions', () => {
  test.each<
    [code: string, item: Partial<RoutingItem>, stops: Partial<RoutingAgent>, passes: Partial<RoutingAgent>]
  >([
    ['not-signed-in', {}, { signedIn: false }, { signedIn: true }],
    ['link-not-connected', {}, { link: 'unsteady' }, { link: 'connected' }],
    ['link-not-connected', {}, { link: 'lost' }, { link: 'connected' }],
    ['base-not-allowed', {}, { effectiveBase: 'busy-dnd' }, { effectiveBase: 'busy' }],
    ['base-not-allowed', { allowedBases: ['away'] }, {}, { effectiveBase: 'away' }],
    ['status-not-open', {}, { openChannels: new Set() }, { openChannels: new Set(['x', 'chat']) }],
    ['not-a-member', {}, { queues: new Set(['q2']) }, { queues: new Set(['q1']) }],
    ['not-a-member', { queueId: null }, {}, { id: 'never' }],
    ['asks-for-another-agent', { requiredAgentId: 'a2' }, {}, { id: 'a2', queues: new Set() }],
    ['asks-for-another-agent', { requiredProfileId: 'p2' }, {}, { profileId: 'p2', queues: new Set() }],
    ['asks-for-another-agent', { requiredProfileId: 'p2' }, { profileId: null }, { profileId: 'p2' }],
    [
      'no-room',
      {},
      { used: { primary: 4001, interruptible: 0 } },
      { used: { primary: 4000, interruptible: 0 } },
    ],
    ['no-room', { pool: 'interruptible' }, { used: { primary: 0, interruptible: 4001 } }, full],
    ['too-many-open', {}, { openItems: 100 }, { openItems: 99 }],
    ['one-at-a-time', {}, { oneAtATime: true, liveOffers: 1 }, { oneAtATime: true, liveOffers: 0 }],
    ['one-at-a-time', {}, { oneAtATime: true, liveOffers: 1 }, { oneAtATime: false, liveOffers: 1 }],
    ['excluded', excluded(NOW), {}, { presenceSession: 's2' }],
  ])('%s', (code, item, stops, passes) => {
    expect(codes(item, stops)).toEqual([code]);
    if (passes.id !== 'never') expect(codes(item, passes)).toEqual([]);
  });

  test('external-routing: never from here', () => {
    expect(codes({ model: 'external' }, {})).toEqual(['external-routing']);
  });
});

test('an item assigned to this agent needs no membership; a preference needs it, unless the item has no queue', () => {
  expect(codes({ requiredAgentId: 'a1' }, { queues: new Set() })).toEqual([]);
  expect(codes({ preferredAgentId: 'a1' }, { queues: new Set() })).toEqual(['not-a-member']);
  expect(codes({ preferredAgentId: 'a1', queueId: null }, { queues: new Set() })).toEqual([]);
});

test('size 0 has room anywhere; 100 % needs an empty pool', () => {
  expect(codes({ size: { units: 0 } }, full)).toEqual([]);
  expect(codes({ size: { percent: 100_000 } }, { used: { primary: 1, interruptible: 0 } })).toEqual([
    'no-room',
  ]);
  expect(codes({ size: { percent: 100_000 } }, { used: { primary: 0, interruptible: 5000 } })).toEqual([]);
});

test.each([
  ['others can take it', NOW - 30_000, true, ['excluded']],
  ['nobody else, 1 ms early', NOW - 29_999, false, ['excluded']],
  ['nobody else, time is over', NOW - 30_000, false, []],
])(
  'case 16: an exclusion relaxes after 30 s, and only for want of others: %s',
  (_, at, othersCanTake, expected) => {
    expect(codes(excluded(at), {}, { now: NOW, othersCanTake })).toEqual(expected);
  },
);

test('reports all failing rules, in the order of the rules', () => {
  const everything = reasonsNotRouted(
    anItem({ model: 'external', ...excluded(NOW) }),
    anAgent({
      signedIn: false,
      link: 'lost',
      effectiveBase: 'offline',
      openChannels: new Set(),
      queues: new Set(),
      used: { primary: 5000, interruptible: 0 },
      openItems: 100,
      oneAtATime: true,
      liveOffers: 1,
    }),
    moment,
  );
  expect(everything.map(({ code }) => code)).toEqual(
    routingReasonCodes.filter((code) => code !== 'asks-for-another-agent'),
  );
});

test('[] and "chosen when alone" are the same, for every agent and item', () => {
  fc.assert(
    fc.property(arbitraryFloor, ({ agents, items }) => {
      for (const item of items) {
        for (const agent of agents) {
          const alone = { now: NOW, othersCanTake: false };
          const free = reasonsNotRouted(item, agent, alone).length === 0;
          expect(chooseAgent(item, [agent], NOW)?.id).toBe(free ? agent.id : undefined);
          expect(mayBeOffered(item, agent, alone)).toBe(free);
          expect(mayBeOffered(item, agent, moment)).toBe(reasonsNotRouted(item, agent, moment).length === 0);
        }
      }
    }),
    { numRuns: 100 },
  );
});

describe('why am I not getting work', () => {
  const why = (agent: Partial<RoutingAgent>, ...items: Array<Partial<RoutingItem>>) =>
    whyNoWork({ agent: anAgent(agent), items: items.map(anItem), now: NOW });

  test('returns nothing when nothing waits and nothing is wrong', () => {
    expect(why({})).toEqual({ waiting: 0, reasons: [] });
  });

  test('lists general blockers first, even while nothing waits', () => {
    const reasons = why({
      signedIn: false,
      link: 'lost',
      effectiveBase: 'offline',
      openChannels: new Set(),
      queues: new Set(),
      ...full,
    }).reasons;
    expect(reasons.map(({ code, params }) => [code, params.context])).toEqual([
      ['not-signed-in', undefined],
      ['link-not-connected', undefined],
      ['base-not-allowed', 'general'],
      ['status-not-open', 'general'],
      ['not-a-member', 'general'],
      ['no-room', 'general'],
    ]);
  });

  test('lists each distinct reason once, in the order of the rules', () => {
    const { waiting, reasons } = why(
      { openChannels: new Set(['chat']) },
      { id: '1', size: { units: 9000 } },
      { id: '2', channelId: 'case' },
      { id: '3', channelId: 'case' },
      { id: '4', channelId: 'voice' },
      { id: '5', size: { units: 8000 } },
    );
    expect(waiting).toBe(5);
    expect(reasons).toEqual([
      { code: 'status-not-open', params: { channel: 'case' } },
      { code: 'status-not-open', params: { channel: 'voice' } },
      { code: 'no-room', params: { pool: 'primary', used: 0, capacity: 5, needs: 9 } },
    ]);
  });

  test('does not repeat a general reason for an item; the other pool is still listed', () => {
    const { reasons } = why(
      { used: { primary: 5000, interruptible: 5000 } },
      { id: '1' },
      { id: '2', pool: 'interruptible' },
    );
    expect(reasons.map(({ params }) => [params.pool, params.context])).toEqual([
      ['primary', 'general'],
      ['interruptible', undefined],
    ]);
  });
});

test('replaces ids with names; an id without a name stays', () => {
  const reason = { code: 'not-a-member', params: { queue: 'q1' } } as const;
  expect(nameReason(reason, { queue: () => 'Billing' }).params).toEqual({ queue: 'Billing' });
  expect(nameReason(reason, { queue: () => undefined, channel: () => 'Chat' }).params).toEqual({
    queue: 'q1',
  });
});
