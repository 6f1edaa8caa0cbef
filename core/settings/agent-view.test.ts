import { describe, expect, it, test } from 'vitest';
import {
  aChannel,
  aConfiguration,
  aProfile,
  aStatus,
  aUser,
  systemStatuses,
} from '#tests/support/setup-records.ts';
import { agentView, type SetUp } from './agent-view.ts';

const lunch = aStatus({ id: 'lunch' });
const chats = aStatus({ id: 'chats', text: 'Chats only', base: 'available' });
const retired = aStatus({ id: 'retired', active: false });
const team = aConfiguration(
  {
    capacity: 7,
    allowDecline: true,
    chooseDeclineReason: true,
    declineReasonIds: ['r2', 'r1', 'old'],
    wrapUp: true,
    wrapUpSeconds: 60,
    agentAlias: '{!Nickname} from Harbour',
  },
  { id: 'team', name: 'Team', developerName: 'Team' },
);
const reason = (id: string, label: string, active = true) => ({
  id,
  label,
  developerName: id,
  active,
  version: 1,
});
const setUp = (facts: Partial<SetUp> = {}): SetUp => ({
  statuses: [...systemStatuses, lunch, chats, retired],
  configurations: [aConfiguration(), team],
  declineReasons: [reason('r1', 'Too busy'), reason('r2', 'Wrong queue'), reason('old', 'Old', false)],
  channels: [aChannel()],
  queues: [],
  profiles: [aProfile({ statusIds: ['chats'], presenceConfigurationId: 'team' })],
  ...facts,
});

it('the menu combines the grants of profile and user, without inactive statuses, plus Offline', () => {
  const view = agentView(aUser({ statusIds: ['lunch', 'retired'] }), setUp());
  expect(view.statuses.map(({ id }) => id)).toEqual(['chats', 'lunch', 'offline']);
});

it('without grants the menu has only Offline, and the day begins Offline', () => {
  const view = agentView(aUser({ profileId: null }), setUp());
  expect(view.statuses.map(({ id }) => id)).toEqual(['offline']);
  expect(view.atSignIn?.value.id).toBe('offline');
});

test.each([
  ['the user’s default', { defaultStatusId: 'lunch' }, { defaultStatusId: 'chats' }, 'lunch', 'user'],
  ['the profile’s default', {}, { defaultStatusId: 'chats' }, 'chats', 'profile'],
  ['a retired default gives way to its base', { defaultStatusId: 'retired' }, {}, 'away', 'user'],
  ['no default', {}, { statusIds: ['available'] }, 'available', 'default'],
])('status at sign-in: %s', (_, user, profile, id, level) => {
  const view = agentView(aUser(user), setUp({ profiles: [aProfile(profile)] }));
  expect([view.atSignIn?.value.id, view.atSignIn?.source.level]).toEqual([id, level]);
});

it('lists active decline reasons in the admin’s order, and only where reasons are asked for', () => {
  expect(agentView(aUser(), setUp()).declineReasons).toEqual(['Wrong queue', 'Too busy']);
  expect(agentView(aUser({ profileId: null }), setUp()).declineReasons).toEqual([]);
});

describe('channels', () => {
  it('a channel’s own settings override the configuration’s and are named as the source', () => {
    const own = aChannel({
      autoAccept: true,
      sound: { requestSound: true, notificationSound: 'default', soundSeconds: 3 },
      wrapUp: { wrapUpSeconds: 120, extensionSeconds: null, maxExtensions: null },
    });
    const [channel] = agentView(aUser(), setUp({ channels: [own] })).channels;
    const byChannel = { level: 'channel', name: 'Chat' };
    expect(channel).toMatchObject({
      autoAccept: { value: true, source: byChannel },
      canDecline: false,
      sound: { value: { seconds: 3 }, source: byChannel },
      wrapUp: { value: { seconds: 120 }, source: byChannel },
    });
  });

  it('without channel settings, the configuration is the source', () => {
    const [channel] = agentView(aUser(), setUp()).channels;
    const byTeam = { level: 'configuration', name: 'Team' };
    expect(channel).toMatchObject({
      autoAccept: { value: false, source: byTeam },
      canDecline: true,
      wrapUp: { value: { seconds: 60 }, source: byTeam },
    });
  });

  it('lists only the active channels that user and profile name; none named means all', () => {
    const channels = [aChannel(), aChannel({ id: 'calls' }), aChannel({ id: 'old', active: false })];
    const ids = (user: object) => agentView(aUser(user), setUp({ channels })).channels.map(({ id }) => id);
    expect(ids({ channelIds: ['calls', 'old'] })).toEqual(['calls']);
    expect(ids({})).toEqual(['chat', 'calls']);
  });
});

it('shows customers the alias with its fields filled in', () => {
  expect(agentView(aUser(), setUp()).customersSee).toBe('Gil from Harbour');
  expect(agentView(aUser({ profileId: null }), setUp()).customersSee).toBe('Gilda');
});

it('reports grants of both user and profile: removing one keeps the grant', () => {
  const { settings } = agentView(aUser({ statusIds: ['chats'] }), setUp());
  expect(settings.statuses).toEqual([
    {
      value: 'chats',
      source: { level: 'user', name: 'Gilda Moss' },
      also: [{ level: 'profile', name: 'Subject Matter Experts' }],
    },
  ]);
});
