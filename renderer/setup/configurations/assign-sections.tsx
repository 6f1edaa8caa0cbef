import { useTranslation } from 'react-i18next';
import { Section } from '../../controls/section.tsx';
import { RecordPicker, useCurrentAssignments } from '../form/record-picker.tsx';
import { useSetupSnapshot } from '../setup-snapshot.ts';

const configurationOf = (one: { readonly presenceConfigurationId: string | null }) =>
  one.presenceConfigurationId;

/**
 * Who works under the configuration. A user's own takes precedence over the profile's; everyone else has the default
 * one.
 */
export function AssignSections({ stored }: { readonly stored: { readonly id: string } | null }) {
  const { t } = useTranslation();
  const { users, profiles, configurations } = useSetupSnapshot();
  const own = stored?.id ?? null;
  const usersNow = useCurrentAssignments(users, configurationOf, configurations, own);
  const profilesNow = useCurrentAssignments(profiles, configurationOf, configurations, own);
  return (
    <>
      <Section title={t('setup.configuration.assignUsers')}>
        <RecordPicker
          of="users"
          name="userIds"
          label={t('setup.configuration.users')}
          all={usersNow}
          hint={t('setup.configuration.assignUsersHint')}
        />
      </Section>
      <Section title={t('setup.configuration.assignProfiles')}>
        <RecordPicker
          of="profiles"
          name="profileIds"
          label={t('setup.configuration.profiles')}
          all={profilesNow}
          hint={t('setup.configuration.assignProfilesHint')}
        />
      </Section>
    </>
  );
}
