/** What users and user profiles both have: properties that work is given out by. */
import { useMemo } from 'react';
import { useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { CAPACITY_UNITS } from '#core/defaults.ts';
import type { Verdict } from '#core/setup/record-rules.ts';
import { FormChoices, FormNumber, FormSelect } from '../form/fields.tsx';
import { orNone, pickable, pickableStatuses } from '../form/pickable.ts';
import { hintAt } from '../form/rules.ts';
import type { Ranges } from '../form/ranges.ts';
import { TwoLists } from '../form/two-lists.tsx';
import { usePicture } from '../picture.ts';

export const propertyRanges: Ranges = { capacity: CAPACITY_UNITS };

/** What a property that is not set here falls back to, in words. */
export interface Fallbacks {
  readonly capacity: string;
  readonly status: string;
  readonly configuration: string;
}

export function PropertyFields({
  verdict,
  fallbacks,
  channelsHint,
}: {
  readonly verdict: Verdict;
  readonly fallbacks: Fallbacks;
  readonly channelsHint: string;
}) {
  const { t } = useTranslation();
  const { statuses, configurations, channels } = usePicture();
  const [defaultStatusId, channelIds] = useWatch({ name: ['defaultStatusId', 'channelIds'] }) as [
    string | null,
    readonly string[],
  ];
  return (
    <>
      <FormNumber name="capacity" label={t('setup.configuration.capacity')} hint={fallbacks.capacity} />
      <FormSelect
        name="defaultStatusId"
        label={t('setup.person.defaultStatus')}
        hint={hintAt(verdict, 'defaultStatusId')}
        options={orNone(fallbacks.status, pickableStatuses(statuses, [defaultStatusId]))}
      />
      <FormSelect
        name="presenceConfigurationId"
        label={t('setup.nouns.configuration')}
        options={orNone(fallbacks.configuration, pickable(configurations))}
      />
      <FormChoices
        name="channelIds"
        label={t('setup.person.channels')}
        hint={channelsHint}
        options={pickable(channels, channelIds).map(({ id, text }) => ({ value: id, text }))}
      />
    </>
  );
}

/** Presence status access, and the queues that work comes from. */
export function AccessLists({
  statusHint,
  queueHint,
}: {
  readonly statusHint: string;
  readonly queueHint: string;
}) {
  const { t } = useTranslation();
  const { statuses, queues } = usePicture();
  const statusIds = useWatch({ name: 'statusIds' }) as readonly string[];
  const listedStatuses = useMemo(() => pickableStatuses(statuses, statusIds), [statuses, statusIds]);
  const listedQueues = useMemo(() => pickable(queues), [queues]);
  return (
    <>
      <TwoLists
        name="statusIds"
        label={t('setup.person.statusAccess')}
        available={t('setup.person.availableStatuses')}
        selected={t('setup.person.selectedStatuses')}
        all={listedStatuses}
        hint={statusHint}
      />
      <TwoLists
        name="queueIds"
        label={t('setup.list.queues')}
        available={t('setup.person.availableQueues')}
        selected={t('setup.person.selectedQueues')}
        all={listedQueues}
        hint={queueHint}
      />
    </>
  );
}
