/** The report of an import as lines for a terminal: important items first, everything else summarised in one line. */
import type { ImportReport, RecordReport } from '#hub/exchange/import/report.ts';

const words: Readonly<Record<RecordReport['type'], string>> = {
  serviceChannel: 'Service channels',
  presenceStatus: 'Presence statuses',
  declineReason: 'Decline reasons',
  routingConfiguration: 'Routing configurations',
  queue: 'Queues',
  userProfile: 'User profiles',
  presenceConfiguration: 'Presence configurations',
  user: 'Users',
  settings: 'Settings',
  supervisorConfiguration: 'Supervisor configurations',
  file: 'Files that could not be read',
};
const signs: Readonly<Record<RecordReport['action'], string>> = {
  create: '+',
  update: '~',
  unchanged: '=',
  skip: '-',
};

export function reportLines(report: ImportReport): string[] {
  const { totals, applied } = report;
  const lines: string[] = [];
  const open = report.moves.filter(({ confirmed }) => !confirmed);
  if (open.length > 0) {
    lines.push('These stay where they are; --move-assignments moves them:');
    for (const { name, from, to } of open) lines.push(`  ${name}: ${from} → ${to}`);
    lines.push('');
  }
  for (const type of Object.keys(words) as RecordReport['type'][]) {
    const records = report.records.filter((record) => record.type === type);
    if (records.length === 0) continue;
    lines.push(words[type]);
    for (const record of records) lines.push(...recordLines(record));
    lines.push('');
  }
  if (report.notInSource.length > 0)
    lines.push(`Not in the export, kept as they are here: ${report.notInSource.join(', ')}`);
  if (report.otherFiles.length > 0) {
    const kinds = report.otherFiles.map(({ kind, count }) => `${count} ${kind}`).join(', ');
    lines.push(`Files of other kinds, not opened: ${kinds}`);
  }
  lines.push(
    `${applied ? 'Done' : 'Would be done'}: ${totals.create} created, ${totals.update} updated, ${totals.unchanged} unchanged, ${totals.skip} skipped; ${totals.warnings} warnings, ${totals.unmodelled} parts without a place here; ${totals.files} files.`,
  );
  return lines;
}

function recordLines({ action, name, changes, reason, warnings, unmodelled }: RecordReport): string[] {
  const what = changes.length > 0 ? ` (${changes.join(', ')})` : '';
  const lines = [`  ${signs[action]} ${name}${what}${reason ? `: ${reason.message}` : ''}`];
  for (const { message } of warnings) lines.push(`      ! ${message}`);
  if (unmodelled.length > 0) {
    const parts = unmodelled.map(({ path, count }) => (count > 1 ? `${path} (${count})` : path));
    lines.push(`      no place here: ${parts.join(', ')}`);
  }
  return lines;
}
