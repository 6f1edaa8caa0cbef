import type { FieldProblem } from './schema-resolver.ts';

/** Developer names, and the names that users sign in with, are unique within a noun, ignoring case. */
export function takenName(
  records: ReadonlyArray<{ readonly id: string }>,
  stored: { readonly id: string } | null,
  given: Readonly<Record<string, unknown>>,
): FieldProblem[] {
  const field = 'username' in given ? 'username' : 'developerName';
  const nameOf = (of: object) =>
    String((of as Record<string, unknown>)[field] ?? '')
      .trim()
      .toLowerCase();
  const wanted = nameOf(given);
  const taken = records.some((one) => one.id !== stored?.id && nameOf(one) === wanted);
  return taken ? [{ field, code: 'TAKEN' }] : [];
}
