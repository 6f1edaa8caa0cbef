/** Addresses of Setup: each noun's place is named after its list, and the hub as a whole has places of its own. */
import type { SetupSnapshot } from '#core/contract/setup.ts';
import { type AnyRecord, type ListOf, nouns, type SetupNoun, setupNouns } from '#core/setup/nouns.ts';

/** `declineReasons` is at `decline-reasons`. */
type PlaceOf<List extends string> = List extends `${infer First}${infer Rest}`
  ? `${Lowercase<First>}${Rest extends Uncapitalize<Rest> ? '' : '-'}${PlaceOf<Rest>}`
  : '';

/** Places with records of a noun. */
export type NounPlace = PlaceOf<ListOf>;
export type Place = NounPlace | 'import' | 'api-keys' | 'signing-keys' | 'webhooks' | 'audit';

const nounsByPlace = Object.fromEntries(
  setupNouns.map((noun) => [
    nouns[noun].list.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
    noun,
  ]),
) as Record<NounPlace, SetupNoun>;

export const nounAt = (place: NounPlace): SetupNoun => nounsByPlace[place];

/** The records of the snapshot at one of these places. */
export const recordsAt = (picture: SetupSnapshot, place: NounPlace): readonly AnyRecord[] =>
  picture[nouns[nounAt(place)].list];

export const recordAt = (picture: SetupSnapshot, place: NounPlace, id: string): AnyRecord | undefined =>
  recordsAt(picture, place).find((record) => record.id === id);

/** `new` as a record's place starts an empty one; a second part names the record to copy. */
export const NEW = 'new';

export const pathTo = (place: Place, ...rest: readonly string[]) =>
  ['setup', place, ...rest].map(encodeURIComponent).join('/');
