import type { RecordReport } from '#core/setup/import-report.ts';

export const filters = ['all', 'create', 'update', 'unchanged', 'skip', 'warnings', 'unmodelled'] as const;
export type Filter = (typeof filters)[number];

/** Whether a record is shown under a filter. */
export function matches({ action, warnings, unmodelled }: RecordReport, filter: Filter): boolean {
  if (filter === 'all') return true;
  if (filter === 'warnings') return warnings.length > 0;
  if (filter === 'unmodelled') return unmodelled.length > 0;
  return action === filter;
}
