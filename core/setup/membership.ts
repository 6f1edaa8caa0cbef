import type { Membership } from '../contract/setup.ts';

/** Added and removed ids between two lists, each in the order of its list. */
export function membershipBetween(before: readonly string[], after: readonly string[]): Membership {
  const [was, is] = [new Set(before), new Set(after)];
  return { add: after.filter((id) => !was.has(id)), remove: before.filter((id) => !is.has(id)) };
}
