import { expect, test } from 'vitest';
import { AppError } from '#core/errors.ts';
import { checkNewPassword, hashNewPassword } from './new-password.ts';
import { checkPassword } from './passwords.ts';

const owner = { username: 'noor.haddad', name: 'Noor Haddad' };
const refused = (password: string, of = owner) =>
  checkNewPassword(password, of).then(
    () => 'taken',
    (error: unknown) => (error instanceof AppError ? `${error.code} ${error.params.context}` : String(error)),
  );

test.each([
  ['password', 'PASSWORD_WEAK short'],
  ['12345678', 'PASSWORD_WEAK short'],
  ['        ', 'PASSWORD_WEAK short'],
  ['９ characters'.slice(0, 9), 'PASSWORD_WEAK short'],
  ['          ', 'PASSWORD_WEAK guessable'],
  ['password123', 'PASSWORD_WEAK guessable'],
  ['1234567890', 'PASSWORD_WEAK guessable'],
  ['qwertyuiop', 'PASSWORD_WEAK guessable'],
  ['P@ssw0rd2024!', 'PASSWORD_WEAK guessable'],
  ['aaaaaaaaaaaaaaaa', 'PASSWORD_WEAK guessable'],
  ['onqueue2026!', 'PASSWORD_WEAK guessable'],
  ['noor.haddadnoor.haddad', 'PASSWORD_WEAK name'],
  ['NoorHaddad NoorHaddad', 'PASSWORD_WEAK name'],
  ['Haddad-Noor-2026', 'PASSWORD_WEAK name'],
  ['daddah.roon1', 'PASSWORD_WEAK name'],
  ['#{$^}&*~|@!?', 'taken'],
  ['tulip gravel orbit', 'taken'],
  ['안녕하세요반갑습니다', 'taken'],
  ['Noor likes tulips at dawn', 'taken'],
  ['correct horse battery staple', 'taken'],
])('S20: “%s” is %s', async (password, expected) => {
  expect(await refused(password)).toBe(expected);
});

test('S20: rejects a password of 500 characters at once, and checks concurrent ones one at a time', async () => {
  const started = performance.now();
  expect(await Promise.all(['ab1'.repeat(166), 'gravel orbit tulip'].map((one) => refused(one)))).toEqual([
    'PASSWORD_WEAK guessable',
    'taken',
  ]);
  expect(performance.now() - started).toBeLessThan(10_000);
});

test('S20: hashes an acceptable password', async () => {
  const hash = await hashNewPassword('gravel orbit tulip', owner);
  expect(await checkPassword('gravel orbit tulip', hash)).toBe(true);
});
