/** Writing Setup's records. Every write raises the setup version, so that every hub and every agent sees it at once. */
import { sql } from 'kysely';
import type {
  DeclineReason,
  Queue,
  RoutingConfiguration,
  ServiceChannel,
} from '#core/setup/channels-and-queues.ts';
import type { User, UserProfile } from '#core/setup/people.ts';
import type { PresenceConfiguration } from '#core/setup/presence-configuration.ts';
import type { PresenceStatus } from '#core/setup/presence-status.ts';
import { toJson } from '../store/json.ts';
import type { Db } from '../store/store.ts';
import type { HubSettings } from '../directory/directory.ts';
import { recordWrite, type SetupTable } from '../directory/transaction-writes.ts';

const flag = (value: boolean) => (value ? 1 : 0);

/** Without a row: something else than a written row has changed. */
export async function raiseSetupVersion(db: Db, table?: SetupTable, id?: string): Promise<void> {
  recordWrite(db, table, id);
  await db
    .insertInto('setting')
    .values({ key: 'setup_version', value_json: '1' })
    .onConflict((conflict) =>
      conflict
        .column('key')
        .doUpdateSet({ value_json: sql`cast(cast(setting.value_json as integer) + 1 as text)` }),
    )
    .execute();
}

/** Inserts or replaces one record of its table. */
async function put(db: Db, table: SetupTable, row: Record<string, unknown> & { id: string }): Promise<void> {
  const { id: _id, ...columns } = row;
  await db
    .insertInto(table)
    .values(row as never)
    .onConflict((conflict) => conflict.column('id').doUpdateSet(columns as never))
    .execute();
  await raiseSetupVersion(db, table, row.id);
}

/** The part of a record that lives in its settings column. */
function settingsOf({
  id: _id,
  name: _name,
  developerName: _developerName,
  version: _version,
  ...settings
}: Record<string, unknown>) {
  return toJson(settings);
}

export const putStatus = (db: Db, status: PresenceStatus) =>
  put(db, 'presence_status', {
    id: status.id,
    name: status.name,
    developer_name: status.developerName,
    base: status.base,
    text: status.text,
    description: status.description,
    channel_ids_json: toJson(status.channelIds),
    agent_can_set: flag(status.agentCanSet),
    active: flag(status.active),
    sort_order: status.sortOrder,
    system: flag(status.system),
    version: status.version,
  });

const documentRow = (record: { id: string; name: string; developerName: string; version: number }) => ({
  id: record.id,
  name: record.name,
  developer_name: record.developerName,
  version: record.version,
});

export const putConfiguration = (db: Db, configuration: PresenceConfiguration) =>
  put(db, 'presence_configuration', {
    ...documentRow(configuration),
    settings_json: toJson(configuration.settings),
  });

export const putChannel = (db: Db, channel: ServiceChannel) =>
  put(db, 'service_channel', { ...documentRow(channel), settings_json: settingsOf(channel) });

export const putRouting = (db: Db, routing: RoutingConfiguration) =>
  put(db, 'routing_configuration', { ...documentRow(routing), settings_json: settingsOf(routing) });

export const putQueue = (db: Db, queue: Queue) =>
  put(db, 'queue', {
    ...documentRow(queue),
    routing_configuration_id: queue.routingConfigurationId,
    settings_json: settingsOf(queue),
  });

export const putDeclineReason = (db: Db, reason: DeclineReason) =>
  put(db, 'decline_reason', {
    id: reason.id,
    label: reason.label,
    developer_name: reason.developerName,
    active: flag(reason.active),
    version: reason.version,
  });

const propertyColumns = (record: User | UserProfile) => ({
  capacity: record.capacity,
  default_status_id: record.defaultStatusId,
  presence_configuration_id: record.presenceConfigurationId,
  channel_ids_json: toJson(record.channelIds),
  status_ids_json: toJson(record.statusIds),
  version: record.version,
});

export const putProfile = (db: Db, profile: UserProfile) =>
  put(db, 'user_profile', {
    ...documentRow(profile),
    description: profile.description,
    ...propertyColumns(profile),
  });

/** Without `passwordHash` a known user keeps the password, and a new one cannot sign in until one is set. */
export async function putUser(db: Db, user: User, passwordHash?: string): Promise<void> {
  const kept =
    passwordHash === undefined
      ? await db.selectFrom('app_user').select('password_hash').where('id', '=', user.id).executeTakeFirst()
      : undefined;
  await put(db, 'app_user', {
    id: user.id,
    username: user.username,
    name: user.name,
    first_name: user.firstName,
    nickname: user.nickname,
    alias: user.alias,
    password_hash: passwordHash ?? kept?.password_hash ?? '',
    roles_json: toJson(user.roles),
    profile_id: user.profileId,
    language: user.language,
    active: flag(user.active),
    supervises_json: toJson(user.supervises),
    ...propertyColumns(user),
  });
}

export async function putHubSettings(db: Db, settings: HubSettings): Promise<void> {
  await db
    .insertInto('setting')
    .values({ key: 'hub', value_json: toJson(settings) })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value_json: toJson(settings) }))
    .execute();
  await raiseSetupVersion(db);
}
