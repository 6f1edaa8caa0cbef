import { describe, expect, test } from 'vitest';
import { aChannel, aStatus, systemStatuses } from '#tests/support/setup-records.ts';
import {
  defaultConfigurationSettings,
  type PresenceConfigurationSettings,
} from './presence-configuration.ts';
import {
  checkConfiguration,
  type ConfigurationContext,
  clearDisabledSettings,
  disabledSettings,
} from './presence-configuration-rules.ts';

type Settings = Partial<PresenceConfigurationSettings>;
const settings = (given: Settings): PresenceConfigurationSettings => ({
  ...defaultConfigurationSettings,
  ...given,
});
const around: ConfigurationContext = {
  statuses: [
    ...systemStatuses,
    aStatus(),
    aStatus({ id: 'old', text: 'Old', active: false }),
    aStatus({ id: 'open', text: 'Ready', base: 'busy', channelIds: ['chat'] }),
    aStatus({ id: 'closed', base: 'away', channelIds: ['chat', 'gone'] }),
  ],
  channels: [aChannel()],
  declineReasons: [
    { id: 'r1', label: 'Busy', active: true },
    { id: 'r2', label: 'Wrong skill', active: true },
    { id: 'r3', label: 'Retired', active: false },
  ],
  mode: 'form',
};
const found = (given: Settings, more: Partial<ConfigurationContext> = {}) => {
  const { issues, warnings } = checkConfiguration(settings(given), { ...around, ...more });
  const brief = ({ path, code }: { path: string; code: string }) => `${path} ${code}`;
  return { issues: issues.map(brief), warnings: warnings.map(brief) };
};
const declining = { allowDecline: true, chooseDeclineReason: true, declineReasonIds: ['r1'] };
const wrapping = { wrapUp: true, wrapUpSeconds: 120 };
const extending = { ...wrapping, extend: true, extensionSeconds: 60, maxExtensions: 3 };
const rule = (statusId: string | null, enabled = true) => ({ enabled, statusId });

test.each<[what: string, given: Settings]>([
  ['the default', {}],
  ['declining with reasons and a status', { ...declining, statusOnDecline: { statusId: 'lunch' } }],
  ['wrap-up', wrapping],
  ['wrap-up with extensions', extending],
  ['automatic acceptance', { autoAccept: true }],
  [
    'absence rules',
    { lock: rule('away'), suspend: rule('offline'), idle: { ...rule('away'), afterMinutes: 5 } },
  ],
  ['an absence rule that is off needs no status', { lock: rule('gone', false) }],
  ['an alias of fields', { agentAlias: '{!first_name} of Support' }],
])('%s: no issues or warnings', (_, given) => {
  expect(found(given)).toEqual({ issues: [], warnings: [] });
  expect(found(given, { mode: 'import' })).toEqual({ issues: [], warnings: [] });
});

describe('invalid in the form and on import', () => {
  test.each<[issue: string, given: Settings]>([
    ['allowDecline AUTO_ACCEPT_EXCLUDES_DECLINE', { autoAccept: true, allowDecline: true }],
    ['declineReasonIds REASONS_REQUIRED', { ...declining, declineReasonIds: [] }],
    ['declineReasonIds REASON_UNKNOWN', { ...declining, declineReasonIds: ['r1', 'gone'] }],
    ['declineReasonIds REASON_TWICE', { ...declining, declineReasonIds: ['r1', 'r2', 'r1'] }],
    ['statusOnDecline STATUS_INACTIVE', { ...declining, statusOnDecline: { statusId: 'old' } }],
    ['statusOnDecline STATUS_UNKNOWN', { ...declining, statusOnDecline: { statusId: 'gone' } }],
    ['statusOnPushTimeOut STATUS_INACTIVE', { statusOnPushTimeOut: { statusId: 'old' } }],
    ['statusOnPushTimeOut STATUS_UNKNOWN', { statusOnPushTimeOut: { statusId: 'gone' } }],
    ['wrapUpSeconds REQUIRED', { wrapUp: true }],
    ['wrapUpSeconds RANGE', { wrapUp: true, wrapUpSeconds: 9 }],
    ['wrapUpSeconds RANGE', { wrapUp: true, wrapUpSeconds: 3601 }],
    ['extensionSeconds REQUIRED', { ...extending, extensionSeconds: null }],
    ['extensionSeconds RANGE', { ...extending, extensionSeconds: 9 }],
    ['extensionSeconds RANGE', { ...extending, extensionSeconds: 3601 }],
    ['maxExtensions REQUIRED', { ...extending, maxExtensions: null }],
    ['maxExtensions RANGE', { ...extending, maxExtensions: 0 }],
    ['maxExtensions RANGE', { ...extending, maxExtensions: 11 }],
    ['lock.statusId STATUS_REQUIRED', { lock: rule(null) }],
    ['suspend.statusId STATUS_INACTIVE', { suspend: rule('old') }],
    ['idle.statusId STATUS_UNKNOWN', { idle: { ...rule('gone'), afterMinutes: 5 } }],
  ])('%s', (issue, given) => {
    expect(found(given).issues).toEqual([issue]);
    expect(found(given, { mode: 'import' }).issues).toEqual([issue]);
  });
});

describe('the ends of the ranges', () => {
  test.each<[given: Settings]>([
    [{ wrapUp: true, wrapUpSeconds: 30 }],
    [{ wrapUp: true, wrapUpSeconds: 3600 }],
    [{ ...extending, extensionSeconds: 15, maxExtensions: 1 }],
    [{ ...extending, extensionSeconds: 3600, maxExtensions: 10 }],
  ])('%o is valid', (given) => {
    expect(found(given)).toEqual({ issues: [], warnings: [] });
  });

  test.each<[path: string, given: Settings]>([
    ['wrapUpSeconds', { wrapUp: true, wrapUpSeconds: 10 }],
    ['wrapUpSeconds', { wrapUp: true, wrapUpSeconds: 29 }],
    ['extensionSeconds', { ...extending, extensionSeconds: 10 }],
    ['extensionSeconds', { ...extending, extensionSeconds: 14 }],
  ])('%s below the form’s range is accepted and marked on import only', (path, given) => {
    expect(found(given).issues).toEqual([`${path} RANGE`]);
    expect(found(given, { mode: 'import' })).toEqual({ issues: [], warnings: [`${path} BELOW_FORM_RANGE`] });
  });
});

describe('left over from a precondition that is off', () => {
  test.each<[issue: string, given: Settings]>([
    ['statusOnDecline NEEDS_DECLINE', { statusOnDecline: { statusId: 'lunch' } }],
    ['declineReasonIds NEEDS_DECLINE', { declineReasonIds: ['r1'] }],
    ['declineReasonIds NEEDS_DECLINE_REASONS', { allowDecline: true, declineReasonIds: ['r1'] }],
    ['wrapUpSeconds NEEDS_WRAP_UP', { wrapUpSeconds: 60 }],
    ['extend NEEDS_WRAP_UP', { extend: true }],
    ['extensionSeconds NEEDS_EXTEND', { ...wrapping, extensionSeconds: 60 }],
    ['maxExtensions NEEDS_EXTEND', { ...wrapping, maxExtensions: 2 }],
  ])('%s: an issue in the form, a warning on import, cleared when dropped', (issue, given) => {
    expect(found(given)).toEqual({ issues: [issue], warnings: [] });
    expect(found(given, { mode: 'import' })).toEqual({ issues: [], warnings: [issue] });
    expect(found(clearDisabledSettings(settings(given)))).toEqual({ issues: [], warnings: [] });
  });

  test('choosing a reason needs declining, and so do the reasons', () => {
    expect(found({ chooseDeclineReason: true, declineReasonIds: ['r1'] }).issues).toEqual([
      'chooseDeclineReason NEEDS_DECLINE',
      'declineReasonIds NEEDS_DECLINE',
    ]);
  });
});

describe('warnings', () => {
  test.each<[warning: string, given: Settings]>([
    ['statusOnDecline STATUS_STILL_OPEN', { ...declining, statusOnDecline: { statusId: 'open' } }],
    ['statusOnPushTimeOut STATUS_STILL_OPEN', { statusOnPushTimeOut: { statusId: 'open' } }],
    ['lock.statusId STATUS_STILL_OPEN', { lock: rule('open') }],
    ['declineReasonIds REASON_INACTIVE', { ...declining, declineReasonIds: ['r1', 'r3'] }],
    ['agentAlias ALIAS_FIELD_UNKNOWN', { agentAlias: 'I am {!Last_Name}' }],
  ])('%s', (warning, given) => {
    expect(found(given)).toEqual({ issues: [], warnings: [warning] });
  });

  test('does not count a status as open when no channel would offer to it', () => {
    const statusOnPushTimeOut = { statusId: 'closed' };
    expect(found({ statusOnPushTimeOut }).warnings).toEqual([]);
    const channels = [aChannel({ allowedBases: ['away'] })];
    expect(found({ statusOnPushTimeOut }, { channels }).warnings).toHaveLength(1);
    expect(
      found({ statusOnPushTimeOut }, { channels: [{ ...channels[0]!, active: false }] }).warnings,
    ).toEqual([]);
  });

  test('rejects a selection made up only of inactive decline reasons', () => {
    expect(found({ ...declining, declineReasonIds: ['r3'] })).toEqual({
      issues: ['declineReasonIds REASONS_REQUIRED'],
      warnings: ['declineReasonIds REASON_INACTIVE'],
    });
  });

  test('warns about a status on push time-out where none can happen', () => {
    const statusOnPushTimeOut = { statusId: 'lunch' };
    expect(found({ statusOnPushTimeOut }, { pushTimeOuts: false }).warnings).toEqual([
      'statusOnPushTimeOut NO_PUSH_TIME_OUT',
    ]);
    expect(found({ statusOnPushTimeOut }, { pushTimeOuts: true }).warnings).toEqual([]);
  });
});

describe('settings that a form shows disabled', () => {
  const out = (given: Settings) => Object.fromEntries(disabledSettings(settings(given)));

  test('accepting automatically and declining exclude each other, but are never both disabled', () => {
    expect(out({ autoAccept: true }).allowDecline).toBe('AUTO_ACCEPT_EXCLUDES_DECLINE');
    expect(out({ allowDecline: true }).autoAccept).toBe('DECLINE_EXCLUDES_AUTO_ACCEPT');
    const both = out({ autoAccept: true, allowDecline: true });
    expect([both.autoAccept, both.allowDecline]).toEqual([undefined, undefined]);
  });

  test('reports the nearest precondition as the reason', () => {
    expect(out({}).declineReasonIds).toBe('NEEDS_DECLINE');
    expect(out({ allowDecline: true }).declineReasonIds).toBe('NEEDS_DECLINE_REASONS');
    expect(out({}).extensionSeconds).toBe('NEEDS_WRAP_UP');
    expect(out(wrapping).extensionSeconds).toBe('NEEDS_EXTEND');
    expect(out({ requestSound: false }).soundSeconds).toBe('NEEDS_REQUEST_SOUND');
    expect(out({})['lock.statusId']).toBe('NEEDS_ABSENCE_RULE');
  });

  test('with everything on, only accepting automatically is disabled', () => {
    const everything = {
      ...declining,
      ...extending,
      idle: { ...rule('away'), afterMinutes: 5 },
      lock: rule('away'),
      suspend: rule('away'),
    };
    expect(Object.keys(out(everything))).toEqual(['autoAccept']);
    expect(clearDisabledSettings(settings(everything))).toEqual(settings(everything));
  });
});
