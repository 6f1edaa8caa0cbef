import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aStatus, systemStatuses } from '#tests/support/setup-records.ts';
import { DeveloperName } from '../setup/names.ts';
import { baseStatuses } from '../vocabulary.ts';
import {
  compareStatuses,
  developerNameFrom,
  fallbackStatus,
  grantedStatuses,
  resolveTarget,
  reasonNotChoosable,
} from './status-rules.ts';

describe('developer names', () => {
  test.each([
    ['In Training', 'In_Training'],
    ['  Away – In  Training! ', 'Away_In_Training'],
    ['Déjeuner à midi', 'Dejeuner_a_midi'],
    ['01 Available', 'X01_Available'],
    ['123', 'X123'],
    ['__a__b__', 'a_b'],
    ['상담 Chat', 'Chat'],
    ['a'.repeat(100), 'a'.repeat(80)],
    [`${'a'.repeat(79)} b`, 'a'.repeat(79)],
  ])('%s becomes %s', (name, expected) => {
    expect(developerNameFrom(name)).toBe(expected);
  });

  test('a name without Latin letters gets a short name of its own, however it was typed', () => {
    expect(developerNameFrom('점심')).toMatch(/^status_[0-9a-z]{7}$/);
    expect(developerNameFrom('점심'.normalize('NFD'))).toBe(developerNameFrom('점심'));
    expect(developerNameFrom('교육 1')).not.toBe(developerNameFrom('점심 1'));
    expect(developerNameFrom('!?', 'queue')).toMatch(/^queue_/);
  });

  test('returns a valid developer name for every name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }), (name) => {
        expect(DeveloperName.safeParse(developerNameFrom(name)).success).toBe(true);
      }),
    );
  });
});

test('sorts menus by base, then by the order of the admin, then by name', () => {
  const inOrder = [
    aStatus({ base: 'available', sortOrder: 9, name: 'Z' }),
    aStatus({ base: 'busy' }),
    aStatus({ base: 'busy-dnd' }),
    aStatus({ base: 'away', sortOrder: 1, name: 'Z' }),
    aStatus({ base: 'away', sortOrder: 2, name: 'A 2' }),
    aStatus({ base: 'away', sortOrder: 2, name: 'A 10' }),
    aStatus({ base: 'offline', sortOrder: -1 }),
  ];
  expect(inOrder.toReversed().sort(compareStatuses)).toEqual(inOrder);
});

describe('who may choose what', () => {
  const statuses = [
    ...systemStatuses,
    aStatus(),
    aStatus({ id: 'old', active: false }),
    aStatus({ id: 'held', agentCanSet: false }),
  ];
  const granted = (profileStatusIds: string[], userStatusIds: string[] = []) =>
    grantedStatuses({ statuses, profileStatusIds, userStatusIds });
  const ids = (list: Array<{ id: string }>) => list.map(({ id }) => id);

  test('without a grant, only Offline can be chosen', () => {
    expect(ids(granted([]))).toEqual(['offline']);
  });

  test('combines the grants of profile and user in menu order, without inactive or system-only statuses', () => {
    expect(ids(granted(['lunch', 'old', 'missed'], ['available', 'held', 'lunch', 'gone']))).toEqual([
      'available',
      'lunch',
      'offline',
    ]);
  });

  test.each([
    ['gone', 'NOT_FOUND'],
    ['missed', 'STATUS_NOT_CHOOSABLE'],
    ['held', 'STATUS_NOT_CHOOSABLE'],
    ['old', 'STATUS_INACTIVE'],
    ['busy', 'STATUS_NOT_GRANTED'],
    ['lunch', null],
    ['offline', null],
  ])('choosing %s: %s', (id, expected) => {
    const status = statuses.find((one) => one.id === id);
    expect(reasonNotChoosable(status, granted(['lunch', 'old', 'held', 'missed']))).toBe(expected);
  });
});

test.each(baseStatuses)('the system status of %s replaces it, never Missed', (base) => {
  expect(fallbackStatus(systemStatuses, base).id).toBe(base);
  expect(() => fallbackStatus([aStatus()], base)).toThrow();
});

test('resolves a setting to its status, its base’s system status when deactivated, or null when gone', () => {
  const statuses = [...systemStatuses, aStatus(), aStatus({ id: 'old', active: false })];
  expect(resolveTarget(statuses, 'lunch')?.id).toBe('lunch');
  expect(resolveTarget(statuses, 'old')?.id).toBe('away');
  expect(resolveTarget(statuses, 'gone')).toBeNull();
  expect(resolveTarget(statuses, null)).toBeNull();
});
