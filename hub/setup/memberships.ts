/**
 * Changes of a save to other records: members of a queue, users of a profile, assignments to a configuration. All of
 * them happen in the save's own transaction.
 */
import type { Assignment, Membership, Move } from '#core/contract/setup.ts';
import { AppError } from '#core/errors.ts';
import type { RecordOf } from '#core/setup/nouns.ts';
import type { User, UserProfile } from '#core/setup/people.ts';
import type { Unit } from '../unit/unit.ts';
import { type Admin, audit } from '../audit/audit-line.ts';
import type { Directory } from '../directory/directory.ts';
import { storedNoun } from '../directory/stored-nouns.ts';
import { putRecord } from './write.ts';

const changesNothing = ({ add, remove }: Membership) => add.length + remove.length === 0;

/** The record, unless another hub has just changed it. @throws NOT_FOUND, VERSION_CONFLICT */
async function current<Noun extends 'queue' | 'user' | 'profile'>(
  unit: Unit,
  noun: Noun,
  id: string,
): Promise<RecordOf<Noun>> {
  const record = unit.directory.records(noun).get(id);
  const { table } = storedNoun(noun);
  const row = await unit.db.selectFrom(table).select('version').where('id', '=', id).executeTakeFirst();
  if (!record || !row) throw new AppError('NOT_FOUND', { what: noun });
  if (row.version !== record.version)
    throw new AppError('VERSION_CONFLICT', { now: row.version, based: record.version });
  return record;
}

/** Adds a user or a profile to queues and removes it from others. */
export async function changeQueues(
  unit: Unit,
  admin: Admin,
  member: { readonly kind: 'user' | 'profile'; readonly id: string },
  queues: Membership,
): Promise<void> {
  const key = member.kind === 'user' ? 'memberUserIds' : 'memberProfileIds';
  const change = async (id: string, joins: boolean) => {
    const queue = await current(unit, 'queue', id);
    if (queue[key].includes(member.id) === joins) return;
    const members = joins ? [...queue[key], member.id] : queue[key].filter((one) => one !== member.id);
    await putRecord(unit.db, 'queue', { ...queue, [key]: members, version: queue.version + 1 });
    await audit(unit, admin, 'members', 'queue', id, null, {
      [key]: { [joins ? 'add' : 'remove']: [member.id] },
    });
  };
  for (const id of queues.remove) await change(id, false);
  for (const id of queues.add) await change(id, true);
}

/** Users get the profile, or lose it. A user has one profile: getting this one replaces the previous one. */
export async function changeProfileMembers(
  unit: Unit,
  admin: Admin,
  profileId: string,
  members: Membership,
): Promise<void> {
  if (changesNothing(members)) return;
  const change = async (id: string, to: string | null) => {
    const user = await current(unit, 'user', id);
    if (to === null ? user.profileId !== profileId : user.profileId === to) return;
    await putRecord(unit.db, 'user', { ...user, profileId: to, version: user.version + 1 });
  };
  for (const id of members.remove) await change(id, null);
  for (const id of members.add) await change(id, profileId);
  await audit(unit, admin, 'members', 'profile', profileId, null, members);
}

/** Users and profiles that have another configuration now and would lose it. */
export function movesOf(
  directory: Directory,
  given: {
    readonly configurationId: string;
    readonly userIds: readonly string[];
    readonly profileIds: readonly string[];
  },
): Move[] {
  const moves: Move[] = [];
  const look = (kind: Move['kind'], record: User | UserProfile | undefined) => {
    const from = record?.presenceConfigurationId;
    if (!record || !from || from === given.configurationId) return;
    moves.push({
      kind,
      id: record.id,
      name: record.name,
      from: directory.configurations.get(from)?.name ?? from,
    });
  };
  for (const id of given.userIds) look('user', directory.users.get(id));
  for (const id of given.profileIds) look('profile', directory.profiles.get(id));
  return moves;
}

/** @throws WOULD_MOVE with the names of those not confirmed; nothing is changed then */
export async function changeAssignment(
  unit: Unit,
  admin: Admin,
  configurationId: string,
  { users, profiles, confirmed }: Assignment,
): Promise<void> {
  if (changesNothing(users) && changesNothing(profiles)) return;
  const { directory } = unit;
  const moves = movesOf(directory, { configurationId, userIds: users.add, profileIds: profiles.add });
  const unasked = moves.filter((move) => !confirmed.includes(move.id));
  if (unasked.length > 0)
    throw new AppError('WOULD_MOVE', {
      context: 'named',
      names: unasked.map((move) => move.name).join(', '),
    });
  const next = (record: User | UserProfile, joins: boolean) => {
    const { presenceConfigurationId: now } = record;
    const to = joins ? configurationId : now === configurationId ? null : now;
    return to === now ? null : { presenceConfigurationId: to, version: record.version + 1 };
  };
  const changeUser = async (id: string, joins: boolean) => {
    const user = await current(unit, 'user', id);
    const change = next(user, joins);
    if (change) await putRecord(unit.db, 'user', { ...user, ...change });
  };
  const changeProfile = async (id: string, joins: boolean) => {
    const profile = await current(unit, 'profile', id);
    const change = next(profile, joins);
    if (change) await putRecord(unit.db, 'profile', { ...profile, ...change });
  };
  for (const id of users.remove) await changeUser(id, false);
  for (const id of users.add) await changeUser(id, true);
  for (const id of profiles.remove) await changeProfile(id, false);
  for (const id of profiles.add) await changeProfile(id, true);
  await audit(unit, admin, 'assign', 'configuration', configurationId, null, { users, profiles });
}
