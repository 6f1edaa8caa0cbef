import { useTranslation } from 'react-i18next';
import { Section } from '../form/section.tsx';
import { TwoLists } from '../form/two-lists.tsx';
import { usePicture } from '../picture.ts';

/** Who works under the configuration. A user's own beats the profile's; everyone else has the default one. */
export function AssignSections({ stored }: { readonly stored: { readonly id: string } | null }) {
  const { t } = useTranslation();
  const { users, profiles, configurations } = usePicture();
  const withPresent = (one: { id: string; name: string; presenceConfigurationId: string | null }) => {
    const present = configurations.find(({ id }) => id === one.presenceConfigurationId && id !== stored?.id);
    return {
      id: one.id,
      text: present ? t('setup.configuration.nowIn', { name: one.name, from: present.name }) : one.name,
    };
  };
  return (
    <>
      <Section title={t('setup.configuration.assignUsers')}>
        <TwoLists
          name="userIds"
          label={t('setup.configuration.users')}
          available={t('setup.configuration.availableUsers')}
          selected={t('setup.configuration.selectedUsers')}
          all={users.map(withPresent)}
          hint={t('setup.configuration.assignUsersHint')}
        />
      </Section>
      <Section title={t('setup.configuration.assignProfiles')}>
        <TwoLists
          name="profileIds"
          label={t('setup.configuration.profiles')}
          available={t('setup.configuration.availableProfiles')}
          selected={t('setup.configuration.selectedProfiles')}
          all={profiles.map(withPresent)}
          hint={t('setup.configuration.assignProfilesHint')}
        />
      </Section>
    </>
  );
}
