/** Agents and items for tests of the routing rules: plain ones to vary one fact of, and arbitrary small worlds. */
import fc from 'fast-check';
import type { RoutingAgent, RoutingItem } from '#core/routing/candidates.ts';
import { baseStatuses } from '#core/vocabulary.ts';

export const NOW = 1_000_000_000;

/** An agent who may be offered `anItem()`: Available, connected, five units free. */
export const anAgent = (facts: Partial<RoutingAgent> = {}): RoutingAgent => ({
  id: 'a1',
  profileId: 'p1',
  signedIn: true,
  link: 'connected',
  effectiveBase: 'available',
  openChannels: new Set(['chat']),
  queues: new Set(['q1']),
  capacity: { primary: 5000, interruptible: 5000 },
  used: { primary: 0, interruptible: 0 },
  openItems: 0,
  liveOffers: 0,
  autoAcceptChannels: new Set(),
  oneAtATime: false,
  lastAssignedAt: null,
  statusSince: NOW - 60_000,
  presenceSession: 's1',
  ...facts,
});

/** A waiting chat of one unit in a queue of `anAgent()`. */
export const anItem = (facts: Partial<RoutingItem> = {}): RoutingItem => ({
  id: 'i1',
  channelId: 'chat',
  isTransfer: false,
  allowedBases: ['available', 'busy'],
  pool: 'primary',
  size: { units: 1000 },
  model: 'least-active',
  queueId: 'q1',
  requiredAgentId: null,
  requiredProfileId: null,
  preferredAgentId: null,
  priority: 1,
  secondaryPriority: null,
  originalAt: NOW - 30_000,
  exclusions: new Map(),
  ...facts,
});

const oneOf = <Value>(...values: Value[]): fc.Arbitrary<Value> => fc.constantFrom(...values);
const agentIds = ['a0', 'a1', 'a2', 'a3', 'a4', 'a5'];
const subset = (...values: string[]) => fc.subarray(values).map((list) => new Set(list));
const usually = <Value>(value: Value, others: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 12, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: others });

const arbitraryAgent = (id: string): fc.Arbitrary<RoutingAgent> =>
  fc
    .record({
      profileId: oneOf('p1', 'p2', null),
      signedIn: usually(true, fc.constant(false)),
      link: usually<RoutingAgent['link']>('connected', oneOf('unsteady', 'lost')),
      effectiveBase: usually<RoutingAgent['effectiveBase']>('available', oneOf(...baseStatuses)),
      followsLoad: fc.boolean(),
      followsLoadOnceAccepted: fc.boolean(),
      openChannels: usually(new Set(['chat', 'case']), subset('chat', 'case')),
      queues: usually(new Set(['q1', 'q2']), subset('q1', 'q2')),
      capacity: fc.record({ primary: oneOf(1000, 3000, 5000), interruptible: oneOf(1000, 2000) }),
      used: fc.record({ primary: oneOf(0, 0, 0, 1000, 4000), interruptible: oneOf(0, 0, 1000) }),
      openItems: usually(0, oneOf(1, 3, 98, 100)),
      liveOffers: usually(0, fc.constant(1)),
      autoAcceptChannels: usually(new Set<string>(), subset('chat', 'case')),
      oneAtATime: fc.boolean(),
      lastAssignedAt: oneOf(null, NOW - 1000, NOW - 5000),
      statusSince: oneOf(NOW - 100, NOW - 200),
      presenceSession: oneOf('s1', 's2'),
    })
    .map((facts) => ({ id, ...facts }));

const arbitraryItem = (id: string): fc.Arbitrary<RoutingItem> =>
  fc
    .record({
      channelId: oneOf('chat', 'chat', 'case'),
      isTransfer: usually(false, fc.constant(true)),
      allowedBases: usually<RoutingItem['allowedBases']>(
        ['available', 'busy'],
        fc.subarray([...baseStatuses], { minLength: 1 }),
      ),
      pool: oneOf<RoutingItem['pool']>('primary', 'primary', 'interruptible'),
      size: oneOf<RoutingItem['size']>(
        { units: 1000 },
        { units: 0 },
        { units: 2500 },
        { percent: 33_333 },
        { percent: 50_000 },
        { percent: 100_000 },
      ),
      model: oneOf<RoutingItem['model']>(
        'least-active',
        'least-active',
        'most-available',
        'most-available',
        'external',
      ),
      queueId: oneOf('q1', 'q1', 'q1', 'q2', null),
      requiredAgentId: usually<string | null>(null, oneOf(...agentIds, 'gone')),
      requiredProfileId: usually<string | null>(null, oneOf('p1', 'p2')),
      preferredAgentId: usually<string | null>(null, oneOf(...agentIds, 'gone')),
      priority: oneOf(1, 1, 2),
      secondaryPriority: oneOf(null, 1, 2),
      originalAt: oneOf(NOW - 1000, NOW - 2000, NOW - 3000),
      exclusions: fc
        .array(
          fc.tuple(
            oneOf(...agentIds, 'gone'),
            fc.record({ presenceSession: oneOf('s1', 's2'), at: oneOf(NOW - 1000, NOW - 30_000) }),
          ),
          { maxLength: 4 },
        )
        .map((entries) => new Map(entries)),
    })
    .map((facts) => ({ id, ...facts }));

/** A few agents, more items than they can take, all facts that the rules use. */
export const arbitraryFloor: fc.Arbitrary<{ agents: RoutingAgent[]; items: RoutingItem[] }> = fc.record({
  agents: fc
    .integer({ min: 0, max: agentIds.length })
    .chain((count) => fc.tuple(...agentIds.slice(0, count).map(arbitraryAgent)))
    .map((agents) => [...agents]),
  items: fc
    .integer({ min: 0, max: 30 })
    .chain((count) => fc.tuple(...Array.from({ length: count }, (_, at) => arbitraryItem(`i${at}`))))
    .map((items) => [...items]),
});
