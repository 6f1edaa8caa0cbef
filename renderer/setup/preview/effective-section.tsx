import { useTranslation } from 'react-i18next';
import type { SetUp } from '#core/settings/agent-view.ts';
import { explainSettings } from '#core/settings/effective-settings.ts';
import { namedSettings } from '#core/settings/named-settings.ts';
import type { User } from '#core/setup/people.ts';
import { Section } from '../../controls/section.tsx';
import { EffectiveTable } from '../../settings/effective-table.tsx';
import { useSetupSnapshot } from '../setup-snapshot.ts';

/** What applies to the user of this form, with unsaved changes included. */
export function EffectiveSection({ user, setUp }: { readonly user: User; readonly setUp: SetUp }) {
  const { t } = useTranslation();
  const { queues } = useSetupSnapshot();
  const profile = setUp.profiles.find(({ id }) => id === user.profileId) ?? null;
  const nameIn = (records: ReadonlyArray<{ id: string; name: string }>) => (id: string) =>
    records.find((one) => one.id === id)?.name ?? id;
  const settings = namedSettings(explainSettings({ ...setUp, user, profile }), {
    configuration: nameIn(setUp.configurations),
    status: (id) => setUp.statuses.find((one) => one.id === id)?.text ?? id,
    channel: nameIn(setUp.channels),
    queue: nameIn(queues),
  });
  return (
    <Section title={t('setup.effective.title')}>
      <p>{t('setup.effective.text')}</p>
      <EffectiveTable settings={settings} />
    </Section>
  );
}
