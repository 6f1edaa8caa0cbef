import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { SetupSnapshot } from '#core/contract/setup.ts';
import { isOmniChannelUser } from '#core/setup/people.ts';
import { DEFAULT_CONFIGURATION_DEVELOPER_NAME } from '#core/setup/presence-configuration.ts';
import { Role } from '#core/vocabulary.ts';
import { type Filter, RecordList } from '../list/record-list.tsx';
import { useOpenedRecord } from '../opened.ts';
import { useSetupSnapshot } from '../setup-snapshot.ts';
import { UserForm } from './user-form.tsx';

/** All users who can sign in; those who take part in routing are omni-channel users. */
export function UsersPage() {
  const { t } = useTranslation();
  const picture = useSetupSnapshot();
  const { users, profiles } = picture;
  const opened = useOpenedRecord(users);
  const filters = useMemo(
    (): Filter[] => [
      {
        label: t('setup.user.who'),
        options: [
          { tag: '', text: t('setup.user.everybody') },
          { tag: 'omni', text: t('setup.user.omniChannel') },
        ],
      },
      {
        label: t('setup.user.role'),
        options: [
          { tag: '', text: t('setup.user.anyRole') },
          ...Role.options.map((role) => ({ tag: role, text: t(`roles.${role}`) })),
        ],
      },
      {
        label: t('setup.nouns.profile'),
        options: [
          { tag: '', text: t('setup.user.anyProfile') },
          ...profiles.map(({ id, name }) => ({ tag: `profile ${id}`, text: name })),
        ],
      },
    ],
    [profiles, t],
  );
  const rows = useMemo(() => {
    const capacityOf = capacities(picture);
    const names = new Map(profiles.map(({ id, name }) => [id, name]));
    return users.map((one) => ({
      id: one.id,
      name: one.name,
      active: one.active,
      tags: [...one.roles, `profile ${one.profileId}`, ...(isOmniChannelUser(one) ? ['omni'] : [])],
      cells: [
        one.username,
        one.roles.map((role) => t(`roles.${role}`)).join(', ') || '–',
        names.get(one.profileId ?? '') ?? '–',
        capacityOf(one),
      ],
    }));
  }, [picture, users, profiles, t]);
  if (opened) return <UserForm key={opened.key} opened={opened} />;
  return (
    <RecordList
      place="users"
      filters={filters}
      columns={[
        t('setup.name'),
        t('setup.user.username'),
        t('setup.user.roles'),
        t('setup.nouns.profile'),
        t('setup.configuration.capacity'),
      ]}
      rows={rows}
    />
  );
}

/** The effective capacity of thousands of users: user over profile over configuration. */
function capacities({ profiles, configurations }: SetupSnapshot) {
  const byId = new Map(profiles.map((profile) => [profile.id, profile]));
  const ofConfiguration = new Map(configurations.map(({ id, settings }) => [id, settings.capacity]));
  const standard = configurations.find(
    ({ developerName }) => developerName === DEFAULT_CONFIGURATION_DEVELOPER_NAME,
  );
  return (user: SetupSnapshot['users'][number]): number => {
    const profile = byId.get(user.profileId ?? '');
    const assigned = [user.presenceConfigurationId, profile?.presenceConfigurationId, standard?.id];
    const configured = assigned.map((id) => ofConfiguration.get(id ?? '')).find((one) => one !== undefined);
    return user.capacity ?? profile?.capacity ?? configured ?? 0;
  };
}
