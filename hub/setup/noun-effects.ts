/**
 * Side effects of saving or removing a record, one entry per noun: fields that only the hub sets, protected records,
 * changes to other records, and immediate effects on agents.
 */
import type { Assignment, Membership } from '#core/contract/setup.ts';
import { AppError } from '#core/errors.ts';
import type { AnyRecord, FieldsOf, RecordOf, SetupNoun } from '#core/setup/nouns.ts';
import type { User } from '#core/setup/people.ts';
import { DEFAULT_CONFIGURATION_DEVELOPER_NAME } from '#core/setup/presence-configuration.ts';
import { type Admin, audit } from '../audit/audit-line.ts';
import { revokeSignIns } from '../auth/sessions.ts';
import type { Directory } from '../directory/directory.ts';
import { bySystem } from '../ledger/periods.ts';
import { leaveStatus } from '../presence/leave-status.ts';
import { signOut } from '../presence/links.ts';
import { isQueued, liveWork } from '../store/states.ts';
import type { Unit } from '../unit/unit.ts';
import { changeAssignment, changeProfileMembers, changeQueues } from './memberships.ts';

/** Changes of a save beside its record. */
export interface Beside {
  readonly assign?: Assignment | null | undefined;
  readonly queues?: Membership | null | undefined;
  readonly members?: Membership | null | undefined;
  /** The hash of a new password. */
  readonly passwordHash: string | null;
}

interface Saved<Record> {
  readonly unit: Unit;
  readonly admin: Admin;
  /** Undefined for a new record. */
  readonly before: Record | undefined;
  readonly after: Record;
  readonly beside: Beside;
}

interface Effects<Record, Fields> {
  /** Fields that the hub adds, besides the id and the version. */
  readonly added?: (before: Record | undefined) => Partial<Record>;
  /** A system record: it cannot be removed. */
  readonly system?: (record: Record) => boolean;
  /** @throws SYSTEM_RECORD, LAST_ADMIN for a change that is never allowed; `fields` null = the record is removed */
  readonly refuse?: (unit: Unit, id: string, fields: Fields | null, before: Record | undefined) => void;
  /** In the transaction of the save, after the record and its audit line. */
  readonly saved?: (save: Saved<Record>) => Promise<void>;
  /** In the transaction that removes the record, before its removal. */
  readonly removing?: (unit: Unit, record: Record) => Promise<void>;
  /** Work refers to the record: history never loses its channel, queue or agent. */
  readonly inWork?: (unit: Unit, id: string) => Promise<boolean>;
}

const effects: { readonly [Noun in SetupNoun]?: Effects<RecordOf<Noun>, FieldsOf<Noun>> } = {
  status: {
    added: (before) => ({ system: before?.system ?? false }),
    system: (status) => status.system,
    refuse: (_unit, _id, fields, before) => {
      if (!before?.system || !fields) return;
      const { channelIds: _channelIds, ...fixed } = fields;
      if (Object.entries(fixed).some(([key, value]) => before[key as keyof typeof fixed] !== value))
        throw new AppError('SYSTEM_RECORD');
    },
    saved: async ({ unit, before, after }) => {
      if (before?.active && !after.active) await leaveStatus(unit, before, 'deactivated');
    },
    removing: (unit, status) => leaveStatus(unit, status, 'removed'),
  },
  configuration: {
    system: ({ developerName }) => developerName === DEFAULT_CONFIGURATION_DEVELOPER_NAME,
    saved: async ({ unit, admin, after, beside }) => {
      if (beside.assign) await changeAssignment(unit, admin, after.id, beside.assign);
    },
  },
  channel: { inWork: (unit, id) => hasItems(unit, 'channel_id', id) },
  routing: { saved: followPriority },
  queue: { inWork: (unit, id) => hasItems(unit, 'queue_id', id) },
  profile: {
    saved: async ({ unit, admin, after: { id }, beside }) => {
      if (beside.members) await changeProfileMembers(unit, admin, id, beside.members);
      if (beside.queues) await changeQueues(unit, admin, { kind: 'profile', id }, beside.queues);
    },
  },
  user: {
    refuse: (unit, id, fields) =>
      refuseWithoutAdmin(unit.directory, id, fields ?? { roles: [], active: false }),
    saved: async ({ unit, admin, before, after: { id, active }, beside }) => {
      if (before?.active && !active) await endSignIns(unit, id);
      if (beside.passwordHash !== null) await putPassword(unit, admin, id, beside.passwordHash);
      if (beside.queues) await changeQueues(unit, admin, { kind: 'user', id }, beside.queues);
    },
    inWork: async ({ db }, id) => {
      const works = db.selectFrom('agent_work').select('id').where('agent_id', '=', id).limit(1);
      const live = await works.where(liveWork('state')).executeTakeFirst();
      return (live ?? (await works.where('closed_at', 'is not', null).executeTakeFirst())) !== undefined;
    },
  },
};

/** A noun's effects with their types erased; records and fields must be of that noun. */
export const effectsOf = (noun: SetupNoun) =>
  (effects[noun] ?? {}) as Effects<AnyRecord, Readonly<Record<string, unknown>>>;

/** At least one active administrator must remain. `user` = the changed user. @throws LAST_ADMIN */
function refuseWithoutAdmin(directory: Directory, id: string, user: Pick<User, 'roles' | 'active'>): void {
  const isAdmin = (one: Pick<User, 'roles' | 'active'>) => one.active && one.roles.includes('admin');
  const others = [...directory.users.values()].some((one) => one.id !== id && isAdmin(one));
  if (!others && !isAdmin(user)) throw new AppError('LAST_ADMIN');
}

/** Waiting items carry their queue's priority; a changed one reorders the queue, any other change does not. */
async function followPriority({ unit, before, after }: Saved<RecordOf<'routing'>>): Promise<void> {
  if (before?.priority === after.priority) return;
  const queues = [...unit.directory.queues.values()].filter(
    (queue) => queue.routingConfigurationId === after.id,
  );
  if (queues.length === 0) return;
  await unit.db
    .updateTable('work_item')
    .set({ priority: after.priority })
    .where(isQueued('state'))
    .where(
      'queue_id',
      'in',
      queues.map((queue) => queue.id),
    )
    .execute();
}

async function hasItems({ db }: Unit, column: 'channel_id' | 'queue_id', id: string): Promise<boolean> {
  const item = await db
    .selectFrom('work_item')
    .select('id')
    .where(column, '=', id)
    .limit(1)
    .executeTakeFirst();
  return item !== undefined;
}

/** Stores a password and ends the user's sign-ins. */
export async function putPassword(unit: Unit, admin: Admin, userId: string, hash: string): Promise<void> {
  await unit.db.updateTable('app_user').set({ password_hash: hash }).where('id', '=', userId).execute();
  await revokeSignIns(unit, userId);
  await audit(unit, admin, 'password', 'user', userId, null, null);
}

/** Signs out a user who may no longer sign in: open work returns to its queues. */
async function endSignIns(unit: Unit, userId: string): Promise<void> {
  await revokeSignIns(unit, userId);
  const agent = await unit.agent(userId);
  if (agent.signed_in === 1) await signOut(unit, agent, true, bySystem);
}
