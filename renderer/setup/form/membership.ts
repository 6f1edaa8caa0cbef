import type { Membership } from '#core/contract/setup.ts';

/** Who joined and who left between two lists of ids; `null` = nobody. */
export function membership(before: readonly string[], after: readonly string[]): Membership | null {
  const [was, is] = [new Set(before), new Set(after)];
  const add = after.filter((id) => !was.has(id));
  const remove = before.filter((id) => !is.has(id));
  return add.length + remove.length > 0 ? { add, remove } : null;
}
