/** The rules of a record in the shape its form needs. */
import { nounOf, type RuleContext, type SetupNoun } from '#core/setup/nouns.ts';
import type { Verdict } from '#core/setup/record-rules.ts';
import { type FieldProblem, problemText } from './schema-resolver.ts';

/** The rules of its noun that a record violates. `id` = the record's own, once it has one. */
export const problemsOf = (
  noun: SetupNoun,
  fields: Readonly<Record<string, unknown>>,
  around: RuleContext,
  id: string | null,
): FieldProblem[] =>
  (nounOf(noun).check?.(fields, around, id) ?? []).map(({ path, code, params }) => ({
    field: path,
    code,
    params,
  }));

/** The text beside a field: its usual hint, and remarks about its value. */
export function fieldHint({ warnings }: Verdict, path: string, usual?: string): string | undefined {
  const warning = warnings.find((one) => one.path === path);
  return [usual, warning && problemText(warning)].filter(Boolean).join(' ') || undefined;
}
