/** Remarks of an import or an export, in the user's language. */
import { useTranslation } from 'react-i18next';
import type { ImportReport, Remark } from '#core/setup/import-report.ts';
import { BaseStatus, RoutingModel } from '#core/vocabulary.ts';
import { knownText, settingText } from '../../i18n/known-text.ts';

const MAX_NAMES_SHOWN = 10;

export function useRemarks() {
  const { t } = useTranslation();
  const setting = (name: string) => settingText(t, name);
  const words = (value: Remark['params'][string]) =>
    typeof value !== 'object'
      ? value
      : value.length <= MAX_NAMES_SHOWN
        ? value.join(', ')
        : `${value.slice(0, MAX_NAMES_SHOWN).join(', ')} … (${value.length})`;
  const inWords = (key: string, value: Remark['params'][string]) => {
    if (key === 'setting') return setting(String(value));
    const base = BaseStatus.safeParse(value);
    const model = RoutingModel.safeParse(value);
    if (key === 'used' && base.success) return t(`bases.${base.data}`);
    if (key === 'used' && model.success) return t(`routingModels.${model.data}`);
    return words(value);
  };
  const remark = ({ code, params, message }: Remark): string => {
    const named = Object.fromEntries(
      Object.entries(params).map(([key, value]) => [key, inWords(key, value)]),
    );
    // The rules of presence configurations have sentences of their own, and so do the reasons why a file is skipped.
    if (typeof params.rule === 'string')
      named.sentence = knownText(t, `validation.${params.rule}`, named) ?? named.sentence!;
    if (typeof params.fault === 'string')
      named.why = knownText(t, `importFaults.${params.fault}`, named) ?? named.why!;
    return knownText(t, `importRemarks.${code}`, named) ?? message;
  };
  /** What could not be exported. Lists are complete here: nothing is lost silently. */
  const leftOut = ({ code, params, message }: Remark): string => {
    const { parts, names } = params;
    const named = {
      ...params,
      ...(Array.isArray(names) ? { names: names.join(', ') } : {}),
      ...(Array.isArray(parts)
        ? { parts: parts.map((part: string) => knownText(t, `exportParts.${part}`) ?? part).join(', ') }
        : {}),
    };
    return knownText(t, `exportRemarks.${code}`, named) ?? message;
  };
  /** Files and tables that were not read, by their kind. */
  const otherKind = ({ code, table, ...one }: ImportReport['otherFiles'][number]): string =>
    t('system.import.otherKind', {
      ...one,
      ...(code ? { context: code } : {}),
      table: table ?? t('system.import.unknownTable'),
    });
  return { remark, setting, leftOut, otherKind };
}
