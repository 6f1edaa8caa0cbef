/**
 * The settings that apply to a user, with the source of each: user overrides profile overrides default configuration.
 */
import type { PoolAmounts } from '../routing/candidates.ts';
import type { Queue } from '../setup/channels-and-queues.ts';
import type { User, UserProfile } from '../setup/people.ts';
import {
  DEFAULT_CONFIGURATION_DEVELOPER_NAME,
  defaultConfigurationSettings,
  type PresenceConfiguration,
  type PresenceConfigurationSettings,
} from '../setup/presence-configuration.ts';

/** `default` = the configuration that applies to every user without another one, or the product default. */
export interface SettingSource {
  readonly level: 'user' | 'profile' | 'channel' | 'configuration' | 'default';
  /** Name of that user, profile, channel or configuration; empty for the product default. */
  readonly name: string;
}

export interface Sourced<Value> {
  readonly value: Value;
  readonly source: SettingSource;
}

/** An effective value and the values it overrides, nearest level first. */
export interface Explained<Value> extends Sourced<Value> {
  readonly overruled: ReadonlyArray<Sourced<Value>>;
}

/** One entry of a union: removing it at `source` keeps it when other sources name it too. */
export interface Named<Value> extends Sourced<Value> {
  readonly also: readonly SettingSource[];
}

export interface EffectiveSettings {
  readonly configuration: Explained<{
    /** `null` only while no default configuration is stored. */
    readonly id: string | null;
    readonly settings: PresenceConfigurationSettings;
  }>;
  /** Whole units. */
  readonly capacity: Explained<number>;
  /** Whole units; when blank in the configuration, the effective capacity with its source. */
  readonly interruptibleCapacity: Explained<number>;
  /** `null` = Available. */
  readonly defaultStatusId: Explained<string | null>;
  /** Ids with their sources; no entries = no restriction. */
  readonly channels: ReadonlyArray<Named<string>>;
  readonly queues: ReadonlyArray<Named<string>>;
  readonly statuses: ReadonlyArray<Named<string>>;
}

export interface SettingsOfOneUser {
  readonly user: User;
  /** The profile of `user.profileId`. */
  readonly profile: UserProfile | null;
  readonly configurations: readonly PresenceConfiguration[];
  readonly queues: ReadonlyArray<Pick<Queue, 'id' | 'memberUserIds' | 'memberProfileIds'>>;
}

/** Every effective value of a user with its source. */
export function explainSettings(given: SettingsOfOneUser): EffectiveSettings {
  const { user, profile, configurations, queues } = given;
  const fromUser: SettingSource = { level: 'user', name: user.name };
  const fromProfile: SettingSource = { level: 'profile', name: profile?.name ?? '' };
  const configuration = configurationOf(user, profile, configurations);
  const { settings } = configuration.value;
  const fromConfiguration: SettingSource =
    configuration.source.level === 'default'
      ? configuration.source
      : { level: 'configuration', name: configuration.name };

  const capacity = firstOf<number>(
    present(user.capacity, fromUser),
    present(profile?.capacity, fromProfile),
    [{ value: settings.capacity, source: fromConfiguration }],
  );
  return {
    configuration,
    capacity,
    interruptibleCapacity: firstOf<number>(present(settings.interruptibleCapacity, fromConfiguration), [
      { value: capacity.value, source: capacity.source },
    ]),
    defaultStatusId: firstOf<string | null>(
      present(user.defaultStatusId, fromUser),
      present(profile?.defaultStatusId, fromProfile),
      [{ value: null, source: { level: 'default', name: '' } }],
    ),
    channels: union([user.channelIds, fromUser], [profile?.channelIds ?? [], fromProfile]),
    queues: union(
      [queues.filter((queue) => queue.memberUserIds.includes(user.id)).map(({ id }) => id), fromUser],
      [
        queues
          .filter((queue) => profile !== null && queue.memberProfileIds.includes(profile.id))
          .map(({ id }) => id),
        fromProfile,
      ],
    ),
    statuses: union([user.statusIds, fromUser], [profile?.statusIds ?? [], fromProfile]),
  };
}

/** The plain values for the runtime. Capacities are in thousandths of a unit. */
export interface PlainSettings {
  readonly configuration: PresenceConfigurationSettings;
  readonly configurationId: string | null;
  readonly capacity: PoolAmounts;
  /** `null` = neither user nor profile names channels: no restriction. */
  readonly channelIds: ReadonlySet<string> | null;
  readonly queueIds: ReadonlySet<string>;
  readonly statusIds: ReadonlySet<string>;
  /** `null` = Available. */
  readonly defaultStatusId: string | null;
}

/** The values of `explainSettings` without their sources. */
export function effectiveSettings(given: SettingsOfOneUser): PlainSettings {
  const explained = explainSettings(given);
  const ids = (sourced: ReadonlyArray<Sourced<string>>) => new Set(sourced.map(({ value }) => value));
  return {
    configuration: explained.configuration.value.settings,
    configurationId: explained.configuration.value.id,
    capacity: {
      primary: explained.capacity.value * 1000,
      interruptible: explained.interruptibleCapacity.value * 1000,
    },
    channelIds: explained.channels.length === 0 ? null : ids(explained.channels),
    queueIds: ids(explained.queues),
    statusIds: ids(explained.statuses),
    defaultStatusId: explained.defaultStatusId.value,
  };
}

/** The configuration's `source` is the level at which it was assigned; `name` is its own name. */
function configurationOf(
  user: User,
  profile: UserProfile | null,
  configurations: readonly PresenceConfiguration[],
): EffectiveSettings['configuration'] & { readonly name: string } {
  const find = (id: string | null | undefined) => configurations.find((one) => one.id === id);
  const standard = configurations.find(
    ({ developerName }) => developerName === DEFAULT_CONFIGURATION_DEVELOPER_NAME,
  );
  const found = firstOf<PresenceConfiguration | null>(
    present(find(user.presenceConfigurationId), { level: 'user', name: user.name }),
    present(find(profile?.presenceConfigurationId), { level: 'profile', name: profile?.name ?? '' }),
    [{ value: standard ?? null, source: { level: 'default', name: standard?.name ?? '' } }],
  );
  const plain = ({ value, source }: Sourced<PresenceConfiguration | null>) => ({
    value: { id: value?.id ?? null, settings: value?.settings ?? defaultConfigurationSettings },
    source,
  });
  return { ...plain(found), overruled: found.overruled.map(plain), name: found.value?.name ?? '' };
}

const present = <Value>(value: Value | null | undefined, source: SettingSource): Array<Sourced<Value>> =>
  value === null || value === undefined ? [] : [{ value, source }];

/** The first level with a value; the last level always has one. */
function firstOf<Value>(...levels: ReadonlyArray<ReadonlyArray<Sourced<Value>>>): Explained<Value> {
  const [first, ...overruled] = levels.flat();
  return { ...first!, overruled };
}

/** Each id once, with the first level that names it and the others that do. */
function union(
  ...levels: ReadonlyArray<readonly [ids: readonly string[], source: SettingSource]>
): Array<Named<string>> {
  const all = new Map<string, SettingSource[]>();
  for (const [ids, source] of levels) {
    for (const id of new Set(ids)) all.set(id, [...(all.get(id) ?? []), source]);
  }
  return [...all].map(([value, [source, ...also]]) => ({ value, source: source!, also }));
}
