/** The differences between a record before and after, as readable lines. Pure. */

export interface Difference {
  /** Path, e.g. `settings.capacity`. */
  readonly path: string;
  /** Undefined = it did not exist. */
  readonly before: unknown;
  readonly after: unknown;
}

/** Fields that are only the hub's own bookkeeping. */
const bookkeeping = new Set(['version', 'id']);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Lists are compared as wholes: display code shows the additions and removals. */
export function differences(before: unknown, after: unknown, path = ''): Difference[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const below = isRecord(before) ? isRecord(after) || after === null : before === null && isRecord(after);
  if (!below) return [{ path, before: before ?? undefined, after: after ?? undefined }];
  const [left, right] = [isRecord(before) ? before : {}, isRecord(after) ? after : {}];
  return [...new Set([...Object.keys(left), ...Object.keys(right)])]
    .filter((key) => path !== '' || !bookkeeping.has(key))
    .flatMap((key) => differences(left[key], right[key], path === '' ? key : `${path}.${key}`));
}

/** Of two lists: what is only in the first, and only in the second; null when one of them is not a list. */
export function listChange(
  before: unknown,
  after: unknown,
): { readonly gone: readonly unknown[]; readonly added: readonly unknown[] } | null {
  if (!Array.isArray(before) || !Array.isArray(after)) return null;
  const has = (list: readonly unknown[]) => {
    const known = new Set(list.map((one) => JSON.stringify(one)));
    return (one: unknown) => known.has(JSON.stringify(one));
  };
  const [inBefore, inAfter] = [has(before), has(after)];
  return { gone: before.filter((one) => !inAfter(one)), added: after.filter((one) => !inBefore(one)) };
}
