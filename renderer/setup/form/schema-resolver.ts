/** Validates a form with the hub's own schema, and reports every problem in the user's language. */
import type { FieldErrors, FieldValues, Resolver } from 'react-hook-form';
import type { z } from 'zod';
import type { TextKey, TextParams } from '#core/i18n/texts.ts';
import { sentence } from '../../i18n/sentence.ts';
import type { Range, Ranges } from './ranges.ts';

/** A rule that a schema cannot express: a rule between fields, by the name of the field where it is shown. */
export interface FieldProblem {
  readonly field: string;
  readonly code: string;
  readonly params?: TextParams;
}

/** The sentence of a rule, by its code in `validation`. */
export const problemText = ({ code, params }: Pick<FieldProblem, 'code' | 'params'>): string =>
  sentence(`validation.${code}` as TextKey, params);

/** The required format of a text field, by the field's name. */
const formats: Readonly<Record<string, string>> = { username: 'USERNAME', key: 'REPLY_KEY' };

function issueProblem(
  issue: z.core.$ZodIssue,
  range: Range | undefined,
): Pick<FieldProblem, 'code' | 'params'> {
  if (issue.code === 'too_big' && issue.origin === 'string')
    return { code: 'TOO_LONG', params: { most: Number(issue.maximum) } };
  if ((issue.code === 'too_big' || issue.code === 'too_small') && issue.origin !== 'string' && range)
    return { code: 'RANGE', params: { least: range.least, most: range.most } };
  if (issue.code === 'invalid_type' && issue.expected === 'int')
    return { code: range?.decimals ? 'DECIMALS' : 'WHOLE_NUMBER' };
  if (issue.code === 'too_small' && issue.origin === 'string' && Number(issue.minimum) > 1)
    return { code: 'TOO_SHORT', params: { least: Number(issue.minimum) } };
  if (issue.code === 'invalid_format')
    return { code: formats[String(issue.path.at(-1))] ?? 'DEVELOPER_NAME' };
  return { code: 'REQUIRED' };
}

/** The issues of the intended alternative of a union: the one whose fields are present. */
function withoutUnions(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'invalid_union') return [issue];
    const meant = issue.errors.find((inner) => inner.every(({ code }) => code !== 'unrecognized_keys'));
    return meant
      ? withoutUnions(meant.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })))
      : [issue];
  });
}

/**
 * Sets an error at `path` (`settings.idle.statusId`) of the tree that the form library expects. Keeps the first one.
 */
function put(errors: Record<string, unknown>, path: readonly string[], message: string): void {
  let at = errors;
  for (const part of path.slice(0, -1)) at = (at[part] ??= {}) as Record<string, unknown>;
  at[path.at(-1) ?? 'root'] ??= { type: 'rule', message };
}

/**
 * A resolver for React Hook Form. `prepare` converts form values to the request; `check` holds the rules between fields
 * and runs once every field is valid by itself.
 */
export function schemaResolver<Values extends FieldValues>(
  schema: z.ZodType,
  {
    ranges = {},
    prepare = (values) => values,
    check = () => [],
  }: {
    readonly ranges?: Ranges;
    readonly prepare?: (values: Values) => Values;
    readonly check?: (values: Values) => readonly FieldProblem[];
  },
): Resolver<Values> {
  return (given) => {
    const values = prepare(given);
    const errors: Record<string, unknown> = {};
    const result = schema.safeParse(values);
    for (const issue of withoutUnions(result.error?.issues ?? [])) {
      const path = issue.path.map(String);
      // An empty developer name is missing rather than malformed.
      const empty =
        path.reduce<unknown>((at, part) => (at as Record<string, unknown> | null)?.[part], values) === '';
      put(
        errors,
        path,
        problemText(empty ? { code: 'REQUIRED' } : issueProblem(issue, ranges[path.join('.')])),
      );
    }
    if (result.success)
      for (const problem of check(values)) put(errors, problem.field.split('.'), problemText(problem));
    return Object.keys(errors).length > 0
      ? { values: {}, errors: errors as FieldErrors<Values> }
      : { values, errors: {} };
  };
}
