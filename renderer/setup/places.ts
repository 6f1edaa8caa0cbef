/** The pages of Setup, in the order of its own navigation, and their addresses. */
import type { SetupNoun } from '#core/contract/setup.ts';

export const places = [
  'statuses',
  'configurations',
  'decline-reasons',
  'import',
  'api-keys',
  'webhooks',
  'audit',
] as const;
export type Place = (typeof places)[number];

export const nounOf = {
  statuses: 'status',
  configurations: 'configuration',
  'decline-reasons': 'decline-reason',
} as const satisfies Partial<Record<Place, SetupNoun>>;
export type NounPlace = keyof typeof nounOf;

/** `new` as a record's place starts an empty one; a second part names the record to copy. */
export const NEW = 'new';

export const pathTo = (place: Place, ...rest: readonly string[]) =>
  ['setup', place, ...rest].map(encodeURIComponent).join('/');
