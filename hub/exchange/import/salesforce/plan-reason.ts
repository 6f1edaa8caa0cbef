import { truncatedName, type RecordNotes } from '../planning.ts';
import type { Remark } from '../remarks.ts';
import type { SourceReason } from './model.ts';
import type { Planning } from './planning-context.ts';

/** A decline reason is identified by its label. */
export function planReason(
  source: SourceReason,
  said: RecordNotes & { readonly warnings: Remark[] },
  { draft, lines }: Planning,
): void {
  const before = draft.declineReason.named(said.name);
  const change = draft.declineReason.put({
    ...(before ?? { id: draft.newId(), developerName: said.name, active: true, version: 1 }),
    label: truncatedName(source.label, before?.label ?? said.name, said.warnings),
  });
  lines.add('declineReason', said, change);
}
