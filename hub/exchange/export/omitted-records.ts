/** What an export omits, as a code with its sentence. */
import { formatText, texts } from '#core/i18n/texts.ts';
import type { Remark } from '#core/setup/import-report.ts';

/** A part of a presence configuration that no Salesforce element represents. */
export type ExportPart = keyof typeof texts.en.exportParts;

export interface OmittedRecord extends Remark {
  readonly code: keyof typeof texts.en.exportRemarks;
}

/**
 * `message` is in English; `parts` are codes, rendered as text in the sentence. Lists are complete: nothing is dropped
 * silently.
 */
export function leftOut(
  code: OmittedRecord['code'],
  params: { readonly name: string } | { readonly names: readonly string[] } | PartsOf,
): OmittedRecord {
  const words = {
    ...params,
    ...('names' in params ? { names: params.names.join(', ') } : {}),
    ...('parts' in params
      ? { parts: params.parts.map((part) => texts.en.exportParts[part]).join(', ') }
      : {}),
  };
  return {
    code,
    message: formatText('en', `exportRemarks.${code}`, words as TextWords),
    params: { ...params },
  };
}

interface PartsOf {
  readonly name: string;
  readonly parts: readonly ExportPart[];
}
type TextWords = Parameters<typeof formatText>[2];
