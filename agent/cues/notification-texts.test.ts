import { expect, test } from 'vitest';
import { anOffer } from '#tests/support/snapshots.ts';
import { offerNotification } from './notification-texts.ts';

test('offers Decline on a notification only when the agent may decline', () => {
  const actions = (canDecline: boolean) =>
    offerNotification(anOffer(1, 0, { canDecline }), 'en').actions.map(({ id }) => id);
  expect(actions(true)).toEqual(['accept', 'decline']);
  expect(actions(false)).toEqual(['accept']);
  expect(offerNotification(anOffer(1, 0), 'ko').title).toBe('Customer 1 님의 Chat');
});
