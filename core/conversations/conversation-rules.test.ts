import { expect, test } from 'vitest';
import { aUser } from '#tests/support/setup-records.ts';
import { customerFacingName, unknownMergeFields } from './alias.ts';

test.each([
  ['Support Rep', 'Support Rep'],
  ['{!First_Name}', 'Gilda'],
  ['{!FIRST_NAME} ({!nickname})', 'Gilda (Gil)'],
  ['{! User_Alias }', 'gmoss'],
  ['Team {!Last_Name} Blue', 'Team Blue'],
  ['{!constructor}', 'Gilda'],
  ['', 'Gilda'],
  ['   ', 'Gilda'],
])('alias %o is shown as %s', (alias, expected) => {
  expect(customerFacingName(aUser(), alias)).toBe(expected);
});

test('an alias that comes out empty falls back to the first name, then to the name', () => {
  expect(customerFacingName(aUser({ nickname: '' }), '{!Nickname}')).toBe('Gilda');
  expect(customerFacingName(aUser({ nickname: '', firstName: '' }), '{!Nickname}')).toBe('Gilda Moss');
  expect(customerFacingName(aUser({ nickname: '{!User_Alias}' }), '{!Nickname}')).toBe('{!User_Alias}');
});

test('returns unknown merge fields as written', () => {
  expect(unknownMergeFields('{!First_Name} {!Last_Name} {! toString } {Name}')).toEqual([
    '{!Last_Name}',
    '{! toString }',
  ]);
});
