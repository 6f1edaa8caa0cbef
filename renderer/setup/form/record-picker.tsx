import { useMemo } from 'react';
import { useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { usePicture } from '../picture.ts';
import { pickable, pickableStatuses } from './pickable.ts';
import { type Listed, TwoLists } from './two-lists.tsx';

/** What can be picked from, with the usual headings of its two lists. */
const nouns = {
  users: ['setup.configuration.availableUsers', 'setup.configuration.selectedUsers'],
  profiles: ['setup.configuration.availableProfiles', 'setup.configuration.selectedProfiles'],
  queues: ['setup.person.availableQueues', 'setup.person.selectedQueues'],
  statuses: ['setup.person.availableStatuses', 'setup.person.selectedStatuses'],
} as const;

interface Props {
  readonly of: keyof typeof nouns;
  /** Where the ids of the chosen ones are. */
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  /** Headings, where the usual ones say too little. */
  readonly available?: string;
  readonly selected?: string;
  /** Of records that belong to one place, where they are now: `useWhereNow`. Else all that are in use or chosen. */
  readonly all?: readonly Listed[];
}

/** Two lists of the records of a noun: which of them there are, the picture says. */
export function RecordPicker({ of, all, available, selected, ...rest }: Props) {
  const { t } = useTranslation();
  const picture = usePicture();
  const chosen = useWatch({ name: rest.name }) as readonly string[];
  const listed = useMemo(() => {
    if (all) return all;
    return of === 'statuses' ? pickableStatuses(picture.statuses, chosen) : pickable(picture[of], chosen);
  }, [all, of, picture, chosen]);
  const [usuallyAvailable, usuallySelected] = nouns[of];
  return (
    <TwoLists
      {...rest}
      available={available ?? t(usuallyAvailable)}
      selected={selected ?? t(usuallySelected)}
      all={listed}
    />
  );
}

interface Named {
  readonly id: string;
  readonly name: string;
}

/**
 * Records that belong to one place at most, in the order of the picture. Whoever is in another than `own` now, and
 * would be taken from there, has it said beside the name. `placeOf` must be stable.
 */
export function useWhereNow<R extends Named>(
  records: readonly R[],
  placeOf: (record: R) => string | null,
  places: readonly Named[],
  own: string | null,
): readonly Listed[] {
  const { t } = useTranslation();
  return useMemo(() => {
    const names = new Map(places.map(({ id, name }) => [id, name]));
    return records.map((record) => {
      const { id, name } = record;
      const place = placeOf(record);
      const from = place !== null && place !== own ? names.get(place) : undefined;
      return { id, text: from ? t('setup.configuration.nowIn', { name, from }) : name };
    });
  }, [records, placeOf, places, own, t]);
}
