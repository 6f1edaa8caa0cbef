/** Shared by the plans of both kinds of source: report lines, names, ranges. */
import { developerNameFrom } from '#core/presence/status-rules.ts';
import { DeveloperName } from '#core/setup/names.ts';
import type { Change, Draft, RecordChange } from './draft.ts';
import { type Remark, remark } from './remarks.ts';
import {
  type ImportReport,
  type Move,
  type RecordReport,
  recordTypes,
  type RecordType,
  type Unmodelled,
} from './report.ts';

export interface ImportPlan {
  readonly report: ImportReport;
  /** The record of each report line; null for lines without one. */
  readonly ids: ReadonlyArray<string | null>;
  readonly changes: readonly RecordChange[];
}

export interface PlanOptions {
  /** Generates the id of the next new record. */
  readonly newId: () => string;
  /** Whether a user or profile may be moved from another presence configuration. */
  readonly confirmMove: (move: Omit<Move, 'confirmed'>) => boolean;
}

/** Remarks about a record, apart from its changes. */
export interface RecordNotes {
  readonly name: string;
  readonly file: string | null;
  readonly warnings?: readonly Remark[];
  readonly unmodelled?: readonly Unmodelled[];
}

interface Line {
  readonly record: RecordReport;
  readonly id: string | null;
}

/** Collects report lines; `sorted` returns them in type order. */
export class ReportLines {
  readonly #lines: Line[] = [];

  skip(type: RecordType, said: RecordNotes, reason: Remark): void {
    this.#add(null, type, said, { action: 'skip', changes: [], reason });
  }

  add(type: RecordType, said: RecordNotes, { id, action, changes }: Change): void {
    this.#add(id, type, said, { action, changes, reason: null });
  }

  sorted(): { readonly records: RecordReport[]; readonly ids: Array<string | null> } {
    const rank = ({ record }: Line) => recordTypes.indexOf(record.type);
    const lines = [...this.#lines].sort((a, b) => rank(a) - rank(b));
    return { records: lines.map(({ record }) => record), ids: lines.map(({ id }) => id) };
  }

  #add(
    id: string | null,
    type: RecordType,
    { name, file, warnings = [], unmodelled = [] }: RecordNotes,
    rest: Pick<RecordReport, 'action' | 'changes' | 'reason'>,
  ): void {
    this.#lines.push({ id, record: { type, name, file, ...rest, warnings, unmodelled } });
  }
}

/** The developer name used here for a record of that name. */
export const developerNameOf = (name: string, prefix: string): string =>
  DeveloperName.safeParse(name).success ? name : developerNameFrom(name, prefix);

/** Salesforce escapes special characters of file and profile names as %xx. */
export function decodeName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

const NAME_LENGTH = 100;

/** Display name: the source's, truncated to the limit; else the developer name. */
export function truncatedName(label: string | null, otherwise: string, warnings: Remark[]): string {
  const name = label ?? otherwise;
  if (name.length <= NAME_LENGTH) return name;
  warnings.push(remark('NAME_CUT', { most: NAME_LENGTH }));
  return name.slice(0, NAME_LENGTH).trim();
}

/** The value, or the nearest allowed one, with a remark. */
export function within(
  setting: string,
  value: number | null,
  { least, most }: { readonly least: number; readonly most: number },
  warnings: Remark[],
): number | null {
  if (value === null || (value >= least && value <= most)) return value;
  const used = Math.min(most, Math.max(least, value));
  warnings.push(remark('OUT_OF_RANGE', { setting, value, least, most, used }));
  return used;
}

/** Adds a remark for each name that does not exist. */
export function dangling(setting: string, names: readonly string[], warnings: Remark[]): void {
  if (names.length > 0) warnings.push(remark('DANGLING', { setting, names: [...new Set(names)] }));
}

/** Ids of the records with these names; adds a remark for each missing one. Each once, in order. */
export function resolveAll(
  setting: string,
  names: readonly string[],
  find: (name: string) => { readonly id: string } | undefined,
  warnings: Remark[],
): string[] {
  const found = names.map((name) => [name, find(name)?.id] as const);
  dangling(
    setting,
    found.filter(([, id]) => id === undefined).map(([name]) => name),
    warnings,
  );
  return [...new Set(found.flatMap(([, id]) => (id === undefined ? [] : [id])))];
}

/** The first name that is not a developer name in the table yet: `Name`, `Name_2`, `Name_3` … */
export function unusedName(draft: Draft, table: 'presenceStatus' | 'serviceChannel', wanted: string): string {
  for (let count = 1; ; count++) {
    const name = count === 1 ? wanted : `${wanted.slice(0, 76)}_${count}`;
    if (!draft[table].named(name)) return name;
  }
}
