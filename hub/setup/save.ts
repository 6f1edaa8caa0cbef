/**
 * Saves Setup records: one procedure for every noun. Checks the version, the developer name and the rules of the noun,
 * writes, and adds a line to the audit log, all in one transaction. Differences between nouns are in their descriptors:
 * `core/setup/nouns.ts`, `hub/directory/stored-nouns.ts` and `noun-effects.ts`.
 */
import { randomUUID } from 'node:crypto';
import { AppError } from '#core/errors.ts';
import { membershipBetween } from '#core/setup/membership.ts';
import { type AnyRecord, nounOf, type RecordOf, type SetupNoun } from '#core/setup/nouns.ts';
import { hashNewPassword, type PasswordOwner } from '../auth/new-password.ts';
import type { HubContext } from '../unit/context.ts';
import type { Unit } from '../unit/unit.ts';
import { type Admin, audit } from '../audit/audit-line.ts';
import { storedNoun } from '../directory/stored-nouns.ts';
import { changeAssignment } from './memberships.ts';
import { type Beside, effectsOf, putPassword } from './noun-effects.ts';
import { usesOf } from './uses.ts';
import { putRecord, raiseSetupVersion } from './write.ts';

/** The stored version, locked against another save. @throws NOT_FOUND, VERSION_CONFLICT */
async function checkVersion(unit: Unit, noun: SetupNoun, id: string, version: number | null): Promise<void> {
  const row = await unit.db
    .selectFrom(storedNoun(noun).table)
    .select('version')
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw new AppError('NOT_FOUND', { what: noun });
  if (row.version !== version)
    throw new AppError('VERSION_CONFLICT', { now: row.version, based: version ?? 0 });
}

type Fields = Readonly<Record<string, unknown>>;

/** @throws NAME_TAKEN, INVALID_INPUT */
function checkRules(unit: Unit, noun: SetupNoun, id: string, fields: Fields): void {
  const { directory } = unit;
  const { uniqueField, check } = nounOf(noun);
  const name = String(fields[uniqueField]);
  for (const other of directory.records(noun).values()) {
    const taken = String((other as unknown as Fields)[uniqueField]);
    if (other.id !== id && taken.toLowerCase() === name.toLowerCase())
      throw new AppError('NAME_TAKEN', { context: 'named', name });
  }
  const violation = check?.(fields, directory.picture, id)[0];
  if (violation)
    throw new AppError('INVALID_INPUT', {
      field: `record.${violation.path}`,
      problem: violation.code,
      ...violation.params,
    });
}

/** The new content of a record, and the changes to others with it. */
export interface Save extends Omit<Beside, 'passwordHash'> {
  readonly id: string | null;
  readonly version: number | null;
  readonly record: object;
  readonly password?: string | null | undefined;
}

/**
 * Creates or changes a record, with its changes to others.
 * @throws VERSION_CONFLICT, NAME_TAKEN, SYSTEM_RECORD, LAST_ADMIN, WOULD_MOVE, INVALID_INPUT, PASSWORD_WEAK; nothing is
 * changed then
 */
export async function saveRecord(
  context: HubContext,
  admin: Admin,
  noun: SetupNoun,
  { password, ...given }: Save,
): Promise<{ id: string; version: number }> {
  const fields = given.record as Fields;
  const passwordHash = password ? await hashNewPassword(password, given.record as PasswordOwner) : null;
  const effects = effectsOf(noun);
  return context.unit(async (unit) => {
    const id = given.id ?? randomUUID();
    const before: AnyRecord | undefined = unit.directory.records(noun).get(id);
    if (given.id !== null) await checkVersion(unit, noun, id, given.version);
    checkRules(unit, noun, id, fields);
    effects.refuse?.(unit, id, fields, before);
    const version = given.id === null ? 1 : (given.version ?? 0) + 1;
    const after: AnyRecord = { ...fields, ...effects.added?.(before), id, version };
    await putRecord(unit.db, noun, after as RecordOf);
    await audit(unit, admin, before ? 'change' : 'create', noun, id, before ?? null, after);
    await effects.saved?.({ unit, admin, before, after, beside: { ...given, passwordHash } });
    unit.setupChanged = true;
    return { id, version };
  });
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
  const before: AnyRecord | undefined = context.directory.records(given.noun).get(given.id);
  if (before?.active === undefined) throw new AppError('NOT_FOUND', { what: given.noun });
  const { id, version: _version, ...record } = before;
  return saveRecord(context, admin, given.noun, {
    id,
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
  const effects = effectsOf(noun);
  await context.unit(async (unit) => {
    await checkVersion(unit, noun, id, given.version);
    const before: AnyRecord | undefined = unit.directory.records(noun).get(id);
    if (!before) throw new AppError('NOT_FOUND', { what: noun });
    if (effects.system?.(before)) throw new AppError('SYSTEM_RECORD');
    const uses = usesOf(unit.directory, noun, id);
    const inWork = (await effects.inWork?.(unit, id)) ?? false;
    if (uses.length > 0 || inWork)
      throw new AppError('IN_USE', {
        context: 'named',
        by: [...new Set(uses.map((use) => use.name)), ...(inWork ? ['…'] : [])].join(', '),
      });
    effects.refuse?.(unit, id, null, before);
    await effects.removing?.(unit, before);
    await unit.db.deleteFrom(storedNoun(noun).table).where('id', '=', id).execute();
    await raiseSetupVersion(unit.db);
    await audit(unit, admin, 'remove', noun, id, before, null);
    unit.setupChanged = true;
  });
}

/**
 * Assigns exactly these users and profiles to the configuration.
 * @throws NOT_FOUND, WOULD_MOVE with the names of those not confirmed; nothing is changed then
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
      await putRecord(unit.db, 'status', { ...status, sortOrder: index, version: status.version + 1 });
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
