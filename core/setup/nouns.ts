/**
 * The nouns of Setup, one descriptor each: the shape of a record, where a snapshot lists it, its references and its
 * rules. The contract, the hub and the pages use these; how the hub stores a noun is in
 * `hub/directory/stored-nouns.ts`, side effects of a save are in `hub/setup/noun-effects.ts`.
 */
import { z } from 'zod';
import { DeclineReason, Queue, RoutingConfiguration, ServiceChannel } from './channels-and-queues.ts';
import { User, UserProfile } from './people.ts';
import { checkConfiguration, type ConfigurationContext } from './presence-configuration-rules.ts';
import { type Destinations, PresenceConfiguration } from './presence-configuration.ts';
import { PresenceStatus } from './presence-status.ts';
import {
  checkChannel,
  checkProfile,
  checkQueue,
  checkRouting,
  checkUser,
  type RecordContext,
} from './record-rules.ts';

/** In the order in which snapshots list their records. */
export const setupNouns = [
  'status',
  'configuration',
  'decline-reason',
  'channel',
  'routing',
  'queue',
  'profile',
  'user',
] as const;
export const SetupNoun = z.enum(setupNouns);
export type SetupNoun = z.infer<typeof SetupNoun>;

/** A reference from one record to another. */
export interface Reference {
  readonly noun: SetupNoun;
  readonly id: string;
  /** How, e.g. `default`, `decline`, `member`; the sentence is in the reader's language. */
  readonly as: string;
}

/** Why a record must not be saved. */
interface RuleViolation {
  /** Path of the field, as forms name it: `settings.idle.statusId`. */
  readonly path: string;
  /** A code of `validation` in the texts. */
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
}

/** The records needed to check one of them. */
export type RuleContext = RecordContext & Omit<ConfigurationContext, 'mode'>;

interface Noun<List extends string, Record extends z.ZodObject, Fields extends z.ZodObject> {
  /** Name of the list in a snapshot. */
  readonly list: List;
  readonly record: Record;
  /** The input of a save: the record without the fields that the hub adds. */
  readonly fields: Fields;
  /** The field that identifies records of this noun, case-insensitively. */
  readonly uniqueField: 'developerName' | 'username';
  /** The references of a record; checked before a referenced record is deactivated or removed. */
  readonly refersTo?: (record: z.infer<Record>) => readonly Reference[];
  /** Rules beyond the schema. `id` = the record's own, once it has one. */
  readonly check?: (
    fields: z.infer<Fields>,
    around: RuleContext,
    id: string | null,
  ) => readonly RuleViolation[];
}

const describe = <List extends string, Record extends z.ZodObject, Fields extends z.ZodObject>(
  noun: Noun<List, Record, Fields>,
) => noun;

/** Fields that the hub adds to every record. */
const added = { id: true, version: true } as const;

export const nouns = {
  status: describe({
    list: 'statuses',
    record: PresenceStatus,
    fields: PresenceStatus.omit({ ...added, system: true }),
    uniqueField: 'developerName',
    refersTo: ({ channelIds }) => references('channel', channelIds, 'channel'),
  }),
  configuration: describe({
    list: 'configurations',
    record: PresenceConfiguration,
    fields: PresenceConfiguration.omit(added),
    uniqueField: 'developerName',
    refersTo: ({ settings }) => [
      ...references('decline-reason', settings.declineReasonIds, 'decline-reason'),
      ...references('status', [settings.statusOnDecline?.statusId], 'decline'),
      ...references('status', [settings.statusOnPushTimeOut?.statusId], 'push-time-out'),
      ...references('status', [settings.idle.statusId], 'idle'),
      ...references('status', [settings.lock.statusId], 'lock'),
      ...references('status', [settings.suspend.statusId], 'suspend'),
      ...[settings.messagingDestinations, settings.voiceDestinations].flatMap(({ queues, profiles }) => [
        ...references('queue', listed(queues), 'destination'),
        ...references('profile', listed(profiles), 'destination'),
      ]),
    ],
    check: ({ settings }, around) =>
      checkConfiguration(settings, { ...around, mode: 'form' }).issues.map((issue) => ({
        ...issue,
        path: `settings.${issue.path}`,
      })),
  }),
  'decline-reason': describe({
    list: 'declineReasons',
    record: DeclineReason,
    fields: DeclineReason.omit(added),
    uniqueField: 'developerName',
  }),
  channel: describe({
    list: 'channels',
    record: ServiceChannel,
    fields: ServiceChannel.omit(added),
    uniqueField: 'developerName',
    check: (channel) => checkChannel(channel).issues,
  }),
  routing: describe({
    list: 'routing',
    record: RoutingConfiguration,
    fields: RoutingConfiguration.omit(added),
    uniqueField: 'developerName',
    check: (routing, around) => checkRouting(routing, around).issues,
  }),
  queue: describe({
    list: 'queues',
    record: Queue,
    fields: Queue.omit(added),
    uniqueField: 'developerName',
    refersTo: ({ routingConfigurationId, memberUserIds, memberProfileIds, overflow }) => [
      ...references('routing', [routingConfigurationId], 'routing'),
      ...references('user', memberUserIds, 'member'),
      ...references('profile', memberProfileIds, 'member'),
      ...(overflow && 'queueId' in overflow ? references('queue', [overflow.queueId], 'overflow') : []),
      ...(overflow && 'userId' in overflow ? references('user', [overflow.userId], 'overflow') : []),
    ],
    check: (queue, around, id) => checkQueue(queue, around, id).issues,
  }),
  profile: describe({
    list: 'profiles',
    record: UserProfile,
    fields: UserProfile.omit(added),
    uniqueField: 'developerName',
    refersTo: (profile) => propertyReferences(profile),
    check: (profile, around) => checkProfile(profile, around).issues,
  }),
  user: describe({
    list: 'users',
    record: User,
    fields: User.omit(added),
    uniqueField: 'username',
    refersTo: (user) => [
      ...propertyReferences(user),
      ...references('profile', [user.profileId], 'profile'),
      ...references('queue', user.supervises?.queueIds ?? [], 'supervised'),
      ...references('profile', user.supervises?.profileIds ?? [], 'supervised'),
    ],
    check: (user, around) => checkUser(user, around).issues,
  }),
} as const satisfies Record<SetupNoun, object>;

/** A record of this noun. */
export type RecordOf<Noun extends SetupNoun = SetupNoun> = z.infer<(typeof nouns)[Noun]['record']>;
/** The input of a save. */
export type FieldsOf<Noun extends SetupNoun = SetupNoun> = z.infer<(typeof nouns)[Noun]['fields']>;
export type ListOf<Noun extends SetupNoun = SetupNoun> = (typeof nouns)[Noun]['list'];

/** All records, in the order of a snapshot. */
export type SetupLists = { [Noun in SetupNoun as ListOf<Noun>]: RecordOf<Noun>[] };

/** A descriptor with its types erased, for code that handles all nouns alike; records must come from the same noun. */
export const nounOf = (noun: SetupNoun) => nouns[noun] as unknown as Noun<ListOf, z.ZodObject, z.ZodObject>;

/** Fields that records of every noun have. */
export interface AnyRecord {
  readonly id: string;
  readonly version: number;
  readonly name?: string;
  /** Decline reasons call their name a label. */
  readonly label?: string;
  readonly active?: boolean;
}

/** An object with one entry for each noun's list. */
export const byList = <T>(make: (noun: SetupNoun) => T): Record<ListOf, T> =>
  Object.fromEntries(setupNouns.map((noun) => [nouns[noun].list, make(noun)])) as Record<ListOf, T>;

function references(
  noun: SetupNoun,
  ids: ReadonlyArray<string | null | undefined>,
  as: string,
): readonly Reference[] {
  return [...new Set(ids)].flatMap((id) => (id ? [{ noun, id, as }] : []));
}

const listed = (allowed: Destinations['queues']) => (allowed === 'all' ? [] : allowed);

const propertyReferences = (
  record: Pick<User, 'defaultStatusId' | 'statusIds' | 'channelIds' | 'presenceConfigurationId'>,
) => [
  ...references('status', [record.defaultStatusId], 'default'),
  ...references('status', record.statusIds, 'granted'),
  ...references('channel', record.channelIds, 'channel'),
  ...references('configuration', [record.presenceConfigurationId], 'assigned'),
];
