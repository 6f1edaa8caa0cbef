import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { RecordList } from '../list/record-list.tsx';
import { useOpenedRecord } from '../opened.ts';
import { useSetupSnapshot } from '../setup-snapshot.ts';
import { ProfileForm } from './profile-form.tsx';

/** User profiles: templates of properties. */
export function ProfilesPage() {
  const { t } = useTranslation();
  const { profiles, users, statuses } = useSetupSnapshot();
  const opened = useOpenedRecord(profiles);
  const rows = useMemo(() => {
    const members = Map.groupBy(users, (user) => user.profileId);
    return profiles.map((one) => ({
      id: one.id,
      name: one.name,
      cells: [
        members.get(one.id)?.length ?? 0,
        one.capacity ?? '–',
        statuses.find(({ id }) => id === one.defaultStatusId)?.name ?? '–',
        one.statusIds.length,
      ],
    }));
  }, [profiles, users, statuses]);
  if (opened) return <ProfileForm key={opened.key} opened={opened} />;
  return (
    <RecordList
      place="profiles"
      views={false}
      columns={[
        t('setup.name'),
        t('setup.configuration.users'),
        t('setup.configuration.capacity'),
        t('setup.person.defaultStatus'),
        t('setup.person.statusAccess'),
      ]}
      rows={rows}
    />
  );
}
