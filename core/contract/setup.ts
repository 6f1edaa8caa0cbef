/**
 * Setup's contract, for admins: one picture of everything set up, and one way to save, remove and look at each noun.
 * It stands beside the agent's contracts on the same doors: `hub.setup.…`, and `bridge.setup.…` in the page.
 * A save names the version that it was based on; somebody else's change in between is said, never overwritten.
 */
import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { MIN_PASSWORD_LENGTH } from '../defaults.ts';
import { DeclineReason, Queue, RoutingConfiguration, ServiceChannel } from '../setup/channels-and-queues.ts';
import { User, UserProfile } from '../setup/people.ts';
import { PresenceConfiguration } from '../setup/presence-configuration.ts';
import { PresenceStatus } from '../setup/presence-status.ts';
import { Id } from '../vocabulary.ts';
import { procedure } from './base.ts';

const facts = {
  version: z.number().int().nonnegative(),
  centreName: z.string(),
  defaultQueueId: Id.nullable(),
};
const lists = {
  statuses: z.array(PresenceStatus),
  configurations: z.array(PresenceConfiguration),
  declineReasons: z.array(DeclineReason),
  channels: z.array(ServiceChannel),
  routing: z.array(RoutingConfiguration),
  queues: z.array(Queue),
  profiles: z.array(UserProfile),
  users: z.array(User),
};

/** Everything that admins set up, as of one version. */
export const SetupSnapshot = z.object({ ...facts, ...lists });
export type SetupSnapshot = z.infer<typeof SetupSnapshot>;

/** What makes an earlier picture the picture of `version`: records that are new or different, and ids that are gone. */
export const SetupSnapshotChanges = z.object({
  ...facts,
  put: z.object(lists).partial(),
  gone: z.partialRecord(z.enum(Object.keys(lists) as Array<keyof typeof lists>), z.array(Id)),
});
export type SetupSnapshotChanges = z.infer<typeof SetupSnapshotChanges>;

/** The whole first, then only what changes: a save among thousands of users sends one record. */
export const SetupUpdate = z.union([
  z.object({ picture: SetupSnapshot }),
  z.object({ changes: SetupSnapshotChanges }),
]);
export type SetupUpdate = z.infer<typeof SetupUpdate>;

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

/** One place where a record is used. */
export const Use = z.object({
  noun: SetupNoun,
  id: Id,
  name: z.string(),
  /** How, e.g. `default`, `decline`, `member`; the sentence is in the reader's language. */
  as: z.string(),
});
export type Use = z.infer<typeof Use>;

/**
 * `id` and `version` null = a new record. Ids of new records are given by the hub. `beside` is what the save changes in
 * other records: all of it is saved, or nothing.
 */
const save = <Shape extends z.ZodRawShape, Beside extends z.ZodRawShape = Record<never, never>>(
  record: z.ZodObject<Shape>,
  beside: Beside = {} as Beside,
) =>
  procedure('admin')
    .input(
      z.object({
        id: Id.nullable(),
        version: z.number().int().positive().nullable(),
        record,
        ...beside,
      }),
    )
    .output(z.object({ id: Id, version: z.number().int().positive() }));

/** Who joins and who leaves. Only what the admin changed is named, so that two admins do not undo each other. */
export const Membership = z.object({ add: z.array(Id).default([]), remove: z.array(Id).default([]) });
export type Membership = z.infer<typeof Membership>;

/** Who comes to work under a presence configuration, and who no longer does. Moves only whom `confirmed` names. */
export const Assignment = z.object({
  users: Membership,
  profiles: Membership,
  confirmed: z.array(Id).default([]),
});
export type Assignment = z.infer<typeof Assignment>;

export const Password = z.string().min(MIN_PASSWORD_LENGTH).max(500);
const besideUser = {
  queues: Membership.nullish(),
  /** `null` = as it is; a new user without one cannot sign in until one is set. */
  password: Password.nullish(),
};
const besideProfile = { queues: Membership.nullish(), members: Membership.nullish() };
/** What the hub adds to every record. */
const given = { id: true, version: true } as const;

const OfRecord = z.object({ noun: SetupNoun, id: Id });

/** Somebody who has a configuration already and would lose it. */
export const Move = z.object({
  kind: z.enum(['user', 'profile']),
  id: Id,
  name: z.string(),
  from: z.string(),
});
export type Move = z.infer<typeof Move>;

export const setupContract = {
  picture: procedure('admin').input(z.object({})).output(SetupSnapshot),
  /** Stays open: the picture now, then every change, whoever makes it. */
  watch: procedure('admin').input(z.object({})).output(eventIterator(SetupUpdate)),
  save: {
    status: save(PresenceStatus.omit({ ...given, system: true })),
    configuration: save(PresenceConfiguration.omit(given), { assign: Assignment.nullish() }),
    declineReason: save(DeclineReason.omit(given)),
    channel: save(ServiceChannel.omit(given)),
    routing: save(RoutingConfiguration.omit(given)),
    queue: save(Queue.omit(given)),
    profile: save(UserProfile.omit(given), besideProfile),
    user: save(User.omit(given), besideUser),
  },
  /** Active or not; a status, a decline reason, a channel or a user. */
  setActive: procedure('admin')
    .input(OfRecord.extend({ version: z.number().int().positive(), active: z.boolean() }))
    .output(z.object({ version: z.number().int().positive() })),
  /** The order inside a base, as dragged. */
  orderStatuses: procedure('admin')
    .input(z.object({ ids: z.array(Id).max(500) }))
    .output(z.object({})),
  /** Who and what uses a record: shown before it is deactivated or removed. */
  usedBy: procedure('admin').input(OfRecord).output(z.array(Use)),
  /** Refused with IN_USE while anything uses it. */
  remove: procedure('admin')
    .input(OfRecord.extend({ version: z.number().int().positive() }))
    .output(z.object({})),
  /** Who would be moved from another configuration by this assignment; ask before assigning. */
  moves: procedure('admin')
    .input(z.object({ configurationId: Id, userIds: z.array(Id), profileIds: z.array(Id) }))
    .output(z.array(Move)),
  /** Makes exactly these users and profiles the configuration's own. Moves only whom `confirmed` names. */
  assign: procedure('admin')
    .input(
      z.object({
        configurationId: Id,
        userIds: z.array(Id),
        profileIds: z.array(Id),
        confirmed: z.array(Id).default([]),
      }),
    )
    .output(z.object({})),
  setPassword: procedure('admin')
    .input(z.object({ userId: Id, password: Password }))
    .output(z.object({})),
};
export type SetupContract = typeof setupContract;
