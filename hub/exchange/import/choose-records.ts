/** A part of a plan: the dependencies of each record, and the changes that remain when only some are chosen. */
import type { ImportReport } from '#core/setup/import-report.ts';
import { totalsOf } from '#core/setup/import-report.ts';
import type { RecordChange } from './draft.ts';
import type { ImportPlan } from './planning.ts';
import { remark } from './remarks.ts';

/** For each line the lines of the new records that its record refers to. */
export function dependenciesOf({ ids, changes }: ImportPlan): number[][] {
  const created = new Set(changes.filter(({ before }) => before === null).map(({ after }) => after.id));
  const lineOf = new Map<string, number>();
  for (const [line, id] of ids.entries()) if (id !== null && !lineOf.has(id)) lineOf.set(id, line);
  const named = new Map(changes.map(({ after }) => [after.id, namedIn(after, created)]));
  return ids.map((id) => {
    if (id === null) return [];
    return [...(named.get(id) ?? [])].flatMap((other) => (other === id ? [] : (lineOf.get(other) ?? [])));
  });
}

/** Ids of `among` that occur anywhere in a record. */
function namedIn(record: unknown, among: ReadonlySet<string>, found = new Set<string>()): Set<string> {
  if (typeof record === 'string') {
    if (among.has(record)) found.add(record);
  } else if (typeof record === 'object' && record !== null)
    for (const value of Object.values(record)) namedIn(value, among, found);
  return found;
}

/** The changes of the chosen lines; null when one of them needs a line that is not chosen. */
export function changesOf(
  plan: ImportPlan,
  needs: readonly (readonly number[])[],
  chosen: (line: number) => boolean,
): RecordChange[] | null {
  const ids = new Set<string>();
  for (const [line, id] of plan.ids.entries()) {
    if (id === null || !chosen(line)) continue;
    if (needs[line]?.some((other) => !chosen(other))) return null;
    ids.add(id);
  }
  return plan.changes.filter(({ after }) => ids.has(after.id));
}

/** The result: lines that were not chosen are marked as such. */
export function reportOfSelection(report: ImportReport, chosen: (line: number) => boolean): ImportReport {
  const records = report.records.map((record, line) =>
    chosen(line) || (record.action !== 'create' && record.action !== 'update')
      ? record
      : { ...record, action: 'skip' as const, reason: remark('NOT_CHOSEN'), changes: [] },
  );
  return { ...report, applied: true, records, totals: totalsOf(records, report.totals.files) };
}
