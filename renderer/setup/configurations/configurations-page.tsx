import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { RecordList } from '../list/record-list.tsx';
import { useOpened } from '../opened.ts';
import { usePicture } from '../picture.ts';
import { ConfigurationForm } from './configuration-form.tsx';

/** How many of these are assigned to each configuration. */
function countAssigned(records: ReadonlyArray<{ readonly presenceConfigurationId: string | null }>) {
  const counts = new Map<string | null, number>();
  for (const { presenceConfigurationId: id } of records) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

/** Presence configurations, with how many people each is assigned to. */
export function ConfigurationsPage() {
  const { t } = useTranslation();
  const { configurations, users, profiles } = usePicture();
  const opened = useOpened(configurations);
  const rows = useMemo(() => {
    const [ofUsers, ofProfiles] = [countAssigned(users), countAssigned(profiles)];
    return configurations
      .map((one) => ({
        id: one.id,
        name: one.name,
        active: true,
        cells: [one.settings.capacity, ofUsers.get(one.id) ?? 0, ofProfiles.get(one.id) ?? 0],
      }))
      .sort((a, b) => a.name.localeCompare(b.name));
  }, [configurations, users, profiles]);
  if (opened) return <ConfigurationForm key={opened.key} opened={opened} />;
  return (
    <RecordList
      place="configurations"
      views={false}
      columns={[
        t('setup.name'),
        t('setup.configuration.capacity'),
        t('setup.configuration.users'),
        t('setup.configuration.profiles'),
      ]}
      rows={rows}
    />
  );
}
