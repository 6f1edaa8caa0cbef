import { useCallback } from 'react';
import { useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import type { Move } from '#core/contract/setup.ts';
import { noProperties, UserProfile } from '#core/setup/people.ts';
import { checkProfile } from '#core/setup/record-rules.ts';
import { Id } from '#core/vocabulary.ts';
import { bridge } from '../../bridge/connection.ts';
import { Section } from '../../controls/section.tsx';
import { FormArea } from '../form/fields.tsx';
import { fieldsOf } from '../form/fields-of.ts';
import { membership } from '../form/membership.ts';
import { useMoveConfirmation } from '../form/moves-dialog.tsx';
import { NameFields } from '../form/names.tsx';
import { RecordForm } from '../form/record-form.tsx';
import { RecordPicker, useCurrentAssignments } from '../form/record-picker.tsx';
import type { Opened } from '../opened.ts';
import { useSetupSnapshot } from '../setup-snapshot.ts';
import { propertyRanges, PropertySections } from './properties.tsx';

/** The profile, the queues that have it as a member, and the users who have it. */
const Schema = UserProfile.omit({ id: true, version: true }).extend({
  queueIds: z.array(Id),
  userIds: z.array(Id),
});
type Values = z.infer<typeof Schema>;

const empty: Values = {
  name: '',
  developerName: '',
  description: '',
  ...noProperties,
  queueIds: [],
  userIds: [],
};
/** A user has one profile: a copy starts without users. */
const copied = { userIds: [] };

export function ProfileForm({ opened }: { readonly opened: Opened<UserProfile> }) {
  const { t } = useTranslation();
  const picture = useSetupSnapshot();
  const { queues, users, profiles } = picture;
  const { ask, dialog } = useMoveConfirmation(t('setup.person.movesTitle'), t('setup.person.movesText'));
  const valuesOf = useCallback(
    (profile: UserProfile): Values => ({
      ...fieldsOf(profile),
      queueIds: queues.filter((queue) => queue.memberProfileIds.includes(profile.id)).map(({ id }) => id),
      userIds: users.filter((user) => user.profileId === profile.id).map(({ id }) => id),
    }),
    [queues, users],
  );
  /** Users who have another profile now and would lose it. */
  const movesOf = (ids: readonly string[]): Move[] => {
    const joining = new Set(ids);
    return users.flatMap(({ id, name, profileId }) => {
      const from = joining.has(id) ? profiles.find((profile) => profile.id === profileId) : undefined;
      return from ? [{ kind: 'user', id, name, from: from.name }] : [];
    });
  };
  return (
    <>
      <RecordForm
        place="profiles"
        opened={opened}
        empty={empty}
        valuesOf={valuesOf}
        copied={copied}
        prefix="profile"
        schema={Schema}
        ranges={propertyRanges}
        save={async ({ record: { queueIds, userIds, ...record }, ...given }, before) => {
          const members = membership(before.userIds, userIds);
          if (!(await ask(movesOf(members?.add ?? [])))) return null;
          return bridge.setup.save.profile({
            ...given,
            record,
            queues: membership(before.queueIds, queueIds),
            members,
          });
        }}
      >
        <Section title={t('setup.basicInformation')}>
          <NameFields prefix="profile" saved={opened.stored !== null} />
          <FormArea name="description" label={t('setup.status.description')} />
        </Section>
        <Properties />
        <Members ownId={opened.stored?.id ?? null} />
      </RecordForm>
      {dialog}
    </>
  );
}

function Properties() {
  const { t } = useTranslation();
  const picture = useSetupSnapshot();
  return (
    <PropertySections
      verdict={checkProfile(useWatch() as Values, picture)}
      words={{
        capacity: t('setup.person.capacityOfProfile'),
        status: t('setup.person.statusNotSet'),
        configuration: t('setup.person.configurationNotSet'),
        statuses: t('setup.person.statusesOfProfile'),
        queues: t('setup.person.queuesOfProfile'),
      }}
    />
  );
}

const profileOf = (user: { readonly profileId: string | null }) => user.profileId;

function Members({ ownId }: { readonly ownId: string | null }) {
  const { t } = useTranslation();
  const { users, profiles } = useSetupSnapshot();
  return (
    <Section title={t('setup.configuration.users')}>
      <RecordPicker
        of="users"
        name="userIds"
        label={t('setup.configuration.users')}
        all={useCurrentAssignments(users, profileOf, profiles, ownId)}
        hint={t('setup.person.onePerUser')}
      />
    </Section>
  );
}
