/** The mark on the application's icon. One mark at a time: what is most urgent wins. */
import type { LinkView } from '#core/contract/bridge.ts';
import type { AgentSnapshot } from '#core/snapshot.ts';

export type Badge =
  | { readonly kind: 'offers' | 'unread'; readonly count: number }
  | { readonly kind: 'link-lost' }
  | { readonly kind: 'none' };

/** Open offers before unread messages before a lost link. */
export function badgeOf(snapshot: AgentSnapshot | null, link: LinkView): Badge {
  const offers = snapshot?.offers.length ?? 0;
  if (offers > 0) return { kind: 'offers', count: offers };
  const unread = (snapshot?.work ?? []).reduce((sum, work) => sum + (work.conversation?.unread ?? 0), 0);
  if (unread > 0) return { kind: 'unread', count: unread };
  return link.state === 'lost' ? { kind: 'link-lost' } : { kind: 'none' };
}
