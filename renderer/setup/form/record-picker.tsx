import { useMemo } from 'react';
import { useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useSetupSnapshot } from '../setup-snapshot.ts';
import { type Pickable, pickable, pickableStatuses } from './pickable.ts';
import { type Listed, TwoLists } from './two-lists.tsx';

/** The selectable records, with the default headings of the two lists. */
const nouns = {
  users: ['setup.configuration.availableUsers', 'setup.configuration.selectedUsers'],
  profiles: ['setup.configuration.availableProfiles', 'setup.configuration.selectedProfiles'],
  queues: ['setup.person.availableQueues', 'setup.person.selectedQueues'],
  statuses: ['setup.person.availableStatuses', 'setup.person.selectedStatuses'],
} as const;

interface Props {
  readonly of: keyof typeof nouns;
  /** Path of the selected ids. */
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  /** Headings, where the default ones are too vague. */
  readonly available?: string;
  readonly selected?: string;
  /**
   * For records that belong to one place, their current places: `useCurrentAssignments`. Else all that are in use or
   * selected.
   */
  readonly all?: readonly Listed[];
}

/** Two lists of the records of a noun, taken from the snapshot. */
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
 * Records that belong to at most one place, in the form of `pickable`. A record that is now in a place other than
 * `own`, and would be moved from it, shows that beside its name. `placeOf` must be stable.
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
