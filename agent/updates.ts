/** When a new version may take the place of the running one: never in the middle of work. Pure rules, the clock passed in. */
import type { Mirror, UpdateView } from '#core/contract/bridge.ts';

/** Somebody who is Offline for this long, with none of our windows to be seen, is not about to come back. OQ. */
export const QUIET_PERIOD_MS = 2 * 60_000;

type Facts = Pick<Mirror, 'snapshot' | 'link' | 'skew'>;

/** What a restart would interrupt; `null` = nothing but the person, who may be asked. */
export function restartWaitsFor({ snapshot, link }: Facts): UpdateView['waitsFor'] {
  if (snapshot && snapshot.offers.length > 0) return 'offer';
  if (snapshot && snapshot.work.length > 0) return 'work';
  if (snapshot && snapshot.wrapUps.length > 0) return 'wrap-up';
  // What was known before the cut may be over, or may have begun.
  return snapshot && link.state !== 'connected' && link.state !== 'off' ? 'link' : null;
}

export interface RestartFacts extends Facts {
  /** Since when none of our windows has been on a screen, by the shell's clock; `null` = one is. */
  readonly unseenSince: number | null;
}

/**
 * From when on the restart may happen without asking, by the shell's clock: the agent is Offline or signed out, nothing
 * is open, and none of our windows has been seen for a while. A window that is only behind another may hold a form
 * that nobody has saved, or be what a whole floor looks at. `null` = not as things are now.
 */
export function restartsByItselfAt(facts: RestartFacts): number | null {
  const { snapshot, skew, unseenSince } = facts;
  if (unseenSince === null || restartWaitsFor(facts) !== null) return null;
  if (!snapshot) return unseenSince + QUIET_PERIOD_MS;
  const { effectiveBase, signedIn, since } = snapshot.presence;
  if (signedIn && effectiveBase !== 'offline') return null;
  return Math.max(since - skew, unseenSince) + QUIET_PERIOD_MS;
}
