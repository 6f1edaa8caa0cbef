/** What an import says, in the reader's language. */
import { useTranslation } from 'react-i18next';
import type { Remark } from '#core/setup/import-report.ts';

const SHOWN = 10;

export function useRemarks() {
  const { t, i18n } = useTranslation();
  const known = (key: string, params: object = {}) =>
    i18n.exists(key) ? (t as (key: string, params: object) => string)(key, params) : null;
  /** A setting by the name it has in its form; what has none there keeps the name of the source. */
  const setting = (name: string) =>
    known(`setup.configuration.${name.replace(/^settings\./, '')}`) ?? known(`setup.${name}`) ?? name;
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
      named.sentence = known(`validation.${params.rule}`, named) ?? named.sentence!;
    return known(`importRemarks.${code}`, named) ?? message;
  };
  return { remark, setting };
}
