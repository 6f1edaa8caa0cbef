import { expect, test } from 'vitest';
import type { LinkView } from '#core/contract/bridge.ts';
import { anOffer, aSnapshot, openWork } from '#tests/support/snapshots.ts';
import { badgeOf } from './badge.ts';
import { offerNotification } from './notification-texts.ts';

const link = (state: LinkView['state']): LinkView => ({ state, since: 0, retryAt: null });
const unread = (n: number, count: number) => {
  const work = openWork(n, 0);
  return { ...work, conversation: work.conversation && { ...work.conversation, unread: count } };
};

test('offers come before unread messages, those before a lost link', () => {
  const work = [unread(1, 2), unread(2, 3)];
  expect(badgeOf(aSnapshot(0, { offers: [anOffer(1, 0)], work }), link('lost'))).toEqual({
    kind: 'offers',
    count: 1,
  });
  expect(badgeOf(aSnapshot(0, { work }), link('lost'))).toEqual({ kind: 'unread', count: 5 });
  expect(badgeOf(aSnapshot(0), link('lost'))).toEqual({ kind: 'link-lost' });
  expect(badgeOf(null, link('connected'))).toEqual({ kind: 'none' });
});

test('a notification offers Decline only where the agent may decline', () => {
  const actions = (canDecline: boolean) =>
    offerNotification(anOffer(1, 0, { canDecline }), 'en').actions.map(({ id }) => id);
  expect(actions(true)).toEqual(['accept', 'decline']);
  expect(actions(false)).toEqual(['accept']);
  expect(offerNotification(anOffer(1, 0), 'ko').title).toBe('Customer 1 님의 Chat');
});
