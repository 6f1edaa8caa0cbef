import { useTranslation } from 'react-i18next';
import type { NamedSettings } from '#core/settings/named-settings.ts';
import { useSourceText } from './source-text.ts';
import css from './settings-table.module.css';

type Ones = NamedSettings['queues'];

/** Every value that applies to a user, and its source: user over profile over configuration; unions. */
export function EffectiveTable({ settings }: { readonly settings: NamedSettings }) {
  const { t } = useTranslation();
  const say = useSourceText();
  const union = (setting: string, ones: Ones, none: string) =>
    [
      setting,
      ones.length === 0 ? none : ones.map(({ value }) => value).join(', '),
      ones.length === 0 ? t('setup.source.nobody') : say.union(ones, (name) => name),
    ] as const;
  const status = (text: string | null) => text ?? t('bases.available');
  const rows: ReadonlyArray<readonly [setting: string, value: string | number, source: string]> = [
    [
      t('setup.nouns.configuration'),
      settings.configuration.value,
      say.overruled(
        {
          ...settings.configuration,
          // The default for everyone else needs no mention.
          overruled: settings.configuration.overruled.filter(({ source }) => source.level !== 'default'),
        },
        (name) => name,
      ),
    ],
    [
      t('setup.configuration.capacity'),
      settings.capacity.value,
      say.overruled(settings.capacity, (value) => value),
    ],
    [
      t('setup.configuration.interruptibleCapacity'),
      settings.interruptibleCapacity.value,
      say.from(settings.interruptibleCapacity.source),
    ],
    [
      t('setup.person.defaultStatus'),
      status(settings.defaultStatus.value),
      say.overruled(settings.defaultStatus, status),
    ],
    union(t('setup.person.channels'), settings.channels, t('setup.person.allChannels')),
    union(t('setup.list.queues'), settings.queues, '–'),
    union(t('setup.person.statusAccess'), settings.statuses, '–'),
  ];
  return (
    <table className={css.table} aria-label={t('setup.effective.title')}>
      <thead>
        <tr>
          <th scope="col">{t('setup.effective.setting')}</th>
          <th scope="col">{t('setup.effective.value')}</th>
          <th scope="col">{t('setup.effective.source')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([setting, value, source]) => (
          <tr key={setting}>
            <th scope="row">{setting}</th>
            <td>{value}</td>
            <td>{source}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
