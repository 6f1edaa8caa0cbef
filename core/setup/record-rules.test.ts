import { describe, expect, it, test } from 'vitest';
import { aChannel, aProfile, aStatus, aUser } from '#tests/support/setup-records.ts';
import { Queue, RoutingConfiguration, ServiceChannel } from './channels-and-queues.ts';
import { isOmniChannelUser, User, UserProfile } from './people.ts';
import {
  checkChannel,
  checkProfile,
  checkQueue,
  checkRouting,
  checkUser,
  type RecordContext,
  type Verdict,
} from './record-rules.ts';

const aRouting = (facts: object = {}): RoutingConfiguration => ({
  id: 'r1',
  name: 'Chats',
  developerName: 'Chats',
  priority: 1,
  model: 'least-active',
  size: { units: 1000 },
  pushTimeOutSeconds: 30,
  capacityType: 'inherited',
  version: 1,
  ...facts,
});
const aQueue = (facts: object = {}): Queue => ({
  id: 'q1',
  name: 'General',
  developerName: 'General',
  routingConfigurationId: 'r1',
  memberUserIds: ['u1'],
  memberProfileIds: ['p1'],
  overflow: null,
  serviceLevelSeconds: 20,
  texts: { welcome: '', waiting: '', nobody: '' },
  embedOrigins: [],
  outcomes: [],
  quickReplies: [],
  version: 1,
  ...facts,
});
const around: RecordContext = {
  statuses: [aStatus({ id: 'lunch' }), aStatus({ id: 'old', text: 'Old', active: false })],
  configurations: [{ id: 'default' }],
  channels: [aChannel(), aChannel({ id: 'calls', kind: 'voice' })],
  routing: [{ id: 'r1' }],
  queues: [{ id: 'q1' }, { id: 'q2' }],
  profiles: [aProfile({ statusIds: ['lunch'] })],
  users: [{ id: 'u1' }],
};
const wrong = ({ issues }: Verdict) => issues.map(({ path, code }) => `${path} ${code}`);
const worthAWord = ({ warnings }: Verdict) => warnings.map(({ path, code }) => `${path} ${code}`);
const text = (length: number) => 'x'.repeat(length);

/** Cases per field: accepted and rejected values on both sides of each boundary. */
type Rows = ReadonlyArray<readonly [field: string, taken: readonly unknown[], refused: readonly unknown[]]>;
const ownWrapUp = { wrapUpSeconds: 60, extensionSeconds: 60, maxExtensions: 1 };
const ownSound = { requestSound: true, notificationSound: 'default', soundSeconds: 20 };
const withPart = (part: object, key: string, value: unknown) => ({ ...part, [key]: value });

function ranges<T extends object>(
  rows: Rows,
  schema: { safeParse(value: unknown): { success: boolean; data?: unknown } },
  make: (facts: object) => T,
  verdict: (record: T) => Verdict,
) {
  const cases = rows.flatMap(([field, taken, refused]) => [
    ...taken.map((value) => [field, value, true] as const),
    ...refused.map((value) => [field, value, false] as const),
  ]);
  test.each(cases)('%s = %j: accepted %s', (field, value, taken) => {
    const record = make({ [field]: value });
    const fits = schema.safeParse(record).success && verdict(record).issues.length === 0;
    expect(fits).toBe(taken);
  });
}

const names: Rows = [
  ['name', ['x', text(100)], ['', '   ', text(101)]],
  ['developerName', ['a', 'A_b_1', text(80)], ['', '1a', '_a', 'a_', 'a__b', 'a b', 'ä', `${text(80)}x`]],
];

describe('a service channel', () => {
  ranges(
    [
      ...names,
      ['kind', ['chat', 'voice', 'custom'], ['fax', null]],
      ['pool', ['primary'], ['interruptible', 'none']],
      ['allowedBases', [['available'], ['away', 'offline']], [[], ['lunch']]],
      ['autoAccept', [null, true, false], ['yes']],
      ['popUpUrl', [null, 'https://crm.example/{id}', 'http://crm'], ['', 'javascript:alert(1)', 'crm']],
      ['popUpUrl', [`https://${text(1_992)}`], [`https://${text(1_993)}`]],
      ['sound', [null, ...[1, 30].map((value) => withPart(ownSound, 'soundSeconds', value))], []],
      ['sound', [], [0, 31, 1.5, null].map((value) => withPart(ownSound, 'soundSeconds', value))],
      ['wrapUp', [null, ...[30, 3_600].map((value) => withPart(ownWrapUp, 'wrapUpSeconds', value))], []],
      ['wrapUp', [], [29, 3_601, 30.5, null].map((value) => withPart(ownWrapUp, 'wrapUpSeconds', value))],
      ['wrapUp', [15, 3_600].map((value) => withPart(ownWrapUp, 'extensionSeconds', value)), []],
      ['wrapUp', [], [14, 3_601, null].map((value) => withPart(ownWrapUp, 'extensionSeconds', value))],
      ['wrapUp', [1, 10].map((value) => withPart(ownWrapUp, 'maxExtensions', value)), []],
      ['wrapUp', [], [0, 11, null].map((value) => withPart(ownWrapUp, 'maxExtensions', value))],
      ['wrapUp', [{ ...ownWrapUp, extensionSeconds: null, maxExtensions: null }], []],
      [
        'secondaryPriority',
        [
          null,
          { field: 'Tier', values: [] },
          { field: text(255), values: [{ value: 'Gold', priority: -1 }] },
          {
            field: 'Tier',
            values: Array.from({ length: 755 }, (_, at) => ({ value: `T${at}`, priority: at })),
          },
        ],
        [
          { field: '', values: [] },
          { field: text(256), values: [] },
          { field: 'Tier', values: [{ value: 'Gold', priority: 1.5 }] },
          { field: 'Tier', values: [{ value: 'Gold', priority: null }] },
          {
            field: 'Tier',
            values: [
              { value: 'Gold', priority: 1 },
              { value: ' gold', priority: 2 },
            ],
          },
        ],
      ],
    ],
    ServiceChannel,
    (facts) => aChannel(facts),
    checkChannel,
  );

  it('binds only live chat to the primary pool', () => {
    expect(wrong(checkChannel(aChannel({ pool: 'interruptible' })))).toEqual(['pool CHAT_IS_PRIMARY']);
    expect(wrong(checkChannel(aChannel({ kind: 'case', pool: 'interruptible' })))).toEqual([]);
  });
});

describe('a routing configuration', () => {
  ranges(
    [
      ...names,
      ['priority', [0, -2_147_483_648, 2_147_483_647], [-2_147_483_649, 2_147_483_648, 1.5, null, '1']],
      ['model', ['least-active', 'most-available', 'external'], ['round-robin']],
      ['size', [{ units: 0 }, { units: 1 }, { units: 5_000 }, { percent: 0 }, { percent: 100_000 }], []],
      [
        'size',
        [],
        [
          { units: -1 },
          { units: 0.5 },
          { percent: 100_001 },
          { percent: -1 },
          { units: 1, percent: 1 },
          {},
          null,
        ],
      ],
      ['pushTimeOutSeconds', [0, 20, 86_400], [-1, 86_401, 0.5, null]],
      ['capacityType', ['inherited', 'interruptible', 'not-interruptible'], ['both']],
    ],
    RoutingConfiguration,
    aRouting,
    (routing) => checkRouting(routing, around),
  );

  test.each([
    [20, []],
    [21, ['pushTimeOutSeconds VOICE_RINGS_SHORTER']],
    [0, []],
  ])('a push time-out of %i s where there are calls', (pushTimeOutSeconds, words) => {
    expect(worthAWord(checkRouting(aRouting({ pushTimeOutSeconds }), around))).toEqual(words);
    expect(worthAWord(checkRouting(aRouting({ pushTimeOutSeconds }), { channels: [aChannel()] }))).toEqual(
      [],
    );
  });

  it('warns that external routing offers no work from here', () => {
    expect(worthAWord(checkRouting(aRouting({ model: 'external', pushTimeOutSeconds: 0 }), around))).toEqual([
      'model EXTERNAL_NOT_ROUTED',
    ]);
  });
});

describe('a queue', () => {
  ranges(
    [
      ...names,
      ['routingConfigurationId', [null, 'r1'], ['gone', '']],
      ['memberUserIds', [[], ['u1']], [['gone'], ['u1', 'gone']]],
      ['memberProfileIds', [[], ['p1']], [['gone']]],
      [
        'overflow',
        [null, { queueId: 'q2' }, { userId: 'u1' }],
        [{ queueId: 'q1' }, { queueId: 'gone' }, { userId: 'gone' }, { queueId: 'q2', userId: 'u1' }, {}],
      ],
      ['serviceLevelSeconds', [null, 1, 86_400], [0, -1, 1.5]],
      [
        'texts',
        [{ welcome: text(500), waiting: '', nobody: '' }],
        [{ welcome: text(501), waiting: '', nobody: '' }, { welcome: '' }],
      ],
      ['outcomes', [[], ['Solved', text(100)]], [[''], [text(101)], ['Solved', 'solved ']]],
      [
        'quickReplies',
        [[], [{ key: 'hi', text: 'Hello' }], [{ key: '안녕', text: text(2_000) }]],
        [
          [{ key: '', text: 'Hello' }],
          [{ key: 'two words', text: 'Hello' }],
          [{ key: text(31), text: 'Hello' }],
          [{ key: 'hi', text: '' }],
          [{ key: 'hi', text: text(2_001) }],
          [
            { key: 'hi', text: 'Hello' },
            { key: 'HI', text: 'Hello again' },
          ],
        ],
      ],
    ],
    Queue,
    aQueue,
    (queue) => checkQueue(queue, around, 'q1'),
  );

  it('a new queue may overflow into any other', () => {
    expect(wrong(checkQueue(aQueue({ overflow: { queueId: 'q1' } }), around, null))).toEqual([]);
  });
});

const properties: Rows = [
  ['capacity', [null, 1, 10_000], [0, 10_001, 1.5, '5']],
  ['defaultStatusId', [null, 'lunch'], ['gone', '']],
  ['presenceConfigurationId', [null, 'default'], ['gone']],
  ['channelIds', [[], ['chat', 'calls']], [['gone']]],
  ['statusIds', [[], ['lunch', 'old']], [['gone']]],
];

describe('a user profile', () => {
  ranges(
    [...names, ...properties, ['description', ['', text(500)], [text(501)]]],
    UserProfile,
    (facts) => aProfile(facts),
    (profile) => checkProfile(profile, around),
  );
});

describe('a user', () => {
  ranges(
    [
      names[0]!,
      ...properties,
      ['username', ['a', 'gilda.moss@example', text(100)], ['', 'two words', text(101)]],
      ['firstName', ['', text(100)], [text(101)]],
      ['nickname', ['', text(100)], [text(101)]],
      ['alias', ['', text(100)], [text(101)]],
      ['roles', [[], ['agent'], ['agent', 'supervisor', 'admin']], [['boss']]],
      ['profileId', [null, 'p1'], ['gone']],
      ['language', [null, 'en', 'ko'], ['de']],
      [
        'supervises',
        [null, { queueIds: ['q1'], profileIds: ['p1'] }, { queueIds: [], profileIds: [] }],
        [
          { queueIds: ['gone'], profileIds: [] },
          { queueIds: [], profileIds: ['gone'] },
        ],
      ],
    ],
    User,
    (facts) => aUser(facts),
    (user) => checkUser(user, around),
  );

  test.each([
    ['granted by the profile', { defaultStatusId: 'lunch' }, []],
    ['granted to the user', { profileId: null, statusIds: ['lunch'], defaultStatusId: 'lunch' }, []],
    ['granted by nobody', { profileId: null, defaultStatusId: 'lunch' }, ['STATUS_NOT_GRANTED']],
    ['retired', { defaultStatusId: 'old' }, ['STATUS_INACTIVE_FALLS_BACK']],
  ])('a default status that is %s', (_, facts, codes) => {
    expect(worthAWord(checkUser(aUser(facts), around))).toEqual(
      codes.map((code) => `defaultStatusId ${code}`),
    );
  });

  test.each([
    [['agent'], true],
    [['supervisor'], true],
    [['admin'], false],
    [[], false],
    [['admin', 'agent'], true],
  ] as const)('with the roles %j is an omni-channel user: %s', (roles, is) => {
    expect(isOmniChannelUser({ roles: [...roles] })).toBe(is);
  });
});
