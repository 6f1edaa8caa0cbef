/** Records of Setup for tests: plain ones to vary one fact of. */
import { newChannel, type ServiceChannel } from '#core/setup/channels-and-queues.ts';
import { newUser, noProperties, type User, type UserProfile } from '#core/setup/people.ts';
import {
  DEFAULT_CONFIGURATION_DEVELOPER_NAME,
  defaultConfigurationSettings,
  type PresenceConfiguration,
} from '#core/setup/presence-configuration.ts';
import type { PresenceStatus } from '#core/setup/presence-status.ts';
import { baseStatuses } from '#core/vocabulary.ts';

export const aStatus = (facts: Partial<PresenceStatus> = {}): PresenceStatus => ({
  id: 'lunch',
  name: 'Lunch',
  developerName: 'Lunch',
  base: 'away',
  text: 'Lunch',
  description: '',
  channelIds: [],
  agentCanSet: true,
  active: true,
  sortOrder: 0,
  system: false,
  version: 1,
  ...facts,
});

/** The five system statuses, their base as id, and the system-only Missed. */
export const systemStatuses: readonly PresenceStatus[] = [
  aStatus({ id: 'missed', name: 'Missed', text: 'Missed', base: 'away', system: true, agentCanSet: false }),
  ...baseStatuses.map((base) => aStatus({ id: base, name: base, text: base, base, system: true })),
];

export const aChannel = (facts: Partial<ServiceChannel> = {}): ServiceChannel => ({
  ...newChannel,
  id: 'chat',
  name: 'Chat',
  developerName: 'Chat',
  version: 1,
  ...facts,
});

export const aUser = (facts: Partial<User> = {}): User => ({
  ...newUser,
  id: 'u1',
  username: 'gilda',
  name: 'Gilda Moss',
  firstName: 'Gilda',
  nickname: 'Gil',
  alias: 'gmoss',
  profileId: 'p1',
  version: 1,
  ...facts,
});

export const aProfile = (facts: Partial<UserProfile> = {}): UserProfile => ({
  id: 'p1',
  name: 'Subject Matter Experts',
  developerName: 'Subject_Matter_Experts',
  description: '',
  ...noProperties,
  version: 1,
  ...facts,
});

export const aConfiguration = (
  settings: Partial<PresenceConfiguration['settings']> = {},
  facts: Partial<PresenceConfiguration> = {},
): PresenceConfiguration => ({
  id: 'default',
  name: 'Default Presence Configuration',
  developerName: DEFAULT_CONFIGURATION_DEVELOPER_NAME,
  settings: { ...defaultConfigurationSettings, ...settings },
  version: 1,
  ...facts,
});
