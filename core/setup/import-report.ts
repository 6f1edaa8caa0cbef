/**
 * What an import found and did, or would do. The shape is a stable interface for programs: fields and codes may be
 * added, none is renamed or removed within a `version`; see docs/IMPORT.md.
 */
import { z } from 'zod';

export const importSources = ['salesforce', 'dynamics'] as const;
export const ImportSource = z.enum(importSources);
export type ImportSource = z.infer<typeof ImportSource>;

/** In report order. */
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
export const RecordType = z.enum(recordTypes);
export type RecordType = z.infer<typeof RecordType>;

/**
 * A remark about a record: a code of `core/i18n` under `importRemarks` (for an export: `exportRemarks`), its English
 * sentence, and its parameters.
 */
export const Remark = z.object({
  code: z.string(),
  message: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string()).readonly()])).readonly(),
});
export type Remark = z.infer<typeof Remark>;

/** A part of a source that OnQueue cannot represent. */
export const UnsupportedPart = z.object({
  /** Names of elements or columns from the record down, with slashes; `@name` is an attribute. Covers all below it. */
  path: z.string(),
  /** How many elements or columns it covers. */
  count: z.number(),
  /** The content of the first of them, shortened. */
  value: z.string(),
});
export type UnsupportedPart = z.infer<typeof UnsupportedPart>;

export const RecordReport = z.object({
  type: RecordType,
  /** Developer name, username, or the path of a file. */
  name: z.string(),
  /** File it was read from; null when another record created it. */
  file: z.string().nullable(),
  action: z.enum(['create', 'update', 'unchanged', 'skip']),
  /** Why the record is skipped. */
  reason: Remark.nullable(),
  /** Changed settings, by path. */
  changes: z.array(z.string()).readonly(),
  warnings: z.array(Remark).readonly(),
  unmodelled: z.array(UnsupportedPart).readonly(),
});
export type RecordReport = Readonly<z.infer<typeof RecordReport>>;

/** An assignment that removes a user or profile from another presence configuration. */
export const ImportMove = z.object({
  type: z.enum(['user', 'userProfile']),
  name: z.string(),
  from: z.string(),
  to: z.string(),
  confirmed: z.boolean(),
});
export type ImportMove = Readonly<z.infer<typeof ImportMove>>;

export const ImportReport = z.object({
  format: z.literal('onqueue-import'),
  version: z.literal(1),
  source: ImportSource,
  /** False for a plan. */
  applied: z.boolean(),
  totals: z.object({
    files: z.number(),
    create: z.number(),
    update: z.number(),
    unchanged: z.number(),
    skip: z.number(),
    warnings: z.number(),
    unmodelled: z.number(),
  }),
  moves: z.array(ImportMove).readonly(),
  records: z.array(RecordReport).readonly(),
  /** Settings that this kind of source never contains; they keep their current value. */
  notInSource: z.array(z.string()).readonly(),
  /** Files of other kinds, which were not opened, counted by kind. */
  otherFiles: z
    .array(
      z.object({
        kind: z.string(),
        count: z.number(),
        /**
         * For entries other than files: records of a table, relations of a table, or kinds that are counted together.
         */
        code: z.enum(['records', 'relations', 'rest']).optional(),
        /** The table that they belong to. */
        table: z.string().optional(),
      }),
    )
    .readonly(),
});
export type ImportReport = Readonly<z.infer<typeof ImportReport>>;

/** How many records per action, and how many remarks, in these records. */
export function totalsOf(records: readonly RecordReport[], files: number): ImportReport['totals'] {
  const totals = { files, create: 0, update: 0, unchanged: 0, skip: 0, warnings: 0, unmodelled: 0 };
  for (const { action, warnings, unmodelled } of records) {
    totals[action] += 1;
    totals.warnings += warnings.length;
    for (const { count } of unmodelled) totals.unmodelled += count;
  }
  return totals;
}
