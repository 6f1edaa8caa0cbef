import { expect, test } from 'vitest';
import { scopeOf } from './scope.ts';

const sees = (
  supervises: Parameters<typeof scopeOf>[0]['supervises'],
  agent: { profileId: string | null; queueIds: string[] },
  roles: Parameters<typeof scopeOf>[0]['roles'] = ['supervisor'],
) => scopeOf({ roles, supervises }).sees(agent);
const ann = { profileId: 'care', queueIds: ['vip', 'general'] };

test.each([
  ['nobody is limited without a limit', null, true],
  ['by a queue of the agent', { queueIds: ['vip'], profileIds: [] }, true],
  ['by the profile of the agent', { queueIds: [], profileIds: ['care'] }, true],
  ['not by others', { queueIds: ['phones'], profileIds: ['sales'] }, false],
  ['a limit to nothing is nobody', { queueIds: [], profileIds: [] }, false],
] as const)('%s', (_, supervises, seen) => {
  const limit = supervises && {
    queueIds: [...supervises.queueIds],
    profileIds: [...supervises.profileIds],
  };
  expect(sees(limit, ann)).toBe(seen);
});

test('administrators are never limited', () => {
  expect(sees({ queueIds: [], profileIds: [] }, ann, ['supervisor', 'admin'])).toBe(true);
});

test('a queue is in scope when it is named', () => {
  const scope = scopeOf({ roles: ['supervisor'], supervises: { queueIds: ['vip'], profileIds: ['care'] } });
  expect([scope.seesQueue('vip'), scope.seesQueue('general'), scope.everybody]).toEqual([true, false, false]);
});
