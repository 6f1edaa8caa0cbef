/** The pages of Setup and their addresses. */
import type { SetupNoun, SetupSnapshot } from '#core/contract/setup.ts';

export const places = [
  'statuses',
  'configurations',
  'decline-reasons',
  'users',
  'profiles',
  'channels',
  'queues',
  'routing',
  'import',
  'api-keys',
  'signing-keys',
  'webhooks',
  'audit',
] as const;
export type Place = (typeof places)[number];

/** A second list of another page. */
const sharing: Partial<Record<Place, Place>> = { routing: 'queues' };
export const pageOf = (place: Place): Place => sharing[place] ?? place;

/** Setup's navigation, in groups. What no group names stands in the last one. */
const groups: ReadonlyArray<readonly [group: 'presence' | 'people' | 'work', members: readonly string[]]> = [
  ['presence', ['statuses', 'configurations', 'decline-reasons']],
  ['people', ['users', 'profiles']],
  ['work', ['channels', 'queues']],
];
const pages = places.filter((place) => pageOf(place) === place);
export const navigation = [
  ...groups.map(([group, members]) => ({ group, pages: pages.filter((page) => members.includes(page)) })),
  {
    group: 'system' as const,
    pages: pages.filter((page) => !groups.some(([, members]) => members.includes(page))),
  },
].filter((group) => group.pages.length > 0);

/** Places with records of a noun: what it is called, and where the picture has it. */
export const nouns = {
  statuses: { noun: 'status', list: 'statuses' },
  configurations: { noun: 'configuration', list: 'configurations' },
  'decline-reasons': { noun: 'decline-reason', list: 'declineReasons' },
  users: { noun: 'user', list: 'users' },
  profiles: { noun: 'profile', list: 'profiles' },
  channels: { noun: 'channel', list: 'channels' },
  queues: { noun: 'queue', list: 'queues' },
  routing: { noun: 'routing', list: 'routing' },
} as const satisfies Partial<Record<Place, { noun: SetupNoun; list: keyof SetupSnapshot }>>;
export type NounPlace = keyof typeof nouns;

/** A record of the picture at one of these places. */
export const recordAt = (picture: SetupSnapshot, place: NounPlace, id: string) =>
  (picture[nouns[place].list] as ReadonlyArray<{ readonly id: string; readonly version: number }>).find(
    (record) => record.id === id,
  );

/** `new` as a record's place starts an empty one; a second part names the record to copy. */
export const NEW = 'new';

export const pathTo = (place: Place, ...rest: readonly string[]) =>
  ['setup', place, ...rest].map(encodeURIComponent).join('/');
