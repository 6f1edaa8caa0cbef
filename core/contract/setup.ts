/**
 * Setup's contract, for admins: one picture of everything set up, and one way to save, remove and look at each noun.
 * It stands beside the agent's contracts on the same doors: `hub.setup.…`, and `bridge.setup.…` in the page.
 * A save names the version that it was based on; somebody else's change in between is said, never overwritten.
 */
import { z } from 'zod';
import { DeclineReason, Queue, RoutingConfiguration, ServiceChannel } from '../setup/channels-and-queues.ts';
import { User, UserProfile } from '../setup/people.ts';
import { PresenceConfiguration } from '../setup/presence-configuration.ts';
import { PresenceStatus } from '../setup/presence-status.ts';
import { Id } from '../vocabulary.ts';
import { procedure } from './base.ts';

/** Everything that admins set up, as of one version. */
export const SetupPicture = z.object({
  version: z.number().int().nonnegative(),
  centreName: z.string(),
  defaultQueueId: Id.nullable(),
  statuses: z.array(PresenceStatus),
  configurations: z.array(PresenceConfiguration),
  declineReasons: z.array(DeclineReason),
  channels: z.array(ServiceChannel),
  routing: z.array(RoutingConfiguration),
  queues: z.array(Queue),
  profiles: z.array(UserProfile),
  users: z.array(User),
});
export type SetupPicture = z.infer<typeof SetupPicture>;

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

/** `id` and `version` null = a new record. Ids of new records are given by the hub. */
const save = <Shape extends z.ZodRawShape>(record: z.ZodObject<Shape>) =>
  procedure('admin')
    .input(z.object({ id: Id.nullable(), version: z.number().int().positive().nullable(), record }))
    .output(z.object({ id: Id, version: z.number().int().positive() }));
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
  picture: procedure('admin').input(z.object({})).output(SetupPicture),
  save: {
    status: save(PresenceStatus.omit({ ...given, system: true })),
    configuration: save(PresenceConfiguration.omit(given)),
    declineReason: save(DeclineReason.omit(given)),
    channel: save(ServiceChannel.omit(given)),
    routing: save(RoutingConfiguration.omit(given)),
    queue: save(Queue.omit(given)),
    profile: save(UserProfile.omit(given)),
    user: save(User.omit(given)),
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
    .input(z.object({ userId: Id, password: z.string().min(8).max(500) }))
    .output(z.object({})),
};
export type SetupContract = typeof setupContract;
