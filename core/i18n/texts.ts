/**
 * The words of the business in every language, and a small formatter, so that the hub, logs and the tray can make a
 * sentence without a library. The tables are i18next resources as they are; both give the same sentences.
 */
import type { ErrorCode } from '../errors.ts';
import type { Language } from '../vocabulary.ts';
import { en } from './en.ts';
import { ko } from './ko.ts';

type English = typeof en;

/** Another language has exactly the keys of English; `_one` is left out where the language has one plural form. */
type Translation<Table> = {
  readonly [Key in keyof Table as Key extends `${string}_one` ? never : Key]: Table[Key] extends string
    ? string
    : Translation<Table[Key]>;
};

/** Fails to compile when a key is missing, and when one is there that English does not have. */
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
/** A text by its place: `errors.TOO_LATE`. */
export type TextKey = Leaf<English>;

export type TextParams = Readonly<Record<string, string | number>>;

/**
 * The options that pick the variant of a text: `context` as it is, else `how` (how a transfer came back), else that
 * there is an `owner` (of what came too late). Give them to i18next as well: `t(key, textOptions(params))`.
 */
export function textOptions(params: TextParams): TextParams {
  const context = params.context ?? params.how ?? (params.owner ? 'taken' : undefined);
  return context === undefined ? params : { ...params, context };
}

/** The sentence for a key. A parameter that is not given leaves its place empty; an unknown key gives the key itself. */
export function formatText(language: Language, key: TextKey, params: TextParams = {}): string {
  return format(language, key, textOptions(params));
}

/** The sentence of an error: what was wrong, and what would be right. */
export const errorText = (
  language: Language,
  error: { readonly code: ErrorCode; readonly params?: TextParams },
): string => formatText(language, `errors.${error.code}`, error.params);

function format(language: Language, key: string, params: TextParams): string {
  const template = variantsOf(language, key, params)
    .map((variant) => find(language, variant))
    .find((text) => text !== undefined);
  if (template === undefined) return key;
  // One walk over the template: what a person typed is put in and never looked at again.
  return template.replace(
    /\$t\(([^(){}]*)\{\{(\w+)\}\}\)|\{\{(\w+)\}\}/g,
    (_, place: string | undefined, code: string, name: string) =>
      place === undefined
        ? String(params[name] ?? '')
        : format(language, `${place}${params[code] ?? ''}`, {}),
  );
}

/** From the most particular to the plain key, as i18next looks them up. */
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
