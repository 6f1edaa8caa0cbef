/** What an import says, in the reader's language. */
import { useTranslation } from 'react-i18next';
import type { Remark } from '#core/setup/import-report.ts';
import { knownText, settingText } from '../../i18n/known-text.ts';

const SHOWN = 10;

export function useRemarks() {
  const { t } = useTranslation();
  const setting = (name: string) => settingText(t, name);
  const words = (value: Remark['params'][string]) =>
    typeof value !== 'object'
      ? value
      : value.length <= SHOWN
        ? value.join(', ')
        : `${value.slice(0, SHOWN).join(', ')} … (${value.length})`;
  const remark = ({ code, params, message }: Remark): string => {
    const named = Object.fromEntries(
      Object.entries(params).map(([key, value]) => [
        key,
        key === 'setting' ? setting(String(value)) : words(value),
      ]),
    );
    // The rules of presence configurations have sentences of their own.
    if (typeof params.rule === 'string')
      named.sentence = knownText(t, `validation.${params.rule}`, named) ?? named.sentence!;
    return knownText(t, `importRemarks.${code}`, named) ?? message;
  };
  return { remark, setting };
}
