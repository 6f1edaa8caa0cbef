/** The badge on the application's icon. One badge at a time: the most urgent one wins. */
import type { Mirror } from '#core/contract/bridge.ts';

export type Badge =
  | { readonly kind: 'offers' | 'unread' | 'calls'; readonly count: number }
  | { readonly kind: 'link-lost' }
  | { readonly kind: 'none' };

/**
 * Open offers before unread messages before a lost link; then alerts for the supervisor, which may last for hours and
 * are not current while the link is lost.
 */
export function badgeOf({ snapshot, link, alerts }: Pick<Mirror, 'snapshot' | 'link' | 'alerts'>): Badge {
  const offers = snapshot?.offers.length ?? 0;
  if (offers > 0) return { kind: 'offers', count: offers };
  const unread = (snapshot?.work ?? []).reduce((sum, work) => sum + (work.conversation?.unread ?? 0), 0);
  if (unread > 0) return { kind: 'unread', count: unread };
  if (link.state === 'lost') return { kind: 'link-lost' };
  return alerts.length > 0 ? { kind: 'calls', count: alerts.length } : { kind: 'none' };
}
