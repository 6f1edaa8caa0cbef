import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { RecordList } from '../list/record-list.tsx';
import { useOpenedRecord } from '../opened.ts';
import { useSetupSnapshot } from '../setup-snapshot.ts';
import { ConfigurationForm } from './configuration-form.tsx';

/** Presence configurations, with the number of users each is assigned to. */
export function ConfigurationsPage() {
  const { t } = useTranslation();
  const { configurations, users, profiles } = useSetupSnapshot();
  const opened = useOpenedRecord(configurations);
  const rows = useMemo(() => {
    const usersOf = Map.groupBy(users, (user) => user.presenceConfigurationId);
    const profilesOf = Map.groupBy(profiles, (profile) => profile.presenceConfigurationId);
    return configurations.map((one) => ({
      id: one.id,
      name: one.name,
      cells: [one.settings.capacity, usersOf.get(one.id)?.length ?? 0, profilesOf.get(one.id)?.length ?? 0],
    }));
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
