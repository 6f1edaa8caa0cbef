import { CAPACITY_UNITS, EXTENSION_SECONDS, EXTENSIONS, WRAP_UP_SECONDS } from '#core/defaults.ts';
import { formatText } from '#core/i18n/texts.ts';
import { asksForReason, noReasons } from '#core/setup/decline-rules.ts';
import {
  defaultConfigurationSettings,
  type PresenceConfigurationSettings,
} from '#core/setup/presence-configuration.ts';
import {
  checkConfiguration,
  type ConfigurationIssue,
  clearDisabledSettings,
} from '#core/setup/presence-configuration-rules.ts';
import type { Draft } from '../draft.ts';
import {
  dangling,
  developerNameOf,
  truncatedName,
  resolveAll,
  type RecordNotes,
  within,
} from '../planning.ts';
import { type Remark, remark } from '../remarks.ts';
import { switchesOver } from './configuration-switches.ts';
import type { SourceConfiguration } from './model.ts';
import type { Planning } from './planning-context.ts';

const ALIAS_LENGTH = 100;
const noExtension = { extend: false, extensionSeconds: null, maxExtensions: null };

/** The default configuration has a localised label everywhere; its developer name is the same everywhere. */
export function planConfiguration(
  source: SourceConfiguration,
  said: RecordNotes & { readonly warnings: Remark[] },
  planning: Planning,
): void {
  const { draft, lines, assignments } = planning;
  const { warnings } = said;
  const before = draft.presenceConfiguration.named(said.name);
  const wanted = settingsOf(source, before?.settings ?? defaultConfigurationSettings, warnings, planning);
  if (wanted.autoAccept && wanted.allowDecline)
    return lines.skip('presenceConfiguration', said, remark('AUTO_ACCEPT_AND_DECLINE'));
  const settings = checked(wanted, warnings, draft);
  const configuration = {
    ...(before ?? { id: draft.newId(), developerName: said.name, version: 1 }),
    name: truncatedName(source.label, before?.name ?? said.name, warnings),
    settings,
  };
  const change = draft.presenceConfiguration.put(configuration);
  const findUser = (name: string) => draft.user.named(name);
  for (const id of resolveAll('users', source.users, findUser, warnings))
    assignments.assign('user', id, configuration, warnings);
  const findProfile = (name: string) => draft.userProfile.named(developerNameOf(name, 'profile'));
  for (const id of resolveAll('profiles', source.profiles, findProfile, warnings))
    assignments.assign('userProfile', id, configuration, warnings);
  lines.add('presenceConfiguration', said, change);
}

/** The source's values over the current ones. Statuses and decline reasons missing from a file are cleared. */
function settingsOf(
  source: SourceConfiguration,
  here: PresenceConfigurationSettings,
  warnings: Remark[],
  { draft, statusNames }: Planning,
): PresenceConfigurationSettings {
  const capacity = within('capacity', source.capacity, CAPACITY_UNITS, warnings);
  if (capacity === null) warnings.push(remark('VALUE_MISSING', { setting: 'capacity', used: here.capacity }));
  const target = (
    setting: string,
    name: string | null,
    kept: PresenceConfigurationSettings['statusOnDecline'],
  ) => {
    if (name === null) return null;
    const status = statusNames.find(name, draft);
    if (status) return { statusId: status.id };
    dangling(setting, [name], warnings);
    return kept;
  };
  const findReason = (name: string) => draft.declineReason.named(developerNameOf(name, 'reason'));
  const { leastOnImport: leastWrapUp, most: mostWrapUp } = WRAP_UP_SECONDS;
  const { leastOnImport: leastExtension, most: mostExtension } = EXTENSION_SECONDS;
  return {
    ...here,
    capacity: capacity ?? here.capacity,
    interruptibleCapacity:
      within('interruptibleCapacity', source.interruptibleCapacity, CAPACITY_UNITS, warnings) ??
      here.interruptibleCapacity,
    ...switchesOver(source, here),
    declineReasonIds: resolveAll('declineReasons', source.declineReasons, findReason, warnings),
    statusOnDecline: target('presenceStatusOnDecline', source.statusOnDecline, here.statusOnDecline),
    statusOnPushTimeOut: target(
      'presenceStatusOnPushTimeout',
      source.statusOnPushTimeOut,
      here.statusOnPushTimeOut,
    ),
    wrapUp: source.wrapUp ?? here.wrapUp,
    wrapUpSeconds:
      within(
        'afterConvoWorkMaxTime',
        source.wrapUpSeconds,
        { least: leastWrapUp, most: mostWrapUp },
        warnings,
      ) ?? here.wrapUpSeconds,
    extend: source.extend ?? here.extend,
    extensionSeconds:
      within(
        'acwExtensionDuration',
        source.extensionSeconds,
        { least: leastExtension, most: mostExtension },
        warnings,
      ) ?? here.extensionSeconds,
    maxExtensions: within('maxExtensions', source.maxExtensions, EXTENSIONS, warnings) ?? here.maxExtensions,
    agentAlias: aliasOf(source, here.agentAlias, warnings),
  };
}

function aliasOf({ agentAlias }: SourceConfiguration, here: string, warnings: Remark[]): string {
  if (agentAlias === null) return here;
  if (agentAlias.length > ALIAS_LENGTH) warnings.push(remark('NAME_CUT', { most: ALIAS_LENGTH }));
  return agentAlias.slice(0, ALIAS_LENGTH).trim();
}

/** A valid version: switches without their preconditions are off, with a remark for each. */
function checked(
  wanted: PresenceConfigurationSettings,
  warnings: Remark[],
  draft: Draft,
): PresenceConfigurationSettings {
  const settings = { ...wanted };
  const declineReasons = draft.declineReason.all();
  const offered = declineReasons.filter(({ id, active }) => active && settings.declineReasonIds.includes(id));
  if (asksForReason(settings) && offered.length === 0) {
    warnings.push(remark('REASONS_MISSING'));
    Object.assign(settings, noReasons);
  }
  if (settings.wrapUp && settings.wrapUpSeconds === null) {
    warnings.push(remark('WRAP_UP_INCOMPLETE'));
    Object.assign(settings, { wrapUp: false, ...noExtension });
  }
  if (settings.extend && (settings.extensionSeconds === null || settings.maxExtensions === null)) {
    warnings.push(remark('EXTENSION_INCOMPLETE'));
    Object.assign(settings, noExtension);
  }
  for (const setting of ['statusOnDecline', 'statusOnPushTimeOut'] as const) {
    const status = draft.presenceStatus.get(settings[setting]?.statusId ?? '');
    if (!status || status.active) continue;
    warnings.push(remark('TARGET_INACTIVE', { setting, status: status.name }));
    settings[setting] = null;
  }
  const found = checkConfiguration(settings, {
    statuses: draft.presenceStatus.all(),
    channels: draft.serviceChannel.all(),
    declineReasons,
    mode: 'import',
    pushTimeOuts: draft.routingConfiguration.all().some(({ pushTimeOutSeconds }) => pushTimeOutSeconds > 0),
  });
  for (const issue of [...found.issues, ...found.warnings]) warnings.push(inWords(issue, settings));
  return clearDisabledSettings(settings);
}

function inWords(
  { path, code, params }: ConfigurationIssue,
  settings: PresenceConfigurationSettings,
): Remark {
  if (code === 'BELOW_FORM_RANGE') {
    const value = settings[path as 'wrapUpSeconds' | 'extensionSeconds'] ?? '';
    return remark('BELOW_FORM_RANGE', { setting: path, value, ...params });
  }
  const sentence = formatText('en', `validation.${code}`, params);
  return remark('CONFIGURATION', { setting: path, rule: code, sentence, ...params });
}
