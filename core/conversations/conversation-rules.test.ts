import { expect, test } from 'vitest';
import { aUser } from '#tests/support/setup-records.ts';
import { customerFacingName, unknownMergeFields } from './alias.ts';
import { unreadCount, waitingForYouSince } from './marks.ts';
import type { Message } from './message.ts';

test.each([
  ['Support Rep', 'Support Rep'],
  ['{!First_Name}', 'Gilda'],
  ['{!FIRST_NAME} ({!nickname})', 'Gilda (Gil)'],
  ['{! User_Alias }', 'gmoss'],
  ['Team {!Last_Name} Blue', 'Team Blue'],
  ['{!constructor}', 'Gilda'],
  ['', 'Gilda'],
  ['   ', 'Gilda'],
])('alias %o is seen as %s', (alias, expected) => {
  expect(customerFacingName(aUser(), alias)).toBe(expected);
});

test('an alias that comes out empty gives the first name, else the name', () => {
  expect(customerFacingName(aUser({ nickname: '' }), '{!Nickname}')).toBe('Gilda');
  expect(customerFacingName(aUser({ nickname: '', firstName: '' }), '{!Nickname}')).toBe('Gilda Moss');
  expect(customerFacingName(aUser({ nickname: '{!User_Alias}' }), '{!Nickname}')).toBe('{!User_Alias}');
});

test('merge fields that mean nothing are named as written', () => {
  expect(unknownMergeFields('{!First_Name} {!Last_Name} {! toString } {Name}')).toEqual([
    '{!Last_Name}',
    '{! toString }',
  ]);
});

const talk = (...senders: Array<Message['from']>) =>
  senders.map((from, at) => ({ number: at + 1, from, at: (at + 1) * 1000 }));

test.each<[what: string, senders: Array<Message['from']>, since: number | null]>([
  ['nothing said', [], null],
  ['the customer began', ['customer', 'customer'], 1000],
  ['answered', ['customer', 'agent'], null],
  ['asked again after the answer', ['customer', 'agent', 'customer', 'customer'], 3000],
  ['a whisper is no answer', ['customer', 'whisper'], 1000],
  ['nor is an event', ['system', 'customer', 'system'], 2000],
])('waiting for an answer: %s', (_, senders, since) => {
  expect(waitingForYouSince(talk(...senders))).toBe(since);
  expect(waitingForYouSince(talk(...senders).toReversed())).toBe(since);
});

test.each([
  [0, 2],
  [1, 1],
  [3, 1],
  [4, 0],
])('read up to %i: %i unread messages of the customer', (read, expected) => {
  expect(unreadCount(talk('customer', 'agent', 'system', 'customer', 'whisper'), read)).toBe(expected);
});
