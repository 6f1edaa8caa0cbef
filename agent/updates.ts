/** When a new version may take the place of the running one: never in the middle of work. Pure rules, the clock passed in. */
import type { Mirror, UpdateView } from '#core/contract/bridge.ts';

/** Somebody who is Offline for this long, and does nothing in our windows, is not about to come back. OQ. */
export const QUIET_FOR = 2 * 60_000;

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
  /** By the shell's clock. */
  readonly now: number;
  /** One of our windows has the keyboard: somebody is here. */
  readonly inFront: boolean;
}

/**
 * From when on the restart may happen without asking, by the shell's clock: the agent is Offline or signed out, nothing
 * is open, and nobody is at our windows. `null` = not as things are now.
 */
export function restartsByItselfAt(facts: RestartFacts): number | null {
  const { snapshot, skew, now, inFront } = facts;
  if (inFront || restartWaitsFor(facts) !== null) return null;
  if (!snapshot) return now;
  const { effectiveBase, signedIn, since } = snapshot.presence;
  if (signedIn && effectiveBase !== 'offline') return null;
  return since - skew + QUIET_FOR;
}
