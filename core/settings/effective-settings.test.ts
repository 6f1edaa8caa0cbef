import { describe, expect, test } from 'vitest';
import { aConfiguration, aProfile, aUser } from '#tests/support/setup-records.ts';
import { effectiveSettings, explainSettings, type SettingsOfOneUser } from './effective-settings.ts';

const standard = aConfiguration({ capacity: 5 });
const team = aConfiguration(
  { capacity: 7, interruptibleCapacity: 2 },
  { id: 'team', name: 'Team', developerName: 'Team' },
);
const own = aConfiguration({ capacity: 9 }, { id: 'own', name: 'Own', developerName: 'Own' });

const of = (given: Partial<SettingsOfOneUser> = {}): SettingsOfOneUser => ({
  user: aUser(),
  profile: aProfile(),
  configurations: [team, standard, own],
  queues: [],
  ...given,
});

test('case 10: the user’s capacity overrides the profile’s, which overrides the configuration’s', () => {
  const given = of({ user: aUser({ capacity: 50 }), profile: aProfile({ capacity: 40 }) });
  expect(explainSettings(given).capacity).toEqual({
    value: 50,
    source: { level: 'user', name: 'Gilda Moss' },
    overruled: [
      { value: 40, source: { level: 'profile', name: 'Subject Matter Experts' } },
      { value: 5, source: { level: 'default', name: 'Default Presence Configuration' } },
    ],
  });
  expect(effectiveSettings(given).capacity).toEqual({ primary: 50_000, interruptible: 50_000 });
  expect(effectiveSettings(of({ profile: aProfile({ capacity: 40 }) })).capacity.primary).toBe(40_000);
});

describe('the configuration', () => {
  test.each([
    ['nobody assigned', {}, {}, 'default', 'default'],
    ['the profile’s', {}, { presenceConfigurationId: 'team' }, 'team', 'profile'],
    [
      'the user’s before the profile’s',
      { presenceConfigurationId: 'own' },
      { presenceConfigurationId: 'team' },
      'own',
      'user',
    ],
    [
      'one that is gone does not count',
      { presenceConfigurationId: 'gone' },
      { presenceConfigurationId: 'team' },
      'team',
      'profile',
    ],
  ])('%s', (_, user, profile, id, level) => {
    const given = of({ user: aUser(user), profile: aProfile(profile) });
    const explained = explainSettings(given).configuration;
    expect([explained.value.id, explained.source.level]).toEqual([id, level]);
    expect(effectiveSettings(given).configurationId).toBe(id);
  });

  test('without a stored one, the product default applies', () => {
    const given = of({ configurations: [] });
    expect(explainSettings(given).capacity).toEqual({
      value: 5,
      source: { level: 'default', name: '' },
      overruled: [],
    });
    expect(effectiveSettings(given).configurationId).toBeNull();
  });
});

test('interruptible capacity is the configuration’s, or as much as the effective capacity', () => {
  const teamed = of({ user: aUser({ capacity: 3, presenceConfigurationId: 'team' }) });
  expect(explainSettings(teamed).interruptibleCapacity).toMatchObject({
    value: 2,
    source: { level: 'configuration', name: 'Team' },
  });
  expect(effectiveSettings(teamed).capacity).toEqual({ primary: 3000, interruptible: 2000 });
  expect(explainSettings(of({ user: aUser({ capacity: 3 }) })).interruptibleCapacity).toMatchObject({
    value: 3,
    source: { level: 'user' },
  });
});

test('the default status: user, profile, else none is set', () => {
  const value = (user: object, profile: object) =>
    effectiveSettings(of({ user: aUser(user), profile: aProfile(profile) })).defaultStatusId;
  expect(value({ defaultStatusId: 's1' }, { defaultStatusId: 's2' })).toBe('s1');
  expect(value({}, { defaultStatusId: 's2' })).toBe('s2');
  expect(value({}, {})).toBeNull();
});

test('combines channels, queues and statuses of user and profile, each with its source', () => {
  const given = of({
    user: aUser({ channelIds: ['chat'], statusIds: ['s1', 's2'] }),
    profile: aProfile({ channelIds: ['voice', 'chat'], statusIds: ['s2', 's3'] }),
    queues: [
      { id: 'q1', memberUserIds: ['u1'], memberProfileIds: ['p1'] },
      { id: 'q2', memberUserIds: [], memberProfileIds: ['p1'] },
      { id: 'q3', memberUserIds: ['u2'], memberProfileIds: ['p2'] },
    ],
  });
  const plain = effectiveSettings(given);
  expect(plain.channelIds).toEqual(new Set(['chat', 'voice']));
  expect(plain.queueIds).toEqual(new Set(['q1', 'q2']));
  expect(plain.statusIds).toEqual(new Set(['s1', 's2', 's3']));
  expect(explainSettings(given).queues.map(({ value, source }) => [value, source.level])).toEqual([
    ['q1', 'user'],
    ['q2', 'profile'],
  ]);
});

test('no named channels means no restriction; a user without a profile is in no profile’s queue', () => {
  const queues = [{ id: 'q1', memberUserIds: [], memberProfileIds: ['p1'] }];
  const plain = effectiveSettings(of({ user: aUser({ profileId: null }), profile: null, queues }));
  expect(plain.channelIds).toBeNull();
  expect(plain.queueIds).toEqual(new Set());
});
