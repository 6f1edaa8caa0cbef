/** What an import found and did, or would do. The shape is a promise to programs; see docs/IMPORT.md. */
import type { Remark } from './remarks.ts';

export const recordTypes = [
  'serviceChannel',
  'presenceStatus',
  'declineReason',
  'routingConfiguration',
  'queue',
  'userProfile',
  'presenceConfiguration',
  'user',
  'settings',
  'supervisorConfiguration',
  'file',
] as const;
export type RecordType = (typeof recordTypes)[number];

/** Part of a source that OnQueue has no place for. */
export interface Unmodelled {
  /** Names of elements or columns from the record down, with slashes; `@name` is an attribute. Covers all below it. */
  readonly path: string;
  /** How many elements or columns it covers. */
  readonly count: number;
  /** What the first of them holds, shortened. */
  readonly value: string;
}

export interface RecordReport {
  readonly type: RecordType;
  /** Developer name, username, or the path of a file. */
  readonly name: string;
  /** Where it was read; null for what another record brought along. */
  readonly file: string | null;
  readonly action: 'create' | 'update' | 'unchanged' | 'skip';
  /** Why it is skipped. */
  readonly reason: Remark | null;
  /** Settings that change, by path. */
  readonly changes: readonly string[];
  readonly warnings: readonly Remark[];
  readonly unmodelled: readonly Unmodelled[];
}

/** An assignment that takes somebody away from another presence configuration. */
export interface Move {
  readonly type: 'user' | 'userProfile';
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly confirmed: boolean;
}

export interface ImportReport {
  readonly format: 'onqueue-import';
  readonly version: 1;
  readonly source: 'salesforce' | 'dynamics';
  /** False for a plan. */
  readonly applied: boolean;
  readonly totals: {
    readonly files: number;
    readonly create: number;
    readonly update: number;
    readonly unchanged: number;
    readonly skip: number;
    readonly warnings: number;
    readonly unmodelled: number;
  };
  readonly moves: readonly Move[];
  readonly records: readonly RecordReport[];
  /** Settings that this kind of source never holds; they keep the value they have here. */
  readonly notInSource: readonly string[];
  /** Files of other kinds, which were not opened, counted by kind. */
  readonly otherFiles: ReadonlyArray<{ readonly kind: string; readonly count: number }>;
}

/** What reading a source found, before it is compared with anything. */
export interface Reading {
  /** Files that were opened. */
  readonly files: number;
  readonly otherFiles: ImportReport['otherFiles'];
  /** Files that could not be read, each as the line it will be in the report. */
  readonly broken: readonly RecordReport[];
}

/** Whether there is anything to plan. */
export const readAnything = ({ records }: ImportReport): boolean =>
  records.some(({ type }) => type !== 'file');

export const brokenFile = (path: string, reason: Remark): RecordReport => ({
  type: 'file',
  name: path,
  file: path,
  action: 'skip',
  reason,
  changes: [],
  warnings: [],
  unmodelled: [],
});

export function reportOf(
  given: Pick<ImportReport, 'source' | 'records' | 'moves' | 'notInSource'> & { readonly reading: Reading },
): ImportReport {
  const { source, moves, notInSource, reading } = given;
  const records = [...given.records, ...reading.broken];
  const count = (action: RecordReport['action']) => records.filter((one) => one.action === action).length;
  const sum = (size: (one: RecordReport) => number) => records.reduce((all, one) => all + size(one), 0);
  return {
    format: 'onqueue-import',
    version: 1,
    source,
    applied: false,
    totals: {
      files: reading.files,
      create: count('create'),
      update: count('update'),
      unchanged: count('unchanged'),
      skip: count('skip'),
      warnings: sum(({ warnings }) => warnings.length),
      unmodelled: sum(({ unmodelled }) => unmodelled.reduce((all, one) => all + one.count, 0)),
    },
    moves,
    records,
    notInSource,
    otherFiles: reading.otherFiles,
  };
}
