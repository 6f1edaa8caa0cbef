/** What a new record begins with, and whether its developer name is still free. */
import { developerNameFrom } from '#core/presence/status-rules.ts';
import type { FieldProblem } from './schema-resolver.ts';

/** The developer name of a copy follows the copy's own name. */
export const copyOf = (name: string, prefix: string) => ({ developerName: developerNameFrom(name, prefix) });

/** Developer names are unique among the records of a noun, whatever their case. */
export function takenName(
  records: ReadonlyArray<{ readonly id: string; readonly developerName: string }>,
  stored: { readonly id: string } | null,
  developerName: string,
): FieldProblem[] {
  const taken = records.some(
    (one) => one.id !== stored?.id && one.developerName.toLowerCase() === developerName.toLowerCase(),
  );
  return taken ? [{ field: 'developerName', code: 'TAKEN' }] : [];
}
