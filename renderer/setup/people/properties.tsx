/** The properties that users and user profiles share: those that decide about work. */
import type { ReactNode } from 'react';
import { useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { CAPACITY_UNITS } from '#core/defaults.ts';
import type { Verdict } from '#core/setup/record-rules.ts';
import { Section } from '../../controls/section.tsx';
import { FormChoices, FormNumber, FormSelect } from '../form/fields.tsx';
import { withNoneOption, pickable, pickableStatuses } from '../form/pickable.ts';
import type { Ranges } from '../form/ranges.ts';
import { RecordPicker } from '../form/record-picker.tsx';
import { fieldHint } from '../form/rules.ts';
import { useSetupSnapshot } from '../setup-snapshot.ts';

export const propertyRanges: Ranges = { capacity: CAPACITY_UNITS };

/** The text beside the properties: what an unset one falls back to, and where else access comes from. */
interface PropertyWords {
  readonly capacity: string;
  readonly status: string;
  readonly configuration: string;
  readonly statuses: string;
  readonly queues: string;
}

/** The sections of the properties and of the access. Children are placed before the properties. */
export function PropertySections({
  verdict,
  words,
  children,
}: {
  readonly verdict: Verdict;
  readonly words: PropertyWords;
  readonly children?: ReactNode;
}) {
  const { t } = useTranslation();
  const { statuses, configurations, channels } = useSetupSnapshot();
  const [defaultStatusId, channelIds] = useWatch({ name: ['defaultStatusId', 'channelIds'] }) as [
    string | null,
    readonly string[],
  ];
  return (
    <>
      <Section title={t('setup.person.properties')}>
        {children}
        <FormNumber name="capacity" label={t('setup.configuration.capacity')} hint={words.capacity} />
        <FormSelect
          name="defaultStatusId"
          label={t('setup.person.defaultStatus')}
          hint={fieldHint(verdict, 'defaultStatusId')}
          options={withNoneOption(words.status, pickableStatuses(statuses, [defaultStatusId]))}
        />
        <FormSelect
          name="presenceConfigurationId"
          label={t('setup.nouns.configuration')}
          options={withNoneOption(words.configuration, pickable(configurations))}
        />
        <FormChoices
          name="channelIds"
          label={t('setup.person.channels')}
          hint={t('setup.person.channelsHint')}
          options={pickable(channels, channelIds).map(({ id, text }) => ({ value: id, text }))}
        />
      </Section>
      <Section title={t('setup.person.access')}>
        <RecordPicker
          of="statuses"
          name="statusIds"
          label={t('setup.person.statusAccess')}
          hint={words.statuses}
        />
        <RecordPicker of="queues" name="queueIds" label={t('setup.list.queues')} hint={words.queues} />
      </Section>
    </>
  );
}
