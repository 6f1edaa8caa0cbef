/** Builds the report of an import; its shape is defined in core. */
import {
  type ImportMove,
  type ImportReport,
  type RecordReport,
  type RecordType,
  recordTypes,
  totalsOf,
  type UnsupportedPart,
} from '#core/setup/import-report.ts';
import type { Remark } from './remarks.ts';

export type { ImportMove as Move, ImportReport, RecordReport, RecordType, UnsupportedPart as Unmodelled };
export { recordTypes };

/** The result of reading a source, before it is compared with a directory. */
export interface Reading {
  /** Files that were opened. */
  readonly files: number;
  readonly otherFiles: ImportReport['otherFiles'];
  /** Unreadable files, each as its report line. */
  readonly broken: readonly RecordReport[];
}

/** Common to all records read: location, remarks, and parts that OnQueue cannot represent. */
export interface SourceReader {
  readonly file: string;
  readonly remarks: readonly Remark[];
  readonly unmodelled: readonly UnsupportedPart[];
}

/** Whether there is anything to plan. */
export const readSourceFile = ({ records }: ImportReport): boolean =>
  records.some(({ type }) => type !== 'file');

export const brokenFileReport = (path: string, reason: Remark): RecordReport => ({
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
  return {
    format: 'onqueue-import',
    version: 1,
    source,
    applied: false,
    totals: totalsOf(records, reading.files),
    moves,
    records,
    notInSource,
    otherFiles: reading.otherFiles,
  };
}
