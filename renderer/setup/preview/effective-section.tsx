import { useTranslation } from 'react-i18next';
import { explainSettings, type Named } from '#core/settings/effective-settings.ts';
import type { User } from '#core/setup/people.ts';
import type { SetUp } from '#core/settings/agent-view.ts';
import { Section } from '../../controls/section.tsx';
import { usePicture } from '../picture.ts';
import { useSourceText } from './source-text.ts';
import css from './preview.module.css';

/** Every value that applies to the user, and where it comes from: user over profile over configuration; unions. */
export function EffectiveSection({ user, setUp }: { readonly user: User; readonly setUp: SetUp }) {
  const { t } = useTranslation();
  const { queues } = usePicture();
  const say = useSourceText();
  const profile = setUp.profiles.find(({ id }) => id === user.profileId) ?? null;
  const settings = explainSettings({ ...setUp, user, profile });
  const nameIn = (records: ReadonlyArray<{ id: string; name: string }>) => (id: string) =>
    records.find((one) => one.id === id)?.name ?? id;
  const status = (id: string | null) =>
    setUp.statuses.find((one) => one.id === id)?.text ?? t('bases.available');
  const configuration = ({ id }: { readonly id: string | null }) => nameIn(setUp.configurations)(id ?? '');
  const union = (
    setting: string,
    named: ReadonlyArray<Named<string>>,
    name: (id: string) => string,
    none: string,
  ) =>
    [
      setting,
      named.length === 0 ? none : named.map(({ value }) => name(value)).join(', '),
      named.length === 0 ? t('setup.source.nobody') : say.union(named, name),
    ] as const;
  const rows: ReadonlyArray<readonly [setting: string, value: string | number, source: string]> = [
    [
      t('setup.nouns.configuration'),
      configuration(settings.configuration.value),
      say.overruled(
        {
          ...settings.configuration,
          // That there is a default for everyone else need not be said.
          overruled: settings.configuration.overruled.filter(({ source }) => source.level !== 'default'),
        },
        configuration,
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
      status(settings.defaultStatusId.value),
      say.overruled(settings.defaultStatusId, status),
    ],
    union(
      t('setup.person.channels'),
      settings.channels,
      nameIn(setUp.channels),
      t('setup.person.allChannels'),
    ),
    union(t('setup.list.queues'), settings.queues, nameIn(queues), '–'),
    union(t('setup.person.statusAccess'), settings.statuses, nameIn(setUp.statuses), '–'),
  ];
  return (
    <Section title={t('setup.effective.title')}>
      <p>{t('setup.effective.text')}</p>
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
    </Section>
  );
}
