/**
 * Saving Setup: one way for every noun. Checks the version, the developer name and the rules of the noun, writes, and
 * leaves a line in the audit log; all of it in one transaction.
 */
import { randomUUID } from 'node:crypto';
import type { Assignment, Membership, SetupNoun } from '#core/contract/setup.ts';
import { AppError } from '#core/errors.ts';
import type { Queue, RoutingConfiguration, ServiceChannel } from '#core/setup/channels-and-queues.ts';
import { membershipBetween } from '#core/setup/membership.ts';
import type { User, UserProfile } from '#core/setup/people.ts';
import { checkConfiguration } from '#core/setup/presence-configuration-rules.ts';
import type { PresenceConfiguration } from '#core/setup/presence-configuration.ts';
import type { PresenceStatus } from '#core/setup/presence-status.ts';
import { checkChannel, checkProfile, checkQueue, checkRouting, checkUser } from '#core/setup/record-rules.ts';
import { hashNewPassword } from '../auth/new-password.ts';
import { revokeSignIns } from '../auth/sessions.ts';
import type { HubContext } from '../unit/context.ts';
import { leaveStatus } from '../presence/leave-status.ts';
import { signOut } from '../presence/links.ts';
import { bySystem } from '../ledger/periods.ts';
import { isQueued, liveWork } from '../store/states.ts';
import type { Unit } from '../unit/unit.ts';
import { type Admin, audit } from '../audit/audit-line.ts';
import type { Directory } from '../directory/directory.ts';
import { changeAssignment, changeProfileMembers, changeQueues } from './memberships.ts';
import { usesOf } from './uses.ts';
import * as write from './write.ts';

interface Stored {
  readonly id: string;
  readonly version: number;
}

/** Where a noun's records are, and how one is written. */
const nouns: {
  readonly [Noun in SetupNoun]: {
    readonly table:
      | 'presence_status'
      | 'presence_configuration'
      | 'decline_reason'
      | 'service_channel'
      | 'routing_configuration'
      | 'queue'
      | 'user_profile'
      | 'app_user';
    records(directory: Directory): ReadonlyMap<string, Stored>;
    put(unit: Unit, record: never): Promise<void>;
  };
} = {
  status: {
    table: 'presence_status',
    records: (d) => d.statuses,
    put: (unit, record) => write.putStatus(unit.db, record),
  },
  configuration: {
    table: 'presence_configuration',
    records: (d) => d.configurations,
    put: (unit, record) => write.putConfiguration(unit.db, record),
  },
  'decline-reason': {
    table: 'decline_reason',
    records: (d) => d.declineReasons,
    put: (unit, record) => write.putDeclineReason(unit.db, record),
  },
  channel: {
    table: 'service_channel',
    records: (d) => d.channels,
    put: (unit, record) => write.putChannel(unit.db, record),
  },
  routing: {
    table: 'routing_configuration',
    records: (d) => d.routing,
    put: (unit, record) => write.putRouting(unit.db, record),
  },
  queue: { table: 'queue', records: (d) => d.queues, put: (unit, record) => write.putQueue(unit.db, record) },
  profile: {
    table: 'user_profile',
    records: (d) => d.profiles,
    put: (unit, record) => write.putProfile(unit.db, record),
  },
  user: { table: 'app_user', records: (d) => d.users, put: (unit, record) => write.putUser(unit.db, record) },
};

/** The stored version now, locked against another save. @throws NOT_FOUND, VERSION_CONFLICT */
async function checkVersion(unit: Unit, noun: SetupNoun, id: string, version: number | null): Promise<void> {
  const row = await unit.db
    .selectFrom(nouns[noun].table)
    .select('version')
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw new AppError('NOT_FOUND', { what: noun });
  if (row.version !== version)
    throw new AppError('VERSION_CONFLICT', { now: row.version, based: version ?? 0 });
}

/** Rules that one noun has and the others have not. */
function checkRules(
  unit: Unit,
  noun: SetupNoun,
  id: string,
  record: Record<string, unknown>,
  before: Stored | undefined,
): void {
  const { directory } = unit;
  if (noun === 'status' && before && (before as PresenceStatus).system) {
    const { channelIds: _now, ...changed } = record as unknown as PresenceStatus;
    const {
      channelIds: _then,
      id: _id,
      version: _version,
      system: _system,
      ...kept
    } = before as PresenceStatus;
    if (Object.entries(kept).some(([key, value]) => changed[key as keyof typeof changed] !== value))
      throw new AppError('SYSTEM_RECORD');
  }
  const issue = issuesOf(unit.directory, noun, id, record)[0];
  if (issue)
    throw new AppError('INVALID_INPUT', {
      field: `record.${issue.path}`,
      problem: issue.code,
      ...issue.params,
    });
  if (noun === 'user') checkAdminsLeft(directory, id, record as unknown as User);
}

/** At least one active administrator must remain. `user` = what this one becomes. @throws LAST_ADMIN */
function checkAdminsLeft(directory: Directory, id: string, user: Pick<User, 'roles' | 'active'>): void {
  const isAdmin = (one: Pick<User, 'roles' | 'active'>) => one.active && one.roles.includes('admin');
  const others = [...directory.users.values()].some((one) => one.id !== id && isAdmin(one));
  if (!others && !isAdmin(user)) throw new AppError('LAST_ADMIN');
}

/** What the noun's own rules refuse. */
function issuesOf(directory: Directory, noun: SetupNoun, id: string, record: unknown) {
  const around = directory.picture;
  switch (noun) {
    case 'configuration': {
      const { settings } = record as PresenceConfiguration;
      const { issues } = checkConfiguration(settings, { ...around, mode: 'form' });
      return issues.map((issue) => ({ ...issue, path: `settings.${issue.path}` }));
    }
    case 'channel':
      return checkChannel(record as ServiceChannel).issues;
    case 'routing':
      return checkRouting(record as RoutingConfiguration, around).issues;
    case 'queue':
      return checkQueue(record as Queue, around, id).issues;
    case 'profile':
      return checkProfile(record as UserProfile, around).issues;
    case 'user':
      return checkUser(record as User, around).issues;
    case 'status':
    case 'decline-reason':
      return [];
  }
}

function checkName(unit: Unit, noun: SetupNoun, id: string, record: Record<string, unknown>): void {
  const key = noun === 'user' ? 'username' : 'developerName';
  const name = String(record[key]);
  for (const other of nouns[noun].records(unit.directory).values())
    if (
      other.id !== id &&
      String((other as unknown as Record<string, unknown>)[key]).toLowerCase() === name.toLowerCase()
    )
      throw new AppError('NAME_TAKEN', { context: 'named', name });
}

/** A record as it is to be, and what changes in others with it. */
export interface Save {
  readonly id: string | null;
  readonly version: number | null;
  readonly record: object;
  readonly assign?: Assignment | null | undefined;
  readonly queues?: Membership | null | undefined;
  readonly members?: Membership | null | undefined;
  readonly password?: string | null | undefined;
}

/**
 * Creates or changes a record, with what changes in others.
 * @throws VERSION_CONFLICT, NAME_TAKEN, SYSTEM_RECORD, LAST_ADMIN, WOULD_MOVE, INVALID_INPUT, PASSWORD_WEAK; nothing is changed then
 */
export async function saveRecord(
  context: HubContext,
  admin: Admin,
  noun: SetupNoun,
  given: Save,
): Promise<{ id: string; version: number }> {
  const passwordHash = given.password ? await hashNewPassword(given.password, given.record as User) : null;
  return context.unit(async (unit) => {
    const id = given.id ?? randomUUID();
    const before = nouns[noun].records(unit.directory).get(id);
    if (given.id !== null) await checkVersion(unit, noun, id, given.version);
    const record = given.record as Record<string, unknown>;
    checkName(unit, noun, id, record);
    checkRules(unit, noun, id, record, before);
    const version = given.id === null ? 1 : (given.version ?? 0) + 1;
    const system =
      noun === 'status' ? { system: (before as PresenceStatus | undefined)?.system ?? false } : {};
    const after = { ...record, ...system, id, version };
    await nouns[noun].put(unit, after as never);
    await audit(unit, admin, before ? 'change' : 'create', noun, id, before ?? null, after);
    await followRouting(unit, noun, before, after);
    if (noun === 'status' && before && (before as PresenceStatus).active && record.active === false)
      await leaveStatus(unit, before as PresenceStatus, 'deactivated');
    if (noun === 'user' && before && (before as User).active && record.active === false)
      await endSignIns(unit, id);
    if (passwordHash !== null) await putPassword(unit, admin, id, passwordHash);
    if (given.assign) await changeAssignment(unit, admin, id, given.assign);
    if (given.members) await changeProfileMembers(unit, admin, id, given.members);
    if (given.queues && (noun === 'user' || noun === 'profile'))
      await changeQueues(unit, admin, { kind: noun, id }, given.queues);
    unit.setupChanged = true;
    return { id, version };
  });
}

/** Waiting items carry their queue's priority; a changed one reorders the line, any other change leaves it alone. */
async function followRouting(
  unit: Unit,
  noun: SetupNoun,
  before: Stored | undefined,
  after: { id: string } & Record<string, unknown>,
): Promise<void> {
  if (noun !== 'routing' || (before as RoutingConfiguration | undefined)?.priority === after.priority) return;
  const queues = [...unit.directory.queues.values()].filter(
    (queue) => queue.routingConfigurationId === after.id,
  );
  if (queues.length === 0) return;
  await unit.db
    .updateTable('work_item')
    .set({ priority: Number(after.priority) })
    .where(isQueued('state'))
    .where(
      'queue_id',
      'in',
      queues.map((queue) => queue.id),
    )
    .execute();
}

/** @throws VERSION_CONFLICT, SYSTEM_RECORD, LAST_ADMIN */
export async function setActive(
  context: HubContext,
  admin: Admin,
  given: {
    readonly noun: SetupNoun;
    readonly id: string;
    readonly version: number;
    readonly active: boolean;
  },
): Promise<{ version: number }> {
  const before = nouns[given.noun].records(context.directory).get(given.id) as
    | (Stored & { active?: boolean })
    | undefined;
  if (before?.active === undefined) throw new AppError('NOT_FOUND', { what: given.noun });
  const { id: _id, version: _version, ...record } = before;
  return saveRecord(context, admin, given.noun, {
    id: given.id,
    version: given.version,
    record: { ...record, active: given.active },
  });
}

/** @throws IN_USE, VERSION_CONFLICT, SYSTEM_RECORD, LAST_ADMIN */
export async function removeRecord(
  context: HubContext,
  admin: Admin,
  given: { readonly noun: SetupNoun; readonly id: string; readonly version: number },
): Promise<void> {
  const { noun, id } = given;
  await context.unit(async (unit) => {
    await checkVersion(unit, noun, id, given.version);
    const before = nouns[noun].records(unit.directory).get(id)!;
    if ((before as PresenceStatus).system || id === unit.directory.defaultConfiguration().id)
      throw new AppError('SYSTEM_RECORD');
    const uses = usesOf(unit.directory, noun, id);
    const inWork =
      noun === 'user' || noun === 'channel' || noun === 'queue' ? await workOf(unit, noun, id) : false;
    if (uses.length > 0 || inWork)
      throw new AppError('IN_USE', {
        context: 'named',
        by: [...new Set(uses.map((use) => use.name)), ...(inWork ? ['…'] : [])].join(', '),
      });
    if (noun === 'user') checkAdminsLeft(unit.directory, id, { roles: [], active: false });
    if (noun === 'status') await leaveStatus(unit, before as PresenceStatus, 'removed');
    await unit.db.deleteFrom(nouns[noun].table).where('id', '=', id).execute();
    await write.raiseSetupVersion(unit.db);
    await audit(unit, admin, 'remove', noun, id, before, null);
    unit.setupChanged = true;
  });
}

/** Work that names the record: history is never left without its channel, queue or agent. */
async function workOf(unit: Unit, noun: 'user' | 'channel' | 'queue', id: string): Promise<boolean> {
  const { db } = unit;
  if (noun === 'user') {
    const works = db.selectFrom('agent_work').select('id').where('agent_id', '=', id).limit(1);
    const live = await works.where(liveWork('state')).executeTakeFirst();
    return (live ?? (await works.where('closed_at', 'is not', null).executeTakeFirst())) !== undefined;
  }
  const row = await db
    .selectFrom('work_item')
    .select('id')
    .where(noun === 'channel' ? 'channel_id' : 'queue_id', '=', id)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Makes exactly these users and profiles the configuration's own.
 * @throws NOT_FOUND, WOULD_MOVE with the names of those who are not confirmed; nothing is changed then
 */
export async function assign(
  context: HubContext,
  admin: Admin,
  given: {
    readonly configurationId: string;
    readonly userIds: readonly string[];
    readonly profileIds: readonly string[];
    readonly confirmed: readonly string[];
  },
): Promise<void> {
  await context.unit(async (unit) => {
    const { directory } = unit;
    if (!directory.configurations.has(given.configurationId))
      throw new AppError('NOT_FOUND', { what: 'configuration' });
    const change = (
      records: Iterable<{ readonly id: string; readonly presenceConfigurationId: string | null }>,
      wanted: readonly string[],
    ) => {
      const assigned = [...records].filter((one) => one.presenceConfigurationId === given.configurationId);
      return membershipBetween(
        assigned.map(({ id }) => id),
        wanted,
      );
    };
    await changeAssignment(unit, admin, given.configurationId, {
      users: change(directory.users.values(), given.userIds),
      profiles: change(directory.profiles.values(), given.profileIds),
      confirmed: [...given.confirmed],
    });
    unit.setupChanged = true;
  });
}

export async function orderStatuses(
  context: HubContext,
  admin: Admin,
  ids: readonly string[],
): Promise<void> {
  await context.unit(async (unit) => {
    for (const [index, id] of ids.entries()) {
      const status = unit.directory.statuses.get(id);
      if (!status || status.sortOrder === index) continue;
      await write.putStatus(unit.db, { ...status, sortOrder: index, version: status.version + 1 });
    }
    await audit(unit, admin, 'order', 'status', ids[0] ?? '', null, ids);
    unit.setupChanged = true;
  });
}

/** Sets a user's password and ends the user's other sign-ins. @throws NOT_FOUND, PASSWORD_WEAK */
export async function setPassword(
  context: HubContext,
  admin: Admin,
  userId: string,
  password: string,
): Promise<void> {
  const user = context.directory.users.get(userId);
  if (!user) throw new AppError('NOT_FOUND', { what: 'user' });
  const hash = await hashNewPassword(password, user);
  await context.unit(async (unit) => {
    if (!unit.directory.users.has(userId)) throw new AppError('NOT_FOUND', { what: 'user' });
    await putPassword(unit, admin, userId, hash);
  });
}

async function putPassword(unit: Unit, admin: Admin, userId: string, hash: string): Promise<void> {
  await unit.db.updateTable('app_user').set({ password_hash: hash }).where('id', '=', userId).execute();
  await revokeSignIns(unit, userId);
  await audit(unit, admin, 'password', 'user', userId, null, null);
}

/** Who may no longer sign in is signed out: open work goes back to its queues. */
async function endSignIns(unit: Unit, userId: string): Promise<void> {
  await revokeSignIns(unit, userId);
  const agent = await unit.agent(userId);
  if (agent.signed_in === 1) await signOut(unit, agent, true, bySystem);
}
