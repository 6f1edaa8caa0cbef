import type { Membership } from '#core/contract/setup.ts';
import { membershipBetween } from '#core/setup/membership.ts';

/** What a save says of two lists of ids: who joins and who leaves, or `null` when nobody does. */
export function membership(before: readonly string[], after: readonly string[]): Membership | null {
  const change = membershipBetween(before, after);
  return change.add.length + change.remove.length > 0 ? change : null;
}
