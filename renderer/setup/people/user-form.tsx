import { useCallback } from 'react';
import { useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { Password } from '#core/contract/setup.ts';
import { explainSettings } from '#core/settings/effective-settings.ts';
import { isOmniChannelUser, newUser, User } from '#core/setup/people.ts';
import { checkUser } from '#core/setup/record-rules.ts';
import { Id, Language, Role } from '#core/vocabulary.ts';
import { bridge } from '../../bridge/connection.ts';
import { Section } from '../../controls/section.tsx';
import { FormChoices, FormGroup, FormOptionalText, FormSelect, FormText } from '../form/fields.tsx';
import { fieldsOf } from '../form/fields-of.ts';
import { membership } from '../form/membership.ts';
import { withNoneOption, pickable } from '../form/pickable.ts';
import { RecordForm } from '../form/record-form.tsx';
import { RecordPicker } from '../form/record-picker.tsx';
import type { Opened } from '../opened.ts';
import { useSetupSnapshot } from '../setup-snapshot.ts';
import { EffectiveSection } from '../preview/effective-section.tsx';
import { PreviewSection } from '../preview/preview-section.tsx';
import { propertyRanges, PropertySections } from './properties.tsx';
import { SetPassword } from './set-password.tsx';
import css from '../form/form.module.css';

/** The user, the queues that have the user as a member, and the password of a new one. */
const Schema = User.omit({ id: true, version: true }).extend({
  queueIds: z.array(Id),
  password: Password.nullable(),
});
type Values = z.infer<typeof Schema>;

const empty: Values = { username: '', name: '', ...newUser, queueIds: [], password: null };
/** Names and the password belong to one user. */
const copied = { username: '', firstName: '', nickname: '', alias: '' };
const languageNames: Readonly<Record<Language, string>> = { en: 'English', ko: '한국어' };

/** The user with the current form values, for the explanations. */
function useUserNow(id: string): User {
  const { queueIds: _queues, password: _password, ...user } = useWatch() as Values;
  return { ...user, id, version: 1 };
}

export function UserForm({ opened }: { readonly opened: Opened<User> }) {
  const picture = useSetupSnapshot();
  const { queues } = picture;
  const { stored } = opened;
  const valuesOf = useCallback(
    (user: User): Values => ({
      ...fieldsOf(user),
      queueIds: queues.filter((queue) => queue.memberUserIds.includes(user.id)).map(({ id }) => id),
      password: null,
    }),
    [queues],
  );
  return (
    <RecordForm
      place="users"
      opened={opened}
      empty={empty}
      valuesOf={valuesOf}
      copied={copied}
      prefix="user"
      schema={Schema}
      ranges={propertyRanges}
      save={({ record: { queueIds, password, ...record }, ...given }, before) =>
        bridge.setup.save.user({
          ...given,
          record,
          password,
          queues: membership(before.queueIds, queueIds),
        })
      }
      active={stored?.active ?? null}
      actions={stored && <SetPassword userId={stored.id} name={stored.name} />}
    >
      <BasicInformation isNew={stored === null} />
      <Properties id={stored?.id ?? ''} />
      <Explained id={stored?.id ?? ''} />
    </RecordForm>
  );
}

function BasicInformation({ isNew }: { readonly isNew: boolean }) {
  const { t } = useTranslation();
  const roles = useWatch({ name: 'roles' }) as Values['roles'];
  return (
    <Section title={t('setup.basicInformation')}>
      <FormText name="name" label={t('setup.name')} />
      <FormText name="username" label={t('setup.user.username')} hint={t('setup.user.usernameHint')} />
      {isNew && (
        <FormOptionalText
          name="password"
          type="password"
          label={t('setup.user.password')}
          hint={t('setup.user.passwordHint')}
        />
      )}
      <div className={css.pair}>
        <FormText name="firstName" label={t('setup.user.firstName')} />
        <FormText name="nickname" label={t('setup.user.nickname')} />
        <FormText name="alias" label={t('setup.user.alias')} hint={t('setup.user.aliasHint')} />
        <FormSelect
          name="language"
          label={t('setup.user.language')}
          options={withNoneOption(
            t('setup.user.languageOfDevice'),
            Language.options.map((id) => ({ id, text: languageNames[id] })),
          )}
        />
      </div>
      <FormChoices
        name="roles"
        label={t('setup.user.roles')}
        hint={t(isOmniChannelUser({ roles }) ? 'setup.user.isOmniChannel' : 'setup.user.notOmniChannel')}
        options={Role.options.map((role) => ({ value: role, text: t(`roles.${role}`) }))}
      />
      {roles.includes('supervisor') && <Supervision />}
    </Section>
  );
}

/** A supervisor's scope: everything, or some queues and profiles. */
function Supervision() {
  const { t } = useTranslation();
  const limited = useWatch({ name: 'supervises' }) as Values['supervises'];
  return (
    <>
      <FormGroup
        name="supervises"
        label={t('setup.user.supervisesSome')}
        hint={t('setup.user.supervisesHint')}
        begin={{ queueIds: [], profileIds: [] }}
      />
      {limited && (
        <div className={css.inner}>
          <RecordPicker
            of="queues"
            name="supervises.queueIds"
            label={t('setup.user.supervisedQueues')}
            available={t('setup.configuration.availableOf', { what: t('setup.list.queues') })}
            selected={t('setup.user.supervisedQueues')}
          />
          <RecordPicker
            of="profiles"
            name="supervises.profileIds"
            label={t('setup.user.supervisedProfiles')}
            available={t('setup.configuration.availableOf', { what: t('setup.places.profiles') })}
            selected={t('setup.user.supervisedProfiles')}
          />
        </div>
      )}
    </>
  );
}

function Properties({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const picture = useSetupSnapshot();
  const user = useUserNow(id);
  const profile = picture.profiles.find((one) => one.id === user.profileId) ?? null;
  const inherited = explainSettings({
    user: { ...user, capacity: null, defaultStatusId: null, presenceConfigurationId: null },
    profile,
    configurations: picture.configurations,
    queues: [],
  });
  const statusId = inherited.defaultStatusId.value;
  const status = picture.statuses.find((one) => one.id === statusId);
  const configuration = picture.configurations.find((one) => one.id === inherited.configuration.value.id);
  return (
    <PropertySections
      verdict={checkUser(user, picture)}
      words={{
        capacity: t('setup.person.otherwise', { value: inherited.capacity.value }),
        status: t('setup.person.otherwise', { value: status?.text ?? t('bases.available') }),
        configuration: t('setup.person.otherwise', { value: configuration?.name ?? '' }),
        statuses: t('setup.person.statusesOfUser'),
        queues: t('setup.person.queuesOfUser'),
      }}
    >
      <FormSelect
        name="profileId"
        label={t('setup.nouns.profile')}
        hint={t('setup.person.onePerUser')}
        options={withNoneOption(t('setup.user.noProfile'), pickable(picture.profiles))}
      />
    </PropertySections>
  );
}

/** The effective result of the current form values. */
function Explained({ id }: { readonly id: string }) {
  const picture = useSetupSnapshot();
  const user = useUserNow(id);
  const queueIds = useWatch({ name: 'queueIds' }) as readonly string[];
  const setUp = {
    ...picture,
    queues: picture.queues.map((queue) => ({
      id: queue.id,
      memberUserIds: queueIds.includes(queue.id) ? [id] : [],
      memberProfileIds: queue.memberProfileIds,
    })),
  };
  return (
    <>
      <EffectiveSection user={user} setUp={setUp} />
      <PreviewSection user={user} setUp={setUp} />
    </>
  );
}
