/**
 * Everything that admins set up, as one immutable picture in memory, rebuilt when the setup version changes.
 * The router and the services read it; only Setup writes the tables behind it.
 */
import type { SetupSnapshot } from '#core/contract/setup.ts';
import { effectiveSettings, type PlainSettings } from '#core/settings/effective-settings.ts';
import {
  type DeclineReason,
  newChannel,
  type Queue,
  type RoutingConfiguration,
  type ServiceChannel,
} from '#core/setup/channels-and-queues.ts';
import type { User, UserProfile } from '#core/setup/people.ts';
import {
  DEFAULT_CONFIGURATION_DEVELOPER_NAME,
  defaultConfigurationSettings,
  type PresenceConfiguration,
} from '#core/setup/presence-configuration.ts';
import type { PresenceStatus } from '#core/setup/presence-status.ts';
import { grantedStatuses } from '#core/presence/status-rules.ts';
import { autoAccepts } from '#core/work/offer-terms.ts';
import { parseJson } from '../store/json.ts';
import type { Selectable } from 'kysely';
import type { Database } from '../store/schema.ts';
import type { Db } from '../store/store.ts';
import type { SetupTable, Written } from './transaction-writes.ts';

/** Settings of the whole hub. */
export interface HubSettings {
  readonly centreName: string;
  /** The queue a customer reaches who named none. */
  readonly defaultQueueId: string | null;
  /** Practice with simulated customers may be started by agents. */
  readonly practice: boolean;
}
const noSettings: HubSettings = {
  centreName: 'OnQueue',
  defaultQueueId: null,
  practice: false,
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
  readonly #autoAccept = new Map<string, ReadonlySet<string>>();
  #queuesOf: ReadonlyMap<string, readonly Queue[]> | null = null;
  #picture: SetupSnapshot | null = null;

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

  /** Channels whose work this user accepts automatically. */
  autoAcceptChannels(userId: string): ReadonlySet<string> {
    const known = this.#autoAccept.get(userId);
    if (known) return known;
    const { configuration } = this.effective(userId);
    const accepted = [...this.channels.values()].filter((channel) => autoAccepts(channel, configuration));
    const channels = new Set(accepted.map(({ id }) => id));
    this.#autoAccept.set(userId, channels);
    return channels;
  }

  /** What applies to this user, with user over profile over default. */
  effective(userId: string): PlainSettings {
    const known = this.#effective.get(userId);
    if (known) return known;
    const user = this.user(userId);
    const profile = user.profileId === null ? null : (this.profiles.get(user.profileId) ?? null);
    const value = effectiveSettings({
      user,
      profile,
      configurations: [...this.configurations.values()],
      queues: [...this.#queuesWith(user.id), ...(profile ? this.#queuesWith(profile.id) : [])],
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

  /** The queues that name this user or profile; looked up for thousands of agents after every change. */
  #queuesWith(memberId: string): readonly Queue[] {
    if (!this.#queuesOf) {
      const index = new Map<string, Queue[]>();
      for (const queue of this.queues.values())
        for (const id of [...queue.memberUserIds, ...queue.memberProfileIds]) {
          const known = index.get(id);
          if (known) known.push(queue);
          else index.set(id, [queue]);
        }
      this.#queuesOf = index;
    }
    return this.#queuesOf.get(memberId) ?? [];
  }

  /** All of it as Setup's pages see it; the same object for the same directory. */
  get picture(): SetupSnapshot {
    return (this.#picture ??= {
      version: this.version,
      centreName: this.settings.centreName,
      defaultQueueId: this.settings.defaultQueueId,
      statuses: [...this.statuses.values()],
      configurations: [...this.configurations.values()],
      declineReasons: [...this.declineReasons.values()],
      channels: [...this.channels.values()],
      routing: [...this.routing.values()],
      queues: [...this.queues.values()],
      profiles: [...this.profiles.values()],
      users: [...this.users.values()],
    });
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

/** Makes the record of a row, for each table of Setup. */
const records = {
  presence_status: (row: Selectable<Database['presence_status']>): PresenceStatus => ({
    ...named(row),
    base: row.base,
    text: row.text,
    description: row.description,
    channelIds: parseJson<string[]>(row.channel_ids_json),
    agentCanSet: row.agent_can_set === 1,
    active: row.active === 1,
    sortOrder: row.sort_order,
    system: row.system === 1,
  }),
  service_channel: (row: Selectable<Database['service_channel']>): ServiceChannel => ({
    // What a later version has added is not in records that an earlier one wrote.
    ...newChannel,
    ...parseJson<ServiceChannel>(row.settings_json),
    ...named(row),
  }),
  routing_configuration: (row: Selectable<Database['routing_configuration']>): RoutingConfiguration => ({
    ...parseJson<RoutingConfiguration>(row.settings_json),
    ...named(row),
  }),
  queue: (row: Selectable<Database['queue']>): Queue => ({
    embedOrigins: [],
    ...parseJson<Omit<Queue, 'embedOrigins'>>(row.settings_json),
    ...named(row),
    routingConfigurationId: row.routing_configuration_id,
  }),
  presence_configuration: (row: Selectable<Database['presence_configuration']>): PresenceConfiguration => ({
    ...named(row),
    settings: {
      // What a later version has added is not in records that an earlier one wrote.
      ...defaultConfigurationSettings,
      ...parseJson<PresenceConfiguration['settings']>(row.settings_json),
    },
  }),
  decline_reason: (row: Selectable<Database['decline_reason']>): DeclineReason => ({
    id: row.id,
    label: row.label,
    developerName: row.developer_name,
    active: row.active === 1,
    version: row.version,
  }),
  user_profile: (row: Selectable<Database['user_profile']>): UserProfile => ({
    ...named(row),
    description: row.description,
    ...properties(row),
  }),
  app_user: (row: Selectable<Database['app_user']>): User => ({
    id: row.id,
    username: row.username,
    name: row.name,
    firstName: row.first_name,
    nickname: row.nickname,
    alias: row.alias,
    roles: parseJson<User['roles']>(row.roles_json),
    profileId: row.profile_id,
    language: row.language as User['language'],
    active: row.active === 1,
    supervises: parseJson<User['supervises']>(row.supervises_json),
    ...properties(row),
    version: row.version,
  }),
};
const tables = Object.keys(records) as SetupTable[];

type Row = { readonly id: string } & Readonly<Record<string, unknown>>;
interface Known {
  readonly row: Row;
  readonly record: unknown;
}
type KnownRows = ReadonlyMap<string, Known>;

/** More rows than this are found faster by reading everything. */
const MAX_PARTIAL_READ_ROWS = 200;

/**
 * Reads all of Setup, again and again. A row that is as it was gives the same record object as before, so that what
 * changed is found by identity; after a save of our own only the rows that it wrote are read at all.
 */
export class DirectoryReader {
  readonly #known = new Map<SetupTable, KnownRows>();

  /** Everything. Call it in one read transaction. */
  async read(db: Db): Promise<Directory> {
    const version = await readSetupVersion(db);
    const settings = await readSettings(db);
    for (const table of tables) {
      const rows = (await db.selectFrom(table).selectAll().execute()) as unknown as Row[];
      this.#replace(table, rows);
    }
    return this.#assemble(version, settings);
  }

  /**
   * What `before` has become by a transaction that wrote this. Reads everything when anybody else has written too.
   * Call it in one read transaction.
   */
  async readAfter(db: Db, before: Directory, written: Written): Promise<Directory> {
    const version = await readSetupVersion(db);
    // Another reading was faster and has seen it already.
    if (written.raises > 0 && version === before.version) return before;
    const few = [...written.rows.values()].reduce((sum, ids) => sum + ids.size, 0) <= MAX_PARTIAL_READ_ROWS;
    if (written.raises === 0 || written.more || !few || version !== before.version + written.raises)
      return this.read(db);
    for (const [table, ids] of written.rows) {
      const rows = (await db
        .selectFrom(table)
        .selectAll()
        .where('id', 'in', [...ids])
        .execute()) as unknown as Row[];
      const next = new Map(this.#known.get(table));
      for (const row of rows) next.set(row.id, this.#entry(table, row));
      this.#known.set(table, next);
    }
    // Rows that went without being noted: read everything rather than keep what is gone.
    for (const table of tables) {
      const { count } = await db
        .selectFrom(table)
        .select((select) => select.fn.countAll().as('count'))
        .executeTakeFirstOrThrow();
      if (Number(count) !== this.#known.get(table)?.size) return this.read(db);
    }
    return this.#assemble(version, before.settings);
  }

  #entry(table: SetupTable, row: Row): Known {
    return { row, record: (records[table] as (row: Row) => unknown)(row) };
  }

  #replace(table: SetupTable, rows: readonly Row[]): void {
    const known: KnownRows = this.#known.get(table) ?? new Map<string, Known>();
    const columns = Object.keys(rows[0] ?? {});
    const entries = rows.map((row) => {
      const before = known.get(row.id);
      return before && sameRow(before.row, row, columns) ? before : this.#entry(table, row);
    });
    this.#known.set(table, new Map(entries.map((entry) => [entry.row.id, entry])));
  }

  #assemble(version: number, settings: HubSettings): Directory {
    const all = <Table extends SetupTable>(table: Table) =>
      [...(this.#known.get(table)?.values() ?? [])].map(
        ({ record }) => record as ReturnType<(typeof records)[Table]>,
      );
    return new Directory({
      version,
      settings,
      statuses: all('presence_status'),
      channels: all('service_channel'),
      routing: all('routing_configuration'),
      queues: all('queue'),
      configurations: all('presence_configuration'),
      declineReasons: all('decline_reason'),
      profiles: all('user_profile'),
      users: all('app_user'),
    });
  }
}

/** Reads all of Setup once; call it in one read transaction. */
export const readDirectory = (db: Db): Promise<Directory> => new DirectoryReader().read(db);

async function readSettings(db: Db): Promise<HubSettings> {
  const row = await db.selectFrom('setting').select('value_json').where('key', '=', 'hub').executeTakeFirst();
  return row ? { ...noSettings, ...parseJson<HubSettings>(row.value_json) } : noSettings;
}

function sameRow(a: Row, b: Row, columns: readonly string[]): boolean {
  for (const column of columns) if (a[column] !== b[column]) return false;
  return true;
}

const named = (row: { id: string; name: string; developer_name: string; version: number }) => ({
  id: row.id,
  name: row.name,
  developerName: row.developer_name,
  version: row.version,
});

const properties = (row: {
  capacity: number | null;
  default_status_id: string | null;
  presence_configuration_id: string | null;
  channel_ids_json: string;
  status_ids_json: string;
}) => ({
  capacity: row.capacity,
  defaultStatusId: row.default_status_id,
  presenceConfigurationId: row.presence_configuration_id,
  channelIds: parseJson<string[]>(row.channel_ids_json),
  statusIds: parseJson<string[]>(row.status_ids_json),
});
