/** Storage of each noun of Setup: its table, and the mapping between row and record. */
import type { Insertable, Selectable } from 'kysely';
import type { z } from 'zod';
import { newChannel, Queue, RoutingConfiguration, ServiceChannel } from '#core/setup/channels-and-queues.ts';
import type { AnyRecord, RecordOf, SetupNoun } from '#core/setup/nouns.ts';
import { User, type UserProfile } from '#core/setup/people.ts';
import {
  defaultConfigurationSettings,
  PresenceConfigurationSettings,
} from '#core/setup/presence-configuration.ts';
import { jsonColumn, readIds, sharedJsonColumn, toJson } from '../store/json.ts';
import type { Database } from '../store/schema.ts';

interface StoredNoun<Noun extends SetupNoun, Table extends keyof Database> {
  readonly table: Table;
  toRecord(row: Selectable<Database[Table]>): RecordOf<Noun>;
  /** The columns of the record; columns outside the record keep their values. */
  toRow(record: RecordOf<Noun>): Partial<Insertable<Database[Table]>> & { readonly id: string };
  /** Initial values of a new row in columns outside the record. */
  readonly newRow?: Partial<Insertable<Database[Table]>>;
}

const stored = <Noun extends SetupNoun, Table extends keyof Database>(
  _noun: Noun,
  table: Table,
  noun: Omit<StoredNoun<Noun, Table>, 'table'>,
): StoredNoun<Noun, Table> => ({ table, ...noun });

const flag = (value: boolean): 0 | 1 => (value ? 1 : 0);

/** Issues that make a value unreadable; any other issue breaks a rule, which may be newer than the value. */
const unreadable: ReadonlySet<string> = new Set(['invalid_type', 'invalid_value', 'invalid_union']);

/**
 * A settings column: fields added by a later version get their defaults in older records. A value that breaks a rule is
 * kept: rules are enforced when a record is saved, and must not keep a hub from starting.
 */
const settingsColumn = <Value extends object>(table: string, schema: z.ZodType<Value>, defaults: object) => {
  const read = jsonColumn(`${table}.settings_json`, schema);
  return (text: string): Value => {
    const stored = { ...defaults, ...(JSON.parse(text) as object) };
    const { success, data, error } = schema.safeParse(stored);
    if (success) return data;
    const onlyRules = error.issues.every(({ code }) => !unreadable.has(code));
    return onlyRules ? (stored as Value) : read(toJson(stored));
  };
};
const outside = { id: true, name: true, developerName: true, version: true } as const;
const readPresenceSettings = settingsColumn(
  'presence_configuration',
  PresenceConfigurationSettings,
  defaultConfigurationSettings,
);
const readChannel = settingsColumn('service_channel', ServiceChannel.omit(outside), newChannel);
const readRouting = settingsColumn('routing_configuration', RoutingConfiguration.omit(outside), {});
const readQueue = settingsColumn('queue', Queue.omit({ ...outside, routingConfigurationId: true }), {});
const readRoles = sharedJsonColumn('app_user.roles_json', User.shape.roles);
const readSupervises = sharedJsonColumn('app_user.supervises_json', User.shape.supervises);

interface NamedRow {
  readonly id: string;
  readonly name: string;
  readonly developer_name: string;
  readonly version: number;
}
const named = (row: NamedRow) => ({
  id: row.id,
  name: row.name,
  developerName: row.developer_name,
  version: row.version,
});
const namedRow = (record: ReturnType<typeof named>) => ({
  id: record.id,
  name: record.name,
  developer_name: record.developerName,
  version: record.version,
});

/** The part of a record that is stored in its settings column. */
const settingsOf = <Named extends ReturnType<typeof named>>({
  id: _id,
  name: _name,
  developerName: _developerName,
  version: _version,
  ...settings
}: Named) => settings;

type PropertyRow = Pick<
  Selectable<Database['user_profile']>,
  'capacity' | 'default_status_id' | 'presence_configuration_id' | 'channel_ids_json' | 'status_ids_json'
>;
const properties = (row: PropertyRow) => ({
  capacity: row.capacity,
  defaultStatusId: row.default_status_id,
  presenceConfigurationId: row.presence_configuration_id,
  channelIds: readIds(row.channel_ids_json),
  statusIds: readIds(row.status_ids_json),
});
const propertyRow = (record: User | UserProfile): PropertyRow => ({
  capacity: record.capacity,
  default_status_id: record.defaultStatusId,
  presence_configuration_id: record.presenceConfigurationId,
  channel_ids_json: toJson(record.channelIds),
  status_ids_json: toJson(record.statusIds),
});

const storedNouns = {
  status: stored('status', 'presence_status', {
    toRecord: (row) => ({
      ...named(row),
      base: row.base,
      text: row.text,
      description: row.description,
      channelIds: readIds(row.channel_ids_json),
      agentCanSet: row.agent_can_set === 1,
      active: row.active === 1,
      sortOrder: row.sort_order,
      system: row.system === 1,
    }),
    toRow: (status) => ({
      ...namedRow(status),
      base: status.base,
      text: status.text,
      description: status.description,
      channel_ids_json: toJson(status.channelIds),
      agent_can_set: flag(status.agentCanSet),
      active: flag(status.active),
      sort_order: status.sortOrder,
      system: flag(status.system),
    }),
  }),
  configuration: stored('configuration', 'presence_configuration', {
    toRecord: (row) => ({
      ...named(row),
      settings: readPresenceSettings(row.settings_json),
    }),
    toRow: (configuration) => ({
      ...namedRow(configuration),
      settings_json: toJson(configuration.settings),
    }),
  }),
  'decline-reason': stored('decline-reason', 'decline_reason', {
    toRecord: (row) => ({
      id: row.id,
      label: row.label,
      developerName: row.developer_name,
      active: row.active === 1,
      version: row.version,
    }),
    toRow: (reason) => ({
      id: reason.id,
      label: reason.label,
      developer_name: reason.developerName,
      active: flag(reason.active),
      version: reason.version,
    }),
  }),
  channel: stored('channel', 'service_channel', {
    toRecord: (row) => ({ ...readChannel(row.settings_json), ...named(row) }),
    toRow: (channel) => ({ ...namedRow(channel), settings_json: toJson(settingsOf(channel)) }),
  }),
  routing: stored('routing', 'routing_configuration', {
    toRecord: (row) => ({ ...readRouting(row.settings_json), ...named(row) }),
    toRow: (routing) => ({ ...namedRow(routing), settings_json: toJson(settingsOf(routing)) }),
  }),
  queue: stored('queue', 'queue', {
    toRecord: (row) => ({
      ...readQueue(row.settings_json),
      ...named(row),
      routingConfigurationId: row.routing_configuration_id,
    }),
    toRow: (queue) => ({
      ...namedRow(queue),
      routing_configuration_id: queue.routingConfigurationId,
      settings_json: toJson(settingsOf(queue)),
    }),
  }),
  profile: stored('profile', 'user_profile', {
    toRecord: (row) => ({ ...named(row), description: row.description, ...properties(row) }),
    toRow: (profile) => ({
      ...namedRow(profile),
      description: profile.description,
      ...propertyRow(profile),
    }),
  }),
  user: stored('user', 'app_user', {
    toRecord: (row) => ({
      id: row.id,
      username: row.username,
      name: row.name,
      firstName: row.first_name,
      nickname: row.nickname,
      alias: row.alias,
      roles: readRoles(row.roles_json),
      profileId: row.profile_id,
      language: row.language as User['language'],
      active: row.active === 1,
      supervises: readSupervises(row.supervises_json),
      ...properties(row),
      version: row.version,
    }),
    toRow: (user) => ({
      id: user.id,
      username: user.username,
      name: user.name,
      first_name: user.firstName,
      nickname: user.nickname,
      alias: user.alias,
      roles_json: toJson(user.roles),
      profile_id: user.profileId,
      language: user.language,
      active: flag(user.active),
      supervises_json: toJson(user.supervises),
      ...propertyRow(user),
      version: user.version,
    }),
    /** A new user cannot sign in until a password is set. */
    newRow: { password_hash: '' },
  }),
} as const satisfies Record<SetupNoun, object>;

export type SetupTable = (typeof storedNouns)[SetupNoun]['table'];
export type SetupRow = { readonly id: string } & Readonly<Record<string, unknown>>;

/** A noun with its types erased, for code that handles all nouns alike; rows and records must be of that noun. */
export const storedNoun = (noun: SetupNoun) =>
  storedNouns[noun] as unknown as {
    readonly table: SetupTable;
    toRecord(row: SetupRow): AnyRecord;
    toRow(record: AnyRecord): SetupRow;
    readonly newRow?: Readonly<Record<string, unknown>>;
  };
