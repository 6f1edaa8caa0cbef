import { useTranslation } from 'react-i18next';
import { useUi } from '../../state/ui-store.ts';
import { RecordList } from '../list/record-list.tsx';
import { usePicture } from '../picture.ts';
import { NEW } from '../places.ts';
import { ConfigurationForm } from './configuration-form.tsx';

/** Presence configurations, with how many people each is assigned to. */
export function ConfigurationsPage() {
  const { t } = useTranslation();
  const { configurations, users, profiles } = usePicture();
  const [, id, copied] = useUi((ui) => ui.place);
  const configuration = configurations.find((one) => one.id === (id === NEW ? copied : id));
  if (id === NEW || configuration)
    return (
      <ConfigurationForm
        key={id === NEW ? NEW : `${configuration?.id} ${configuration?.version}`}
        configuration={configuration}
        isNew={id === NEW}
      />
    );
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
      rows={configurations
        .map((one) => ({
          id: one.id,
          name: one.name,
          active: true,
          cells: [
            one.settings.capacity,
            users.filter((user) => user.presenceConfigurationId === one.id).length,
            profiles.filter((profile) => profile.presenceConfigurationId === one.id).length,
          ],
        }))
        .sort((a, b) => a.name.localeCompare(b.name))}
    />
  );
}
