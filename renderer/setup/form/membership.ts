import type { Membership } from '#core/contract/setup.ts';
import { membershipBetween } from '#core/setup/membership.ts';

/** The changes between two lists of ids that a save sends: additions and removals, or `null` when there are none. */
export function membership(before: readonly string[], after: readonly string[]): Membership | null {
  const change = membershipBetween(before, after);
  return change.add.length + change.remove.length > 0 ? change : null;
}
