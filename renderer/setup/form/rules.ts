/** The rules of a record as its form wants them. */
import type { RecordIssue, Verdict } from '#core/setup/record-rules.ts';
import { type FieldProblem, problemText } from './schema-resolver.ts';

const asProblem = ({ path, code, params }: RecordIssue): FieldProblem => ({ field: path, code, params });

export const problemsOf = ({ issues }: Verdict): FieldProblem[] => issues.map(asProblem);

/** What is worth a word beside a field; `usual` when nothing is. */
export function hintAt({ warnings }: Verdict, path: string, usual?: string): string | undefined {
  const warning = warnings.find((one) => one.path === path);
  return warning ? problemText(warning) : usual;
}
