import fc from 'fast-check';
import { expect, it } from 'vitest';
import { aProfile, aUser } from '#tests/support/setup-records.ts';
import type { SetupSnapshot } from '../contract/setup.ts';
import { changesBetween, withChanges } from './snapshot-changes.ts';

const nothing: SetupSnapshot = {
  version: 1,
  centreName: 'Centre',
  defaultQueueId: null,
  statuses: [],
  configurations: [],
  declineReasons: [],
  channels: [],
  routing: [],
  queues: [],
  profiles: [],
  users: [],
};

it('lists new, changed and removed records, and nothing else', () => {
  const [ann, ben, cem] = ['ann', 'ben', 'cem'].map((id) => aUser({ id }));
  const before = { ...nothing, users: [ann!, ben!], profiles: [aProfile()] };
  const annAgain = aUser({ id: 'ann', name: 'Ann Lee', version: 2 });
  const after = { ...before, version: 2, users: [annAgain, cem!] };
  expect(changesBetween(before, after)).toEqual({
    version: 2,
    centreName: 'Centre',
    defaultQueueId: null,
    put: { users: [annAgain, cem] },
    gone: { users: ['ben'] },
  });
});

it('an unchanged list stays the same object', () => {
  const before = { ...nothing, users: [aUser()], profiles: [aProfile()] };
  const after = withChanges(before, changesBetween(before, { ...before, users: [aUser({ version: 2 })] }));
  expect(after.profiles).toBe(before.profiles);
  expect(after.users).not.toBe(before.users);
});

it('for any change, the earlier snapshot with the changes applied equals the later snapshot', () => {
  const users = fc.uniqueArray(
    fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd', 'e'), version: fc.nat(3) }),
    {
      selector: ({ id }) => id,
    },
  );
  fc.assert(
    fc.property(users, users, (was, is) => {
      const known = new Map(was.map((facts) => [`${facts.id} ${facts.version}`, aUser(facts)]));
      const before = { ...nothing, users: [...known.values()] };
      const after = {
        ...nothing,
        version: 2,
        users: is.map((facts) => known.get(`${facts.id} ${facts.version}`) ?? aUser(facts)),
      };
      const sorted = (picture: SetupSnapshot) => ({
        ...picture,
        users: picture.users.toSorted((a, b) => a.id.localeCompare(b.id)),
      });
      expect(sorted(withChanges(before, changesBetween(before, after)))).toEqual(sorted(after));
    }),
  );
});
