/** Every remark of an import about a record, as a code with its sentence. */
import { texts } from '#core/i18n/texts.ts';
import type { Remark as AnyRemark } from '#core/setup/import-report.ts';
import { type Fault, faultText } from './sources/source-entry.ts';

export type RemarkCode = keyof typeof texts.en.importRemarks;

/** `message` is in English, for users; programs use the code. */
export interface Remark extends AnyRemark {
  readonly code: RemarkCode;
}

export function remark(code: RemarkCode, params: Remark['params'] = {}): Remark {
  const message = texts.en.importRemarks[code].replace(/\{\{(\w+)\}\}/g, (_, key: string) => {
    const value = params[key] ?? '';
    return Array.isArray(value) ? listed(value as readonly string[]) : String(value);
  });
  return { code, message, params };
}

/** A skipped file, or an unreadable source, with the reason. `params.fault` is the code of the reason. */
export const unreadable = (code: 'FILE_UNREADABLE' | 'SOURCE_UNREADABLE', why: Fault): Remark =>
  remark(code, { ...why.params, fault: why.code, why: faultText(why) });

const MAX_NAMES_SHOWN = 10;

const listed = (names: readonly string[]) =>
  names.length <= MAX_NAMES_SHOWN
    ? names.join(', ')
    : `${names.slice(0, MAX_NAMES_SHOWN).join(', ')} and ${names.length - MAX_NAMES_SHOWN} more`;
