import { expect, test } from 'vitest';
import type { LinkView } from '#core/contract/bridge.ts';
import { aCallForHelp, anOffer, aSnapshot, openWork } from '#tests/support/snapshots.ts';
import { badgeOf } from './badge.ts';

const link = (state: LinkView['state']): LinkView => ({ state, since: 0, retryAt: null });
const unread = (n: number, count: number) => {
  const work = openWork(n, 0);
  return { ...work, conversation: work.conversation && { ...work.conversation, unread: count } };
};

test('ranks offers before unread messages, then a lost link, then alerts for the supervisor', () => {
  const work = [unread(1, 2), unread(2, 3)];
  const badge = (parts: Parameters<typeof aSnapshot>[1], state: LinkView['state'], alerts = [aCallForHelp]) =>
    badgeOf({ snapshot: aSnapshot(0, parts), link: link(state), alerts });
  expect(badge({ offers: [anOffer(1, 0)], work }, 'lost')).toEqual({ kind: 'offers', count: 1 });
  expect(badge({ work }, 'lost')).toEqual({ kind: 'unread', count: 5 });
  expect(badge({}, 'lost')).toEqual({ kind: 'link-lost' });
  expect(badge({}, 'connected')).toEqual({ kind: 'calls', count: 1 });
  expect(badge({}, 'connected', [])).toEqual({ kind: 'none' });
  expect(badgeOf({ snapshot: null, link: link('connected'), alerts: [] })).toEqual({ kind: 'none' });
});
