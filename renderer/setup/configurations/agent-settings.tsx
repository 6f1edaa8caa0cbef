import { useController } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { CheckField } from '../../controls/field.tsx';
import { FormCheck, FormNumber, FormSelect, FormText } from '../form/fields.tsx';
import { Section } from '../../controls/section.tsx';
import { type Listed, TwoLists } from '../form/two-lists.tsx';
import { useSetupSnapshot } from '../setup-snapshot.ts';
import { useSettingProps, useSettings, useTargets } from './setting.ts';
import css from '../form/form.module.css';

/** Alias, presence that follows the work or the machine, and the permitted transfer targets. */
export function AgentSettings() {
  const { t } = useTranslation();
  const setting = useSettingProps();
  const { profiles, queues } = useSetupSnapshot();
  const named = (records: ReadonlyArray<{ id: string; name: string }>): Listed[] =>
    records.map(({ id, name }) => ({ id, text: name }));
  return (
    <Section title={t('setup.configuration.agentSettings')}>
      <FormText
        {...setting('agentAlias', t('setup.configuration.agentAliasHint'))}
        label={t('setup.configuration.agentAlias')}
      />
      <FormCheck
        {...setting('automaticPresence', t('setup.configuration.automaticPresenceHint'))}
        label={t('setup.configuration.automaticPresence')}
      />
      <FormCheck {...setting('announceReadAlong')} label={t('setup.configuration.announceReadAlong')} />
      <Absence rule="idle" />
      <Absence rule="lock" />
      <Absence rule="suspend" />
      <Destinations of="messagingDestinations" which="profiles" all={named(profiles)} />
      <Destinations of="messagingDestinations" which="queues" all={named(queues)} />
      <Destinations of="voiceDestinations" which="profiles" all={named(profiles)} />
      <Destinations of="voiceDestinations" which="queues" all={named(queues)} />
    </Section>
  );
}

/** The status while the user is away from the machine. */
function Absence({ rule }: { readonly rule: 'idle' | 'lock' | 'suspend' }) {
  const { t } = useTranslation();
  const setting = useSettingProps();
  const statuses = useTargets(useSettings()[rule].statusId);
  return (
    <fieldset className={css.choices}>
      <legend>{t(`setup.configuration.${rule}`)}</legend>
      <FormCheck name={`settings.${rule}.enabled`} label={t(`setup.configuration.${rule}Enabled`)} />
      {rule === 'idle' && (
        <FormNumber {...setting('idle.afterMinutes')} label={t('setup.configuration.idleMinutes')} />
      )}
      <FormSelect
        {...setting(`${rule}.statusId`)}
        label={t(`setup.configuration.${rule}Status`)}
        options={[
          { value: null, text: t('setup.configuration.chooseStatus') },
          ...statuses.map(({ id, name }) => ({ value: id, text: name })),
        ]}
      />
    </fieldset>
  );
}

/** Everything, or exactly the selected ones. None selected means all, as in Salesforce. */
function Destinations({
  of,
  which,
  all,
}: {
  readonly of: 'messagingDestinations' | 'voiceDestinations';
  readonly which: 'profiles' | 'queues';
  readonly all: readonly Listed[];
}) {
  const { t } = useTranslation();
  const name = `settings.${of}.${which}`;
  const { field } = useController({ name });
  const label = t(`setup.configuration.${of}.${which}`);
  return (
    <>
      <CheckField
        label={t('setup.configuration.allOf', { what: label })}
        checked={field.value === 'all'}
        onChange={({ target }) => field.onChange(target.checked ? 'all' : [])}
      />
      {field.value !== 'all' && (
        <TwoLists
          name={name}
          label={label}
          available={t('setup.configuration.availableOf', { what: label })}
          selected={t('setup.configuration.selectedOf', { what: label })}
          all={all}
        />
      )}
    </>
  );
}
