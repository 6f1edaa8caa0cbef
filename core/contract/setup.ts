/**
 * Setup's contract, for administrators: one snapshot of all records, and for each noun one procedure each to save,
 * remove and inspect. Served on the same endpoints as the agent's contracts: `hub.setup.…`, and `bridge.setup.…` in the
 * page. A save names the version it is based on; a concurrent change is reported, never overwritten.
 */
import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { MIN_PASSWORD_LENGTH } from '../defaults.ts';
import { byList, type ListOf, nouns, SetupNoun, setupNouns } from '../setup/nouns.ts';
import { Id } from '../vocabulary.ts';
import { procedure } from './base.ts';

export { SetupNoun };

const facts = {
  version: z.number().int().nonnegative(),
  centreName: z.string(),
  defaultQueueId: Id.nullable(),
};
const lists = byList((noun) => z.array(nouns[noun].record)) as unknown as {
  [Noun in SetupNoun as ListOf<Noun>]: z.ZodArray<(typeof nouns)[Noun]['record']>;
};

/** All records of Setup at one version. */
export const SetupSnapshot = z.object({ ...facts, ...lists });
export type SetupSnapshot = z.infer<typeof SetupSnapshot>;

/** Changes from an earlier snapshot to the snapshot at `version`: new or changed records, and removed ids. */
export const SetupSnapshotChanges = z.object({
  ...facts,
  put: z.object(lists).partial(),
  gone: z.partialRecord(z.enum(setupNouns.map((noun) => nouns[noun].list)), z.array(Id)),
});
export type SetupSnapshotChanges = z.infer<typeof SetupSnapshotChanges>;

/** The full snapshot first, then only changes: a save among thousands of users sends one record. */
export const SetupUpdate = z.union([
  z.object({ picture: SetupSnapshot }),
  z.object({ changes: SetupSnapshotChanges }),
]);
export type SetupUpdate = z.infer<typeof SetupUpdate>;

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
 * `id` and `version` null = a new record. The hub assigns ids of new records. `beside` holds changes to other records
 * that are part of the save: all of it is saved, or nothing.
 */
const save = <Shape extends z.ZodRawShape, Beside extends z.ZodRawShape>(
  record: z.ZodObject<Shape>,
  beside: Beside,
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

/** Members to add and to remove. Only changes are named, so that two administrators do not undo each other's work. */
export const Membership = z.object({ add: z.array(Id).default([]), remove: z.array(Id).default([]) });
export type Membership = z.infer<typeof Membership>;

/** Users and profiles to add to and remove from a presence configuration. Moves only those named in `confirmed`. */
export const Assignment = z.object({
  users: Membership,
  profiles: Membership,
  confirmed: z.array(Id).default([]),
});
export type Assignment = z.infer<typeof Assignment>;

export const Password = z.string().min(MIN_PASSWORD_LENGTH).max(500);
/** What a save of a noun may change in other records. */
const beside = {
  configuration: { assign: Assignment.nullish() },
  profile: { queues: Membership.nullish(), members: Membership.nullish() },
  user: {
    queues: Membership.nullish(),
    /** `null` = unchanged; a new user without a password cannot sign in until one is set. */
    password: Password.nullish(),
  },
};
type BesideOf<Noun extends SetupNoun> = Noun extends keyof typeof beside
  ? (typeof beside)[Noun]
  : Record<never, never>;

/** `decline-reason` is saved by `declineReason`. */
type SaveName<Noun extends string> = Noun extends `${infer First}-${infer Rest}`
  ? `${First}${Capitalize<Rest>}`
  : Noun;
/** The procedure of `setup.save` for a noun. */
export const saveName = <Noun extends SetupNoun>(noun: Noun) =>
  noun.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()) as SaveName<Noun>;

const saves = Object.fromEntries(
  setupNouns.map((noun) => [
    saveName(noun),
    save<z.ZodRawShape, z.ZodRawShape>(
      nouns[noun].fields,
      noun in beside ? beside[noun as keyof typeof beside] : {},
    ),
  ]),
) as unknown as {
  readonly [Noun in SetupNoun as SaveName<Noun>]: ReturnType<
    typeof save<(typeof nouns)[Noun]['fields']['shape'], BesideOf<Noun>>
  >;
};

const OfRecord = z.object({ noun: SetupNoun, id: Id });

/** A user or profile that is already assigned to another configuration and would leave it. */
export const Move = z.object({
  kind: z.enum(['user', 'profile']),
  id: Id,
  name: z.string(),
  from: z.string(),
});
export type Move = z.infer<typeof Move>;

export const setupContract = {
  picture: procedure('admin').input(z.object({})).output(SetupSnapshot),
  /** Streams the current snapshot, then every change, no matter who makes it. */
  watch: procedure('admin').input(z.object({})).output(eventIterator(SetupUpdate)),
  save: saves,
  /** Active or not; a status, a decline reason, a channel or a user. */
  setActive: procedure('admin')
    .input(OfRecord.extend({ version: z.number().int().positive(), active: z.boolean() }))
    .output(z.object({ version: z.number().int().positive() })),
  /** The order within a base, as dragged. */
  orderStatuses: procedure('admin')
    .input(z.object({ ids: z.array(Id).max(500) }))
    .output(z.object({})),
  /** Users and records that use a record: shown before it is deactivated or removed. */
  usedBy: procedure('admin').input(OfRecord).output(z.array(Use)),
  /** Rejected with IN_USE while it is in use. */
  remove: procedure('admin')
    .input(OfRecord.extend({ version: z.number().int().positive() }))
    .output(z.object({})),
  /** Users and profiles that this assignment would move from another configuration; ask before assigning. */
  moves: procedure('admin')
    .input(z.object({ configurationId: Id, userIds: z.array(Id), profileIds: z.array(Id) }))
    .output(z.array(Move)),
  /** Assigns exactly these users and profiles to the configuration. Moves only those named in `confirmed`. */
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
