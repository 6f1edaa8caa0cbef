import { useMemo } from 'react';
import { useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useSetupSnapshot } from '../setup-snapshot.ts';
import { type Pickable, pickable, pickableStatuses } from './pickable.ts';
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
  /** Of records that belong to one place, where they are now: `useCurrentAssignments`. Else all that are in use or chosen. */
  readonly all?: readonly Listed[];
}

/** Two lists of the records of a noun: which of them there are, the picture says. */
export function RecordPicker({ of, all, available, selected, ...rest }: Props) {
  const { t } = useTranslation();
  const picture = useSetupSnapshot();
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

/**
 * Records that belong to one place at most, as `pickable` has them. Whoever is in another than `own` now, and would be
 * taken from there, has it said beside the name. `placeOf` must be stable.
 */
export function useCurrentAssignments<R extends Pickable>(
  records: readonly R[],
  placeOf: (record: R) => string | null,
  places: readonly Pickable[],
  own: string | null,
): readonly Listed[] {
  const { t } = useTranslation();
  return useMemo(() => {
    const names = new Map(places.map(({ id, name }) => [id, name]));
    const placed = new Map(records.map((record) => [record.id, placeOf(record)]));
    const here = own === null ? [] : [...placed].flatMap(([id, place]) => (place === own ? [id] : []));
    return pickable(records, here).map(({ id, text: name }) => {
      const place = placed.get(id) ?? null;
      const from = place !== null && place !== own ? names.get(place) : undefined;
      return { id, text: from ? t('setup.configuration.nowIn', { name, from }) : name };
    });
  }, [records, placeOf, places, own, t]);
}
