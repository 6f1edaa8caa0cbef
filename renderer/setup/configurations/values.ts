/** The values of the form of a presence configuration: its own fields, and its assignments. */
import { z } from 'zod';
import type { SetupSnapshot } from '#core/contract/setup.ts';
import {
  CAPACITY_UNITS,
  EXTENSION_SECONDS,
  EXTENSIONS,
  MISSES_BEFORE_STATUS_CHANGES,
  SOUND_LENGTH_SECONDS,
  WRAP_UP_SECONDS,
} from '#core/defaults.ts';
import { checkConfiguration, clearDisabledSettings } from '#core/setup/presence-configuration-rules.ts';
import {
  DEFAULT_CONFIGURATION_DEVELOPER_NAME,
  defaultConfigurationSettings,
  PresenceConfiguration,
} from '#core/setup/presence-configuration.ts';
import { Id } from '#core/vocabulary.ts';
import { fieldsOf } from '../form/fields-of.ts';
import type { Ranges } from '../form/ranges.ts';
import type { FieldProblem } from '../form/schema-resolver.ts';

export const ConfigurationValues = PresenceConfiguration.omit({ id: true, version: true }).extend({
  userIds: z.array(Id),
  profileIds: z.array(Id),
});
export type ConfigurationValues = z.infer<typeof ConfigurationValues>;

export const ranges: Ranges = {
  'settings.capacity': CAPACITY_UNITS,
  'settings.interruptibleCapacity': CAPACITY_UNITS,
  'settings.missesBeforeStatusChanges': MISSES_BEFORE_STATUS_CHANGES,
  'settings.soundSeconds': SOUND_LENGTH_SECONDS,
  'settings.wrapUpSeconds': WRAP_UP_SECONDS,
  'settings.extensionSeconds': EXTENSION_SECONDS,
  'settings.maxExtensions': EXTENSIONS,
  'settings.wrapUpHold.firstSeconds': { least: 1, most: WRAP_UP_SECONDS.most },
  'settings.idle.afterMinutes': { least: 1, most: 1_440 },
};

/** Initial values of a new configuration: the defaults of a fresh installation. */
export const empty: ConfigurationValues = {
  name: '',
  developerName: '',
  settings: defaultConfigurationSettings,
  userIds: [],
  profileIds: [],
};

/** The form values of a configuration. */
export function valuesOf(
  record: PresenceConfiguration,
  { users, profiles }: Pick<SetupSnapshot, 'users' | 'profiles'>,
): ConfigurationValues {
  const assigned = (one: { presenceConfigurationId: string | null }) =>
    one.presenceConfigurationId === record.id;
  return {
    ...fieldsOf(record),
    userIds: users.filter(assigned).map(({ id }) => id),
    profileIds: profiles.filter(assigned).map(({ id }) => id),
  };
}

/** Drops what another setting makes ineffective, so that nothing stale is saved. */
export const prepare = (values: ConfigurationValues): ConfigurationValues => ({
  ...values,
  settings: clearDisabledSettings(values.settings),
});

/** Whether any work can exceed its time to answer at all. */
const pushTimeOuts = (picture: SetupSnapshot) =>
  picture.routing.some(({ pushTimeOutSeconds }) => pushTimeOutSeconds > 0);

/** Errors between fields, and remarks beside them. */
export function rulesOf(
  values: ConfigurationValues,
  picture: SetupSnapshot,
): { readonly problems: FieldProblem[]; readonly warnings: FieldProblem[] } {
  const { issues, warnings } = checkConfiguration(values.settings, {
    ...picture,
    mode: 'form',
    pushTimeOuts: pushTimeOuts(picture),
  });
  const named = ({ path, code, params }: (typeof issues)[number]): FieldProblem => ({
    field: `settings.${path}`,
    code,
    params,
  });
  return {
    problems: issues.map(named),
    warnings: warnings.map(named),
  };
}

/** The default configuration applies to everyone who has no other; it cannot be removed. */
export const isDefault = ({ developerName }: Pick<PresenceConfiguration, 'developerName'>) =>
  developerName === DEFAULT_CONFIGURATION_DEVELOPER_NAME;
