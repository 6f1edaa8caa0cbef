import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aStatus, systemStatuses } from '#tests/support/setup-records.ts';
import { baseStatuses } from '../vocabulary.ts';
import { effectiveBase, type Load, loadOf, presenceAtSignIn } from './effective.ts';

test.each([
  [0, 0, 'none'],
  [1, 0, 'some'],
  [0, 1, 'some'],
  [0, 5000, 'some'],
  [4999, 0, 'some'],
  [5000, 0, 'full'],
  [6000, 0, 'full'],
])('with %i and %i of 5000 in use the load is %s', (primary, interruptible, expected) => {
  const capacity = { primary: 5000, interruptible: 5000 };
  expect(loadOf({ capacity, used: { primary, interruptible } })).toBe(expected);
});

describe('automatic presence', () => {
  const loads: readonly Load[] = ['none', 'some', 'full'];
  const shown = (chosenBase: (typeof baseStatuses)[number], automatic: boolean, heldByHand: boolean) =>
    loads.map((load) => effectiveBase({ chosenBase, automatic, heldByHand, load }));

  test.each(['available', 'busy'] as const)('%s follows the load', (base) => {
    expect(shown(base, true, false)).toEqual(['available', 'busy', 'busy-dnd']);
  });

  test.each(['busy-dnd', 'away', 'offline'] as const)('%s stays until it is changed', (base) => {
    expect(shown(base, true, false)).toEqual([base, base, base]);
  });

  test.each(baseStatuses)('%s stays while held by hand, and where the switch is off', (base) => {
    expect(shown(base, true, true)).toEqual([base, base, base]);
    expect(shown(base, false, false)).toEqual([base, base, base]);
  });

  test('more load never raises availability', () => {
    const amounts = fc.record({ primary: fc.nat(9000), interruptible: fc.nat(9000) });
    fc.assert(
      fc.property(
        fc.constantFrom(...baseStatuses),
        fc.boolean(),
        fc.boolean(),
        amounts,
        amounts,
        (chosenBase, automatic, heldByHand, used, more) => {
          const capacity = { primary: 5000, interruptible: 5000 };
          const at = (amount: typeof used) =>
            baseStatuses.indexOf(
              effectiveBase({
                chosenBase,
                automatic,
                heldByHand,
                load: loadOf({ capacity, used: amount }),
              }),
            );
          const sum = {
            primary: used.primary + more.primary,
            interruptible: used.interruptible + more.interruptible,
          };
          expect(at(sum)).toBeGreaterThanOrEqual(at(used));
        },
      ),
    );
  });
});

describe('the status at sign-in', () => {
  const at = (given: Partial<Parameters<typeof presenceAtSignIn>[0]>) =>
    presenceAtSignIn({
      statuses: [...systemStatuses, aStatus(), aStatus({ id: 'old', base: 'busy', active: false })],
      userDefaultId: null,
      profileDefaultId: null,
      lastChosenId: null,
      otherDeviceSignedIn: false,
      ...given,
    });

  test.each([
    ['nothing set', {}, 'available'],
    ['the profile’s', { profileDefaultId: 'busy' }, 'busy'],
    ['the user’s before the profile’s', { userDefaultId: 'lunch', profileDefaultId: 'busy' }, 'lunch'],
    ['a deactivated one', { userDefaultId: 'old', profileDefaultId: 'lunch' }, 'busy'],
    ['one that is gone', { userDefaultId: 'gone', profileDefaultId: 'lunch' }, 'lunch'],
    ['what was chosen before does not count', { lastChosenId: 'away' }, 'available'],
    ['a second device changes nothing', { lastChosenId: 'away', otherDeviceSignedIn: true }, 'away'],
    ['not even a retired status', { lastChosenId: 'old', otherDeviceSignedIn: true }, 'old'],
    ['another device, nothing chosen yet', { otherDeviceSignedIn: true, userDefaultId: 'lunch' }, 'lunch'],
    ['Available not granted', { grantedIds: new Set(['lunch']) }, 'offline'],
    ['Available granted', { grantedIds: new Set(['available']) }, 'available'],
    ['a default is an admin’s word', { grantedIds: new Set<string>(), userDefaultId: 'lunch' }, 'lunch'],
  ])('%s', (_, given, expected) => {
    expect(at(given)).toBe(expected);
  });
});
