import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Section } from '../../controls/section.tsx';
import { TwoLists } from '../form/two-lists.tsx';
import { usePicture } from '../picture.ts';

/** Who works under the configuration. A user's own beats the profile's; everyone else has the default one. */
export function AssignSections({ stored }: { readonly stored: { readonly id: string } | null }) {
  const { t } = useTranslation();
  const { users, profiles, configurations } = usePicture();
  const storedId = stored?.id;
  const [listedUsers, listedProfiles] = useMemo(() => {
    const names = new Map(configurations.map(({ id, name }) => [id, name]));
    const withPresent = (one: { id: string; name: string; presenceConfigurationId: string | null }) => {
      const { presenceConfigurationId: id } = one;
      const from = id !== null && id !== storedId ? names.get(id) : undefined;
      return {
        id: one.id,
        text: from ? t('setup.configuration.nowIn', { name: one.name, from }) : one.name,
      };
    };
    return [users.map(withPresent), profiles.map(withPresent)];
  }, [users, profiles, configurations, storedId, t]);
  return (
    <>
      <Section title={t('setup.configuration.assignUsers')}>
        <TwoLists
          name="userIds"
          label={t('setup.configuration.users')}
          available={t('setup.configuration.availableUsers')}
          selected={t('setup.configuration.selectedUsers')}
          all={listedUsers}
          hint={t('setup.configuration.assignUsersHint')}
        />
      </Section>
      <Section title={t('setup.configuration.assignProfiles')}>
        <TwoLists
          name="profileIds"
          label={t('setup.configuration.profiles')}
          available={t('setup.configuration.availableProfiles')}
          selected={t('setup.configuration.selectedProfiles')}
          all={listedProfiles}
          hint={t('setup.configuration.assignProfilesHint')}
        />
      </Section>
    </>
  );
}
