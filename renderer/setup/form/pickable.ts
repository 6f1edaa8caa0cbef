/** The options of a field of the form. */
import { compareStatuses } from '#core/presence/status-rules.ts';
import type { PresenceStatus } from '#core/setup/presence-status.ts';
import type { Listed } from './two-lists.tsx';

export interface Pickable {
  readonly id: string;
  readonly name: string;
  readonly active?: boolean;
}

const collator = new Intl.Collator();

/** By name; retired ones only when they are already selected. */
export function pickable(records: readonly Pickable[], chosen: readonly (string | null)[] = []): Listed[] {
  const there = new Set(chosen);
  return records
    .filter(({ id, active }) => active !== false || there.has(id))
    .map(({ id, name }) => ({ id, text: name }))
    .sort((a, b) => collator.compare(a.text, b.text));
}

/** Statuses in menu order. */
export const pickableStatuses = (
  statuses: readonly PresenceStatus[],
  chosen: readonly (string | null)[] = [],
): Listed[] => {
  const there = new Set(chosen);
  return statuses
    .filter(({ id, active }) => active || there.has(id))
    .sort(compareStatuses)
    .map(({ id, name }) => ({ id, text: name }));
};

/** Options of a select, after a first one that means none. */
export const withNoneOption = (none: string, listed: readonly Listed[]) => [
  { value: null, text: none },
  ...listed.map(({ id, text }) => ({ value: id, text })),
];
