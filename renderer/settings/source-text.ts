import { useTranslation } from 'react-i18next';
import type { Explained, Named, SettingSource } from '#core/settings/effective-settings.ts';

/** Names the source of a setting, and the values of the levels below. */
export function useSourceText() {
  const { t } = useTranslation();
  const from = ({ level, name }: SettingSource): string =>
    level === 'default' && name === '' ? t('setup.source.product') : t(`setup.source.${level}`, { name });
  const overruled = <Value>(explained: Explained<Value>, show: (value: Value) => string | number): string =>
    [
      from(explained.source),
      ...explained.overruled.map(({ value, source }) =>
        t('setup.source.says', { who: from(source), value: show(value) }),
      ),
    ].join('; ');
  /** Of a union: the sources of its members. */
  const union = (named: ReadonlyArray<Named<string>>, show: (id: string) => string): string => {
    const sources = new Map<string, string[]>();
    for (const { value, source, also } of named)
      for (const one of [source, ...also]) {
        const who = from(one);
        sources.set(who, [...(sources.get(who) ?? []), show(value)]);
      }
    return [...sources]
      .map(([who, values]) => t('setup.source.names', { who, values: values.join(', ') }))
      .join('; ');
  };
  return { from, overruled, union };
}
