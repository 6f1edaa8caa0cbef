import { expect, test } from 'vitest';
import { differences, listChange } from './difference.ts';

test.each([
  ['nothing', { a: 1 }, { a: 1 }, []],
  ['bookkeeping only', { id: 'x', version: 1 }, { id: 'x', version: 2 }, []],
  ['one field', { a: 1, b: 2 }, { a: 1, b: 3 }, [{ path: 'b', before: 2, after: 3 }]],
  [
    'a setting',
    { settings: { c: 1 } },
    { settings: { c: 2 } },
    [{ path: 'settings.c', before: 1, after: 2 }],
  ],
  ['a new record', null, { name: 'A', id: 'x' }, [{ path: 'name', before: undefined, after: 'A' }]],
  ['a removed record', { name: 'A' }, null, [{ path: 'name', before: 'A', after: undefined }]],
  ['nothing to something', { a: null }, { a: 'x' }, [{ path: 'a', before: undefined, after: 'x' }]],
  ['a list', { l: ['a'] }, { l: ['b'] }, [{ path: 'l', before: ['a'], after: ['b'] }]],
  ['no record at all', null, ['a'], [{ path: '', before: undefined, after: ['a'] }]],
])('%s', (_, before, after, expected) => {
  expect(differences(before, after)).toEqual(expected);
});

test('lists only additions and removals of a list', () => {
  expect(listChange(['a', 'b'], ['b', { c: 1 }])).toEqual({ gone: ['a'], added: [{ c: 1 }] });
  expect(listChange(['a'], 'a')).toBeNull();
});
