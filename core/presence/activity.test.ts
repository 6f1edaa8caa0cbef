import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aStatus, systemStatuses } from '#tests/support/setup-records.ts';
import type { PresenceReason } from '../vocabulary.ts';
import { absenceStep } from './activity.ts';

type Given = Parameters<typeof absenceStep>[0];
const MINUTE = 60_000;
const statuses = [...systemStatuses, aStatus(), aStatus({ id: 'old', active: false })];
const on: Given['rules'] = {
  idle: { enabled: true, statusId: 'away', afterMinutes: 10 },
  lock: { enabled: true, statusId: 'away' },
  suspend: { enabled: true, statusId: 'offline' },
};
const off: Given['rules'] = {
  idle: { ...on.idle, enabled: false },
  lock: { ...on.lock, enabled: false },
  suspend: { ...on.suspend, enabled: false },
};
const presence = (facts: Partial<Given['presence']> = {}): Given['presence'] => ({
  statusId: 'available',
  base: 'available',
  reason: 'login',
  since: 0,
  ...facts,
});
const step = (given: Partial<Given>) =>
  absenceStep({
    rules: on,
    statuses,
    presence: presence(),
    activity: { state: 'idle', since: 100 },
    now: 100,
    ...given,
  });

describe('idle', () => {
  const at = 100 + 10 * MINUTE;
  test.each([
    [at - 1, { do: 'check-again', at }],
    [at, { do: 'go', statusId: 'away', reason: 'idle' }],
    [at + 99 * MINUTE, { do: 'go', statusId: 'away', reason: 'idle' }],
  ])('at %i', (now, expected) => {
    expect(step({ now })).toEqual(expected);
  });

  test('case 8: a cut and restored link neither ends an absence nor restarts its idle time', () => {
    const restored = presence({ reason: 'link-restored', since: at - 1 });
    expect(step({ presence: restored, now: at })).toEqual({ do: 'go', statusId: 'away', reason: 'idle' });
    const away = presence({ statusId: 'away', base: 'away', reason: 'idle', since: at });
    for (let cut = 1; cut <= 30; cut++) expect(step({ presence: away, now: at + cut * MINUTE })).toBeNull();
  });

  test('case 7: the activity reported after a cut decides, even if earlier reports were missed', () => {
    const away = presence({ statusId: 'away', base: 'away', reason: 'idle', since: at });
    expect(step({ presence: away, activity: { state: 'active', since: at + 1 }, now: at + 2 })).toEqual({
      do: 'go-back',
    });
  });

  test('a choice by hand on another device restarts the idle time', () => {
    const chosen = presence({ reason: 'manual', since: at - 1 });
    expect(step({ presence: chosen, now: at })).toEqual({ do: 'check-again', at: at - 1 + 10 * MINUTE });
  });
});

describe('lock and suspend', () => {
  test('apply at once', () => {
    expect(step({ activity: { state: 'locked', since: 100 } })).toEqual({
      do: 'go',
      statusId: 'away',
      reason: 'lock',
    });
    expect(step({ activity: { state: 'suspended', since: 100 } })).toEqual({
      do: 'go',
      statusId: 'offline',
      reason: 'suspend',
    });
  });

  test('do not override a later choice by hand on another device', () => {
    const chosen = presence({ reason: 'tray', since: 101 });
    expect(step({ presence: chosen, activity: { state: 'locked', since: 100 }, now: 200 })).toBeNull();
  });

  test('without a rule of its own, a locked screen counts as idle', () => {
    const rules = { ...off, idle: on.idle };
    const activity = { state: 'locked', since: 100 } as const;
    expect(step({ rules, activity })).toEqual({ do: 'check-again', at: 100 + 10 * MINUTE });
    expect(step({ rules, activity, now: 100 + 10 * MINUTE })).toMatchObject({ do: 'go', reason: 'idle' });
  });

  test('a longer absence lowers the status further', () => {
    const away = presence({ statusId: 'away', base: 'away', reason: 'lock', since: 100 });
    expect(step({ presence: away, activity: { state: 'suspended', since: 200 }, now: 200 })).toMatchObject({
      do: 'go',
      statusId: 'offline',
    });
  });
});

test('an absence only lowers availability: an agent at lunch stays at lunch', () => {
  const lunch = presence({ statusId: 'lunch', base: 'away', reason: 'manual' });
  expect(step({ presence: lunch, activity: { state: 'locked', since: 100 } })).toBeNull();
  expect(step({ presence: lunch, now: 99 * MINUTE })).toBeNull();
});

test('a deactivated target is replaced by the system status of its base; a deleted one has no effect', () => {
  const activity = { state: 'locked', since: 100 } as const;
  const to = (statusId: string | null) =>
    step({ rules: { ...on, lock: { enabled: true, statusId } }, activity });
  expect(to('old')).toMatchObject({ statusId: 'away' });
  expect(to('gone')).toBeNull();
  expect(to(null)).toBeNull();
});

test.each<[PresenceReason, boolean]>([
  ['idle', true],
  ['lock', true],
  ['suspend', true],
  ['manual', false],
  ['tray', false],
  ['supervisor', false],
  ['link-lost', false],
  ['decline', false],
])('activity after a presence set by %s restores the previous status: %s', (reason, back) => {
  const away = presence({ statusId: 'away', base: 'away', reason });
  expect(step({ presence: away, activity: { state: 'active', since: 200 }, now: 200 })).toEqual(
    back ? { do: 'go-back' } : null,
  );
});

test('nothing happens with all rules off; a check is always in the future', () => {
  const states = fc.constantFrom('idle', 'locked', 'suspended');
  fc.assert(
    fc.property(states, fc.nat(1e7), fc.nat(1e7), fc.nat(1e7), (state, since, now, chosenAt) => {
      const given = {
        presence: presence({ reason: 'manual', since: chosenAt }),
        activity: { state, since },
        now,
      } as const;
      expect(step({ ...given, rules: off })).toBeNull();
      const next = step(given);
      if (next?.do === 'check-again') expect(next.at).toBeGreaterThan(now);
    }),
  );
});
