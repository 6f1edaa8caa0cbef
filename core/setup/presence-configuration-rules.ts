/**
 * How the settings of a presence configuration constrain each other. Checked in the form, by the hub, and on import;
 * the sentences are in i18n under `validation.CODE`.
 */
import { unknownMergeFields } from '../conversations/alias.ts';
import { EXTENSION_SECONDS, EXTENSIONS, WRAP_UP_SECONDS } from '../defaults.ts';
import { asksForReason, declineConditions, effectiveDecline } from './decline-rules.ts';
import type { DeclineReason, ServiceChannel } from './channels-and-queues.ts';
import type { PresenceConfigurationSettings } from './presence-configuration.ts';
import type { PresenceStatus } from './presence-status.ts';

export const configurationCodes = [
  'AUTO_ACCEPT_EXCLUDES_DECLINE',
  'DECLINE_EXCLUDES_AUTO_ACCEPT',
  'NEEDS_DECLINE',
  'NEEDS_DECLINE_REASONS',
  'NEEDS_REQUEST_SOUND',
  'NEEDS_WRAP_UP',
  'NEEDS_EXTEND',
  'NEEDS_ABSENCE_RULE',
  'REQUIRED',
  'RANGE',
  'BELOW_FORM_RANGE',
  'REASONS_REQUIRED',
  'REASON_UNKNOWN',
  'REASON_INACTIVE',
  'REASON_TWICE',
  'STATUS_REQUIRED',
  'STATUS_UNKNOWN',
  'STATUS_INACTIVE',
  'STATUS_STILL_OPEN',
  'NO_PUSH_TIME_OUT',
  'ALIAS_FIELD_UNKNOWN',
] as const;
export type ConfigurationCode = (typeof configurationCodes)[number];

/** Path of a setting, as forms name it: `statusOnDecline`, `idle.statusId`. */
export type SettingPath =
  | keyof PresenceConfigurationSettings
  | 'idle.statusId'
  | 'idle.afterMinutes'
  | 'lock.statusId'
  | 'suspend.statusId';

export interface ConfigurationIssue {
  readonly path: SettingPath;
  readonly code: ConfigurationCode;
  readonly params: Readonly<Record<string, string | number>>;
}

export interface ConfigurationContext {
  readonly statuses: readonly PresenceStatus[];
  readonly channels: ReadonlyArray<Pick<ServiceChannel, 'id' | 'name' | 'allowedBases' | 'active'>>;
  readonly declineReasons: ReadonlyArray<Pick<DeclineReason, 'id' | 'label' | 'active'>>;
  /** Import accepts and marks values that exist in real set-ups; the form accepts the documented ranges. */
  readonly mode: 'form' | 'import';
  /** False when no routing configuration has a push time-out; undefined = unknown. */
  readonly pushTimeOuts?: boolean;
}

/**
 * Settings disabled by another setting, with the reason; a form shows the reason beside them. Their values have no
 * effect while disabled; `clearDisabledSettings` clears them.
 */
export function disabledSettings(
  settings: PresenceConfigurationSettings,
): Map<SettingPath, ConfigurationCode> {
  const out = new Map<SettingPath, ConfigurationCode>();
  const unless = (condition: boolean, code: ConfigurationCode, ...paths: SettingPath[]) => {
    if (!condition) for (const path of paths) if (!out.has(path)) out.set(path, code);
  };
  // With both on, both stay enabled: the user has to switch one off.
  const conflict = settings.autoAccept && settings.allowDecline;
  unless(conflict || !settings.allowDecline, 'DECLINE_EXCLUDES_AUTO_ACCEPT', 'autoAccept');
  unless(conflict || !settings.autoAccept, 'AUTO_ACCEPT_EXCLUDES_DECLINE', 'allowDecline');
  for (const { holds, code, paths } of declineConditions(settings)) unless(holds, code, ...paths);
  unless(
    settings.requestSound,
    'NEEDS_REQUEST_SOUND',
    'notificationSound',
    'soundSeconds',
    'soundAfterCustomerLeft',
  );
  unless(
    settings.wrapUp,
    'NEEDS_WRAP_UP',
    'wrapUpSeconds',
    'extend',
    'extensionSeconds',
    'maxExtensions',
    'wrapUpHold',
  );
  unless(settings.extend, 'NEEDS_EXTEND', 'extensionSeconds', 'maxExtensions');
  unless(settings.idle.enabled, 'NEEDS_ABSENCE_RULE', 'idle.statusId', 'idle.afterMinutes');
  unless(settings.lock.enabled, 'NEEDS_ABSENCE_RULE', 'lock.statusId');
  unless(settings.suspend.enabled, 'NEEDS_ABSENCE_RULE', 'suspend.statusId');
  return out;
}

/** Equivalent settings without ineffective values: clears every setting whose precondition is off. Conflicts stay. */
export function clearDisabledSettings(
  settings: PresenceConfigurationSettings,
): PresenceConfigurationSettings {
  const { wrapUp } = settings;
  const extend = wrapUp && settings.extend;
  return {
    ...settings,
    ...effectiveDecline(settings),
    wrapUpSeconds: wrapUp ? settings.wrapUpSeconds : null,
    extend,
    extensionSeconds: extend ? settings.extensionSeconds : null,
    maxExtensions: extend ? settings.maxExtensions : null,
  };
}

/**
 * All errors (`issues`, block saving) and warnings (`warnings`) beyond the schema. A value left over from a
 * precondition that is off is an error in the form and only a warning on import.
 */
export function checkConfiguration(
  settings: PresenceConfigurationSettings,
  around: ConfigurationContext,
): { issues: ConfigurationIssue[]; warnings: ConfigurationIssue[] } {
  const issues: ConfigurationIssue[] = [];
  const warnings: ConfigurationIssue[] = [];
  const wrong: Say = (path, code, params = {}) => issues.push({ path, code, params });
  const mark: Say = (path, code, params = {}) => warnings.push({ path, code, params });

  if (settings.autoAccept && settings.allowDecline) wrong('allowDecline', 'AUTO_ACCEPT_EXCLUDES_DECLINE');
  checkLeftBehind(settings, around.mode === 'form' ? wrong : mark);
  if (asksForReason(settings)) checkReasons(settings, around, wrong, mark);
  checkTargets(settings, around, wrong, mark);
  if (around.pushTimeOuts === false && settings.statusOnPushTimeOut) {
    mark('statusOnPushTimeOut', 'NO_PUSH_TIME_OUT');
  }
  if (settings.wrapUp) checkWrapUp(settings, around.mode, wrong, mark);
  for (const field of unknownMergeFields(settings.agentAlias)) {
    mark('agentAlias', 'ALIAS_FIELD_UNKNOWN', { field });
  }
  return { issues, warnings };
}

type Say = (path: SettingPath, code: ConfigurationCode, params?: ConfigurationIssue['params']) => void;

/**
 * Values that `clearDisabledSettings` would clear. Settings that always have a value (sounds, minutes) may stay set.
 */
function checkLeftBehind(settings: PresenceConfigurationSettings, say: Say): void {
  const without = clearDisabledSettings(settings);
  const why = disabledSettings(settings);
  for (const path of Object.keys(settings) as Array<keyof PresenceConfigurationSettings>) {
    if (JSON.stringify(settings[path]) === JSON.stringify(without[path])) continue;
    say(path, why.get(path) ?? 'NEEDS_DECLINE_REASONS');
  }
}

function checkReasons(
  { declineReasonIds }: PresenceConfigurationSettings,
  { declineReasons }: ConfigurationContext,
  wrong: Say,
  mark: Say,
): void {
  const path = 'declineReasonIds';
  let offered = 0;
  for (const id of new Set(declineReasonIds)) {
    const reason = declineReasons.find((one) => one.id === id);
    if (!reason) wrong(path, 'REASON_UNKNOWN', { id });
    else if (!reason.active) mark(path, 'REASON_INACTIVE', { reason: reason.label });
    else offered++;
    if (declineReasonIds.indexOf(id) !== declineReasonIds.lastIndexOf(id)) {
      wrong(path, 'REASON_TWICE', { reason: reason?.label ?? id });
    }
  }
  if (offered === 0) wrong(path, 'REASONS_REQUIRED');
}

function checkTargets(
  settings: PresenceConfigurationSettings,
  { statuses, channels }: ConfigurationContext,
  wrong: Say,
  mark: Say,
): void {
  const check = (path: SettingPath, statusId: string | null) => {
    if (statusId === null) return;
    const status = statuses.find(({ id }) => id === statusId);
    if (!status) return wrong(path, 'STATUS_UNKNOWN', { id: statusId });
    if (!status.active) return wrong(path, 'STATUS_INACTIVE', { status: status.text });
    const stillOpen = channels.filter(
      (channel) =>
        channel.active &&
        status.channelIds.includes(channel.id) &&
        channel.allowedBases.includes(status.base),
    );
    if (stillOpen.length > 0) {
      const names = stillOpen.map(({ name }) => name).join(', ');
      mark(path, 'STATUS_STILL_OPEN', { status: status.text, channels: names });
    }
  };
  if (settings.allowDecline) check('statusOnDecline', settings.statusOnDecline?.statusId ?? null);
  check('statusOnPushTimeOut', settings.statusOnPushTimeOut?.statusId ?? null);
  for (const rule of ['idle', 'lock', 'suspend'] as const) {
    const { enabled, statusId } = settings[rule];
    if (!enabled) continue;
    if (statusId === null) wrong(`${rule}.statusId`, 'STATUS_REQUIRED');
    check(`${rule}.statusId`, statusId);
  }
}

function checkWrapUp(
  { wrapUpSeconds, extend, extensionSeconds, maxExtensions }: PresenceConfigurationSettings,
  mode: ConfigurationContext['mode'],
  wrong: Say,
  mark: Say,
): void {
  const seconds = (
    path: SettingPath,
    value: number | null,
    range: typeof WRAP_UP_SECONDS | typeof EXTENSION_SECONDS,
  ) => {
    const { most } = range;
    const least = mode === 'form' ? range.least : range.leastOnImport;
    if (value === null) wrong(path, 'REQUIRED', { least, most });
    else if (value < least || value > most) wrong(path, 'RANGE', { least, most });
    else if (value < range.least) mark(path, 'BELOW_FORM_RANGE', { least: range.least, most });
  };
  seconds('wrapUpSeconds', wrapUpSeconds, WRAP_UP_SECONDS);
  if (!extend) return;
  seconds('extensionSeconds', extensionSeconds, EXTENSION_SECONDS);
  if (maxExtensions === null) wrong('maxExtensions', 'REQUIRED', EXTENSIONS);
  else if (maxExtensions < EXTENSIONS.least || maxExtensions > EXTENSIONS.most) {
    wrong('maxExtensions', 'RANGE', EXTENSIONS);
  }
}
