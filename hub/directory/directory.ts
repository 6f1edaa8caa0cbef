/**
 * Setup as one immutable snapshot in memory, rebuilt when the setup version changes. The router and the services read
 * it; only Setup writes the tables behind it.
 */
import { z } from 'zod';
import type { SetupSnapshot } from '#core/contract/setup.ts';
import { effectiveSettings, type PlainSettings } from '#core/settings/effective-settings.ts';
import type { Queue, RoutingConfiguration } from '#core/setup/channels-and-queues.ts';
import {
  type AnyRecord,
  byList,
  type ListOf,
  nouns,
  type RecordOf,
  type SetupLists,
  type SetupNoun,
  setupNouns,
} from '#core/setup/nouns.ts';
import type { User } from '#core/setup/people.ts';
import {
  DEFAULT_CONFIGURATION_DEVELOPER_NAME,
  type PresenceConfiguration,
} from '#core/setup/presence-configuration.ts';
import type { PresenceStatus } from '#core/setup/presence-status.ts';
import { grantedStatuses } from '#core/presence/status-rules.ts';
import { Id } from '#core/vocabulary.ts';
import { autoAccepts } from '#core/work/offer-terms.ts';
import { jsonColumn, readNumber } from '../store/json.ts';
import type { Db } from '../store/store.ts';
import { type SetupRow, storedNoun } from './stored-nouns.ts';
import type { Written } from './transaction-writes.ts';

/** Settings of the whole hub. */
export const HubSettings = z.object({
  centreName: z.string().default('OnQueue'),
  /** The queue of customers who name none. */
  defaultQueueId: Id.nullable().default(null),
  /** Agents may start practice with simulated customers. */
  practice: z.boolean().default(false),
});
export type HubSettings = Readonly<z.infer<typeof HubSettings>>;
const readHubSettings = jsonColumn('setting.value_json of hub', HubSettings);

/** The records of every noun by id, under the names of their lists. */
type RecordMaps = {
  readonly [Noun in SetupNoun as ListOf<Noun>]: ReadonlyMap<string, RecordOf<Noun>>;
};
const RecordMaps = class {
  constructor(lists: SetupLists) {
    const byId = (records: readonly AnyRecord[]) => new Map(records.map((record) => [record.id, record]));
    Object.assign(
      this,
      byList((noun) => byId(lists[nouns[noun].list])),
    );
  }
} as unknown as new (lists: SetupLists) => RecordMaps;

export class Directory extends RecordMaps {
  readonly version: number;
  readonly settings: HubSettings;
  readonly #effective = new Map<string, PlainSettings>();
  readonly #granted = new Map<string, readonly PresenceStatus[]>();
  readonly #autoAccept = new Map<string, ReadonlySet<string>>();
  #queuesOf: ReadonlyMap<string, readonly Queue[]> | null = null;
  #picture: SetupSnapshot | null = null;

  constructor(parts: DirectoryParts) {
    super(parts);
    this.version = parts.version;
    this.settings = parts.settings;
  }

  /** The records of one noun by id. */
  records<Noun extends SetupNoun>(noun: Noun): ReadonlyMap<string, RecordOf<Noun>> {
    return (this as RecordMaps)[nouns[noun].list] as unknown as ReadonlyMap<string, RecordOf<Noun>>;
  }

  /** The content of this directory in a form that can be sent to another thread. */
  get parts(): DirectoryParts {
    const lists = byList((noun) => [...this.records(noun).values()]) as unknown as SetupLists;
    return { version: this.version, settings: this.settings, ...lists };
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

  /** The effective settings of this user: user over profile over default. */
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

  /** The queues that name this user or profile; cached, as it is needed for thousands of agents after every change. */
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
    if (!this.#picture) {
      const { settings, ...parts } = this.parts;
      const { centreName, defaultQueueId } = settings;
      this.#picture = { ...parts, centreName, defaultQueueId };
    }
    return this.#picture;
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

export interface DirectoryParts extends SetupLists {
  readonly version: number;
  readonly settings: HubSettings;
}

export async function readSetupVersion(db: Db): Promise<number> {
  const row = await db
    .selectFrom('setting')
    .select('value_json')
    .where('key', '=', 'setup_version')
    .executeTakeFirst();
  return row ? readNumber(row.value_json) : 0;
}

interface Known {
  readonly row: SetupRow;
  readonly record: AnyRecord;
}
type KnownRows = ReadonlyMap<string, Known>;

/** Above this number of rows reading everything is faster. */
const MAX_PARTIAL_READ_ROWS = 200;

/**
 * Reads all of Setup, repeatedly. An unchanged row gives the same record object as before, so that changes are found by
 * identity; after a save by this hub only the rows that it wrote are read.
 */
export class DirectoryReader {
  readonly #known = new Map<SetupNoun, KnownRows>();

  /** Reads everything. Call it in one read transaction. */
  async read(db: Db): Promise<Directory> {
    const version = await readSetupVersion(db);
    const settings = await readSettings(db);
    for (const noun of setupNouns) {
      const rows = await db.selectFrom(storedNoun(noun).table).selectAll().execute();
      this.#replace(noun, rows as unknown as SetupRow[]);
    }
    return this.#assemble(version, settings);
  }

  /**
   * The directory after a transaction that wrote this on top of `before`. Reads everything if there were other writers.
   * Call it in one read transaction.
   */
  async readAfter(db: Db, before: Directory, written: Written): Promise<Directory> {
    const version = await readSetupVersion(db);
    // Another read was faster and already includes it.
    if (written.raises > 0 && version === before.version) return before;
    const count = [...written.records.values()].reduce((sum, ids) => sum + ids.size, 0);
    const few = count <= MAX_PARTIAL_READ_ROWS;
    if (written.raises === 0 || written.more || !few || version !== before.version + written.raises)
      return this.read(db);
    for (const [noun, ids] of written.records) {
      const rows = await db
        .selectFrom(storedNoun(noun).table)
        .selectAll()
        .where('id', 'in', [...ids])
        .execute();
      const next = new Map(this.#known.get(noun));
      for (const row of rows as unknown as SetupRow[]) next.set(row.id, known(noun, row));
      this.#known.set(noun, next);
    }
    // Rows were removed without being recorded: read everything rather than keep deleted records.
    for (const noun of setupNouns) {
      const { count } = await db
        .selectFrom(storedNoun(noun).table)
        .select((select) => select.fn.countAll().as('count'))
        .executeTakeFirstOrThrow();
      if (Number(count) !== this.#known.get(noun)?.size) return this.read(db);
    }
    return this.#assemble(version, before.settings);
  }

  #replace(noun: SetupNoun, rows: readonly SetupRow[]): void {
    const before = this.#known.get(noun);
    const columns = Object.keys(rows[0] ?? {});
    const entries = rows.map((row) => {
      const same = before?.get(row.id);
      return same && sameRow(same.row, row, columns) ? same : known(noun, row);
    });
    this.#known.set(noun, new Map(entries.map((entry) => [entry.row.id, entry])));
  }

  #assemble(version: number, settings: HubSettings): Directory {
    const lists = byList((noun) => [...(this.#known.get(noun)?.values() ?? [])].map(({ record }) => record));
    return new Directory({ version, settings, ...(lists as unknown as SetupLists) });
  }
}

const known = (noun: SetupNoun, row: SetupRow): Known => ({ row, record: storedNoun(noun).toRecord(row) });

/** Reads all of Setup once; call it in one read transaction. */
export const readDirectory = (db: Db): Promise<Directory> => new DirectoryReader().read(db);

async function readSettings(db: Db): Promise<HubSettings> {
  const row = await db.selectFrom('setting').select('value_json').where('key', '=', 'hub').executeTakeFirst();
  return readHubSettings(row?.value_json ?? '{}');
}

function sameRow(a: SetupRow, b: SetupRow, columns: readonly string[]): boolean {
  for (const column of columns) if (a[column] !== b[column]) return false;
  return true;
}
