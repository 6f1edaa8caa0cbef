/**
 * Everything that admins set up, as one immutable picture in memory, rebuilt when the setup version changes.
 * The router and the services read it; only Setup writes the tables behind it.
 */
import { effectiveSettings, type PlainSettings } from '#core/settings/effective-settings.ts';
import type {
  DeclineReason,
  Queue,
  RoutingConfiguration,
  ServiceChannel,
} from '#core/setup/channels-and-queues.ts';
import type { User, UserProfile } from '#core/setup/people.ts';
import {
  DEFAULT_CONFIGURATION_DEVELOPER_NAME,
  type PresenceConfiguration,
} from '#core/setup/presence-configuration.ts';
import type { PresenceStatus } from '#core/setup/presence-status.ts';
import { grantedStatuses } from '#core/presence/status-rules.ts';
import { parseJson } from '../json.ts';
import type { Db } from '../store/store.ts';

/** Settings of the whole hub. */
export interface HubSettings {
  readonly centreName: string;
  /** The queue a customer reaches who named none. */
  readonly defaultQueueId: string | null;
  /** Practice with simulated customers may be started by agents. */
  readonly practice: boolean;
  /** Agents are told when a supervisor reads along. */
  readonly announceReadAlong: boolean;
}
const noSettings: HubSettings = {
  centreName: 'OnQueue',
  defaultQueueId: null,
  practice: false,
  announceReadAlong: false,
};

export class Directory {
  readonly version: number;
  readonly settings: HubSettings;
  readonly statuses: ReadonlyMap<string, PresenceStatus>;
  readonly channels: ReadonlyMap<string, ServiceChannel>;
  readonly routing: ReadonlyMap<string, RoutingConfiguration>;
  readonly queues: ReadonlyMap<string, Queue>;
  readonly configurations: ReadonlyMap<string, PresenceConfiguration>;
  readonly declineReasons: ReadonlyMap<string, DeclineReason>;
  readonly profiles: ReadonlyMap<string, UserProfile>;
  readonly users: ReadonlyMap<string, User>;
  readonly #effective = new Map<string, PlainSettings>();
  readonly #granted = new Map<string, readonly PresenceStatus[]>();

  constructor(parts: DirectoryParts) {
    const byId = <T extends { readonly id: string }>(records: readonly T[]) =>
      new Map(records.map((record) => [record.id, record]));
    this.version = parts.version;
    this.settings = parts.settings;
    this.statuses = byId(parts.statuses);
    this.channels = byId(parts.channels);
    this.routing = byId(parts.routing);
    this.queues = byId(parts.queues);
    this.configurations = byId(parts.configurations);
    this.declineReasons = byId(parts.declineReasons);
    this.profiles = byId(parts.profiles);
    this.users = byId(parts.users);
  }

  /** What applies to this user, with user over profile over default. */
  effective(userId: string): PlainSettings {
    const known = this.#effective.get(userId);
    if (known) return known;
    const user = this.user(userId);
    const value = effectiveSettings({
      user,
      profile: user.profileId === null ? null : (this.profiles.get(user.profileId) ?? null),
      configurations: [...this.configurations.values()],
      queues: [...this.queues.values()],
    });
    this.#effective.set(userId, value);
    return value;
  }

  /** The statuses this user may choose, in menu order. */
  granted(userId: string): readonly PresenceStatus[] {
    const known = this.#granted.get(userId);
    if (known) return known;
    const user = this.user(userId);
    const profile = user.profileId === null ? undefined : this.profiles.get(user.profileId);
    const value = grantedStatuses({
      statuses: [...this.statuses.values()],
      profileStatusIds: profile?.statusIds ?? [],
      userStatusIds: user.statusIds,
    });
    this.#granted.set(userId, value);
    return value;
  }

  user(id: string): User {
    const user = this.users.get(id);
    if (!user) throw new Error(`user ${id} is not in the directory`);
    return user;
  }

  status(id: string): PresenceStatus {
    return this.statuses.get(id) ?? this.systemStatus('offline');
  }

  systemStatus(base: PresenceStatus['base']): PresenceStatus {
    for (const status of this.statuses.values())
      if (status.system && status.base === base && status.agentCanSet) return status;
    throw new Error(`the system status for ${base} is missing`);
  }

  queueRouting(queueId: string | null): RoutingConfiguration | null {
    const queue = queueId === null ? undefined : this.queues.get(queueId);
    return queue?.routingConfigurationId ? (this.routing.get(queue.routingConfigurationId) ?? null) : null;
  }

  userByName(username: string): User | undefined {
    const wanted = username.trim().toLowerCase();
    for (const user of this.users.values()) if (user.username === wanted) return user;
    return undefined;
  }

  queueByDeveloperName(name: string): Queue | undefined {
    for (const queue of this.queues.values()) if (queue.developerName === name) return queue;
    return undefined;
  }

  defaultConfiguration(): PresenceConfiguration {
    for (const configuration of this.configurations.values())
      if (configuration.developerName === DEFAULT_CONFIGURATION_DEVELOPER_NAME) return configuration;
    throw new Error('the default presence configuration is missing');
  }
}

export interface DirectoryParts {
  readonly version: number;
  readonly settings: HubSettings;
  readonly statuses: readonly PresenceStatus[];
  readonly channels: readonly ServiceChannel[];
  readonly routing: readonly RoutingConfiguration[];
  readonly queues: readonly Queue[];
  readonly configurations: readonly PresenceConfiguration[];
  readonly declineReasons: readonly DeclineReason[];
  readonly profiles: readonly UserProfile[];
  readonly users: readonly User[];
}

export async function readSetupVersion(db: Db): Promise<number> {
  const row = await db
    .selectFrom('setting')
    .select('value_json')
    .where('key', '=', 'setup_version')
    .executeTakeFirst();
  return row ? parseJson<number>(row.value_json) : 0;
}

/** Reads all of Setup; call it in one read transaction. */
export async function readDirectory(db: Db): Promise<Directory> {
  const version = await readSetupVersion(db);
  const settingsRow = await db
    .selectFrom('setting')
    .select('value_json')
    .where('key', '=', 'hub')
    .executeTakeFirst();
  const [statuses, channels, routing, queues, configurations, reasons, profiles, users] = [
    await db.selectFrom('presence_status').selectAll().execute(),
    await db.selectFrom('service_channel').selectAll().execute(),
    await db.selectFrom('routing_configuration').selectAll().execute(),
    await db.selectFrom('queue').selectAll().execute(),
    await db.selectFrom('presence_configuration').selectAll().execute(),
    await db.selectFrom('decline_reason').selectAll().execute(),
    await db.selectFrom('user_profile').selectAll().execute(),
    await db.selectFrom('app_user').selectAll().execute(),
  ];
  const record = (row: { id: string; name: string; developer_name: string; version: number }) => ({
    id: row.id,
    name: row.name,
    developerName: row.developer_name,
    version: row.version,
  });
  const properties = (row: (typeof profiles)[number] | (typeof users)[number]) => ({
    capacity: row.capacity,
    defaultStatusId: row.default_status_id,
    presenceConfigurationId: row.presence_configuration_id,
    channelIds: parseJson<string[]>(row.channel_ids_json),
    statusIds: parseJson<string[]>(row.status_ids_json),
  });
  return new Directory({
    version,
    settings: settingsRow ? { ...noSettings, ...parseJson<HubSettings>(settingsRow.value_json) } : noSettings,
    statuses: statuses.map((row) => ({
      ...record(row),
      base: row.base,
      text: row.text,
      description: row.description,
      channelIds: parseJson<string[]>(row.channel_ids_json),
      agentCanSet: row.agent_can_set === 1,
      active: row.active === 1,
      sortOrder: row.sort_order,
      system: row.system === 1,
    })),
    channels: channels.map((row) => ({ ...parseJson<ServiceChannel>(row.settings_json), ...record(row) })),
    routing: routing.map((row) => ({
      ...parseJson<RoutingConfiguration>(row.settings_json),
      ...record(row),
    })),
    queues: queues.map((row) => ({
      ...parseJson<Queue>(row.settings_json),
      ...record(row),
      routingConfigurationId: row.routing_configuration_id,
    })),
    configurations: configurations.map((row) => ({ ...record(row), settings: parseJson(row.settings_json) })),
    declineReasons: reasons.map((row) => ({
      id: row.id,
      label: row.label,
      developerName: row.developer_name,
      active: row.active === 1,
      version: row.version,
    })),
    profiles: profiles.map((row) => ({ ...record(row), description: row.description, ...properties(row) })),
    users: users.map((row) => ({
      id: row.id,
      username: row.username,
      name: row.name,
      firstName: row.first_name,
      nickname: row.nickname,
      alias: row.alias,
      roles: parseJson(row.roles_json),
      profileId: row.profile_id,
      language: row.language as User['language'],
      active: row.active === 1,
      supervises: parseJson(row.supervises_json),
      ...properties(row),
      version: row.version,
    })),
  });
}
