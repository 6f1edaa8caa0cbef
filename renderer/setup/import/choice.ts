/**
 * The selected records of a plan. Selecting a record selects what it needs; deselecting it deselects what needs it.
 * Pure.
 */
import type { PlannedRecord, Ranges } from '#core/contract/setup-system.ts';

export type Choice = ReadonlySet<number>;

/** Only lines that change something can be selected. */
export const hasChanges = ({ record }: PlannedRecord) =>
  record.action === 'create' || record.action === 'update';

export const everything = (plan: readonly PlannedRecord[]): Choice =>
  new Set(plan.flatMap((line, index) => (hasChanges(line) ? index : [])));

/** The dependencies of lines, reversed. */
function dependentsOf(plan: readonly PlannedRecord[]): ReadonlyMap<number, readonly number[]> {
  const by = new Map<number, number[]>();
  for (const [index, { needs }] of plan.entries())
    for (const need of needs) {
      const known = by.get(need);
      if (known) known.push(index);
      else by.set(need, [index]);
    }
  return by;
}

/** Selects lines with all they need, or deselects them with all that needs them. */
export function choose(
  plan: readonly PlannedRecord[],
  choice: Choice,
  lines: readonly number[],
  wanted: boolean,
): Choice {
  const result = new Set(choice);
  const by = wanted ? null : dependentsOf(plan);
  const left = [...lines];
  const seen = new Set<number>();
  for (let line = left.pop(); line !== undefined; line = left.pop()) {
    if (seen.has(line)) continue;
    seen.add(line);
    const planned = plan[line];
    if (!planned) continue;
    if (hasChanges(planned)) {
      if (wanted) result.add(line);
      else result.delete(line);
    }
    left.push(...(by ? (by.get(line) ?? []) : planned.needs));
  }
  return result;
}

/** The selected lines as ranges, both ends inclusive; unchanged lines in between belong to a range. */
export function rangesOf(plan: readonly PlannedRecord[], choice: Choice): Ranges {
  const ranges: Ranges = [];
  let open: Ranges[number] | null = null;
  for (const [index, line] of plan.entries()) {
    if (choice.has(index)) {
      if (open) open.to = index;
      else ranges.push((open = { from: index, to: index }));
    } else if (hasChanges(line)) open = null;
  }
  return ranges;
}
