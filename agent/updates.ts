/** When a new version may replace the running one: never during work. Pure rules; the clock is a parameter. */
import type { Mirror, UpdateView } from '#core/contract/bridge.ts';

/** A user who is Offline for this long, with no window visible, is not about to come back. OQ. */
export const QUIET_PERIOD_MS = 2 * 60_000;

type Facts = Pick<Mirror, 'snapshot' | 'link' | 'skew'>;

/** What a restart would interrupt; `null` = only the user, who can be asked. */
export function restartWaitsFor({ snapshot, link }: Facts): UpdateView['waitsFor'] {
  if (snapshot && snapshot.offers.length > 0) return 'offer';
  if (snapshot && snapshot.work.length > 0) return 'work';
  if (snapshot && snapshot.wrapUps.length > 0) return 'wrap-up';
  // What was known before the cut may have ended or begun since.
  return snapshot && link.state !== 'connected' && link.state !== 'off' ? 'link' : null;
}

export interface RestartFacts extends Facts {
  /** Since when no window has been visible, by the shell's clock; `null` = one is. */
  readonly unseenSince: number | null;
}

/**
 * When the restart may happen without asking, by the shell's clock: the agent is Offline or signed out, nothing is
 * open, and no window has been visible for a while. A window that is only behind another may contain an unsaved form,
 * or be on a wallboard. `null` = not in the present state.
 */
export function restartsByItselfAt(facts: RestartFacts): number | null {
  const { snapshot, skew, unseenSince } = facts;
  if (unseenSince === null || restartWaitsFor(facts) !== null) return null;
  if (!snapshot) return unseenSince + QUIET_PERIOD_MS;
  const { effectiveBase, signedIn, since } = snapshot.presence;
  if (signedIn && effectiveBase !== 'offline') return null;
  return Math.max(since - skew, unseenSince) + QUIET_PERIOD_MS;
}
