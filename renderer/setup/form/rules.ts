/** The rules of a record as its form wants them. */
import type { RecordIssue, Verdict } from '#core/setup/record-rules.ts';
import { type FieldProblem, problemText } from './schema-resolver.ts';

const asProblem = ({ path, code, params }: RecordIssue): FieldProblem => ({ field: path, code, params });

export const problemsOf = ({ issues }: Verdict): FieldProblem[] => issues.map(asProblem);

/** What stands beside a field: its usual hint, and what is worth a word about its value. */
export function fieldHint({ warnings }: Verdict, path: string, usual?: string): string | undefined {
  const warning = warnings.find((one) => one.path === path);
  return [usual, warning && problemText(warning)].filter(Boolean).join(' ') || undefined;
}
