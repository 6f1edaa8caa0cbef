/**
 * The texts of the domain in every language, and a small formatter, so that the hub, logs and the tray can render a
 * sentence without a library. The tables are i18next resources; both give the same sentences.
 */
import type { ErrorCode } from '../errors.ts';
import type { Language } from '../vocabulary.ts';
import { en } from './en.ts';
import { ko } from './ko.ts';

type English = typeof en;

/** Another language has exactly the keys of English, without `_one` where the language has one plural form. */
type Translation<Table> = {
  readonly [Key in keyof Table as Key extends `${string}_one` ? never : Key]: Table[Key] extends string
    ? string
    : Translation<Table[Key]>;
};

/** Fails to compile when a key is missing or when English does not have it. */
const exactly = <Table extends Translation<English>>(
  table: Table & (Unknown<Table, Translation<English>> extends never ? unknown : never),
): Table => table;
type Unknown<Table, Known> = {
  [Key in keyof Table]: Key extends keyof Known
    ? Table[Key] extends string
      ? never
      : Unknown<Table[Key], Known[Key]>
    : Key;
}[keyof Table];

export const texts = { en, ko: exactly(ko) } as const;

type Leaf<Table> = {
  [Key in keyof Table & string]: Table[Key] extends string
    ? Key extends `${infer Plain}_${'one' | 'other'}`
      ? Plain
      : Key
    : `${Key}.${Leaf<Table[Key]>}`;
}[keyof Table & string];
/** The key of a text: `errors.TOO_LATE`. */
export type TextKey = Leaf<English>;

export type TextParams = Readonly<Record<string, string | number>>;

/**
 * The options that select the variant of a text: `context` as given, else `how` (how a transfer came back), else
 * whether there is an `owner` (for TOO_LATE). Pass them to i18next as well: `t(key, textOptions(params))`.
 */
export function textOptions(params: TextParams): TextParams {
  const context = params.context ?? params.how ?? (params.owner ? 'taken' : undefined);
  return context === undefined ? params : { ...params, context };
}

/** The sentence for a key. A missing parameter leaves its place empty; an unknown key returns the key itself. */
export function formatText(language: Language, key: TextKey, params: TextParams = {}): string {
  return format(language, key, textOptions(params));
}

/** The sentence of an error: what was wrong, and how to correct it. */
export const errorText = (
  language: Language,
  error: { readonly code: ErrorCode; readonly params?: TextParams },
): string => formatText(language, `errors.${error.code}`, error.params);

function format(language: Language, key: string, params: TextParams): string {
  const template = variantsOf(language, key, params)
    .map((variant) => find(language, variant))
    .find((text) => text !== undefined);
  if (template === undefined) return key;
  // One pass over the template: inserted user input is never scanned again.
  return template.replace(
    /\$t\(([^(){}]*)\{\{(\w+)\}\}\)|\{\{(\w+)\}\}/g,
    (_, place: string | undefined, code: string, name: string) =>
      place === undefined
        ? String(params[name] ?? '')
        : format(language, `${place}${params[code] ?? ''}`, {}),
  );
}

/** From the most specific key to the plain one, in i18next's lookup order. */
function variantsOf(language: Language, key: string, { context, count }: TextParams): string[] {
  const keys = context === undefined ? [key] : [`${key}_${context}`, key];
  if (typeof count !== 'number') return keys;
  const plural = new Intl.PluralRules(language).select(count);
  return keys.flatMap((one) => [`${one}_${plural}`, one]);
}

function find(language: Language, key: string): string | undefined {
  let at: unknown = texts[language];
  for (const part of key.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return undefined;
    at = (at as Record<string, unknown>)[part];
  }
  return typeof at === 'string' ? at : undefined;
}
