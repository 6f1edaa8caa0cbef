/** The contact centre of the hub's tests and of the simulation. */
import {
  newChannel,
  type Queue,
  type RoutingConfiguration,
  type ServiceChannel,
} from '#core/setup/channels-and-queues.ts';
import { newUser, type User } from '#core/setup/people.ts';
import {
  defaultConfigurationSettings,
  type PresenceConfigurationSettings,
} from '#core/setup/presence-configuration.ts';
import { DEFAULT_CONFIGURATION_ID, systemStatuses } from '#hub/setup/system-records.ts';
import * as write from '#hub/setup/write.ts';

type Db = Parameters<typeof write.putRecord>[0];

export interface CentreOptions {
  readonly configuration?: Partial<PresenceConfigurationSettings>;
  readonly channel?: Partial<ServiceChannel>;
  readonly routing?: Partial<RoutingConfiguration>;
  readonly agents?: readonly string[];
  /** Per agent. */
  readonly users?: Readonly<Record<string, Partial<User>>>;
}

/** A user of the test's centre. */
export const userOf = (name: string): User => ({
  ...newUser,
  id: name,
  username: name,
  name: name[0]!.toUpperCase() + name.slice(1),
  firstName: name,
  nickname: name,
  alias: name,
  statusIds: ['Available', 'Busy', 'Away', 'Busy_DND', 'lunch'],
  version: 1,
});

/** Writes the centre: three channels, three queues, the statuses, and the agents with their special settings. */
export async function writeCentre(db: Db, options: CentreOptions): Promise<void> {
  const { configuration, channel, routing, agents = ['ann', 'ben'], users = {} } = options;
  const chat: ServiceChannel = {
    ...newChannel,
    id: 'chat',
    name: 'Chat',
    developerName: 'chat',
    version: 1,
    ...channel,
  };
  const cases: ServiceChannel = {
    ...chat,
    id: 'cases',
    name: 'Cases',
    developerName: 'cases',
    kind: 'case',
    pool: 'interruptible',
    popUpUrl: 'https://crm.example/{caseId}',
  };
  const calls: ServiceChannel = {
    ...chat,
    id: 'calls',
    name: 'Calls',
    developerName: 'calls',
    kind: 'voice',
  };
  const standard: RoutingConfiguration = {
    id: 'standard',
    name: 'Standard',
    developerName: 'standard',
    priority: 1,
    model: 'least-active',
    size: { units: 1000 },
    pushTimeOutSeconds: 30,
    capacityType: 'inherited',
    version: 1,
    ...routing,
  };
  const queue = (id: string, more: Partial<Queue> = {}): Queue => ({
    id,
    name: id,
    developerName: id,
    routingConfigurationId: 'standard',
    memberUserIds: [...agents],
    memberProfileIds: [],
    overflow: null,
    serviceLevelSeconds: 20,
    texts: { welcome: 'Hello', waiting: '', nobody: '' },
    embedOrigins: [],
    outcomes: ['Solved', 'Not solved'],
    quickReplies: [{ key: 'hi', text: 'Hello there' }],
    version: 1,
    ...more,
  });
  for (const one of [chat, cases, calls]) await write.putRecord(db, 'channel', one);
  await write.putRecord(db, 'routing', standard);
  await write.putRecord(db, 'routing', {
    ...standard,
    id: 'urgent',
    name: 'Urgent',
    developerName: 'urgent',
    priority: 0,
  });
  await write.putRecord(db, 'routing', {
    ...standard,
    id: 'percent',
    name: 'Percent',
    developerName: 'percent',
    size: { percent: 100_000 },
  });
  await write.putRecord(db, 'queue', queue('general'));
  await write.putRecord(db, 'queue', queue('vip', { routingConfigurationId: 'urgent' }));
  await write.putRecord(db, 'queue', queue('phones', { routingConfigurationId: 'percent' }));
  for (const status of systemStatuses('en'))
    await write.putRecord(db, 'status', {
      ...status,
      channelIds: status.id === 'Available' || status.id === 'Busy' ? ['chat', 'cases', 'calls'] : [],
    });
  await write.putRecord(db, 'status', {
    ...systemStatuses('en')[3]!,
    id: 'lunch',
    developerName: 'lunch',
    name: 'Lunch',
    text: 'Lunch',
    system: false,
  });
  for (const [index, label] of ['Wrong queue', 'Too busy'].entries())
    await write.putRecord(db, 'decline-reason', {
      id: `r${index + 1}`,
      label,
      developerName: `r${index + 1}`,
      active: true,
      version: 1,
    });
  await write.putRecord(db, 'configuration', {
    id: DEFAULT_CONFIGURATION_ID,
    name: 'Default',
    developerName: DEFAULT_CONFIGURATION_ID,
    settings: { ...defaultConfigurationSettings, ...configuration },
    version: 1,
  });
  for (const name of agents) await write.putUser(db, { ...userOf(name), ...users[name] });
  await write.putHubSettings(db, {
    centreName: 'Test',
    defaultQueueId: 'general',
    practice: true,
  });
}
