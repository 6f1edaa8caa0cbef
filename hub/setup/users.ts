/**
 * Manages users from the command line, whether or not a hub runs: a running hub notices within seconds. Omitted values
 * stay unchanged, every action adds a line to the audit log, and none creates a database.
 */
import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { AppError } from '#core/errors.ts';
import { formatText } from '#core/i18n/texts.ts';
import { newUser, User } from '#core/setup/people.ts';
import type { Role } from '#core/vocabulary.ts';
import { hashNewPassword, type PasswordOwner } from '../auth/new-password.ts';
import { type Db, openStore, type Store, StoreError } from '../store/store.ts';
import { type AuditLine, writeAudit } from '../audit/audit-line.ts';
import { type Directory, readDirectory } from '../directory/directory.ts';
import { putUser, raiseSetupVersion } from './write.ts';

/** A user to add, or the changes to the user with that name; omitted values stay, or are those of a new user. */
export interface GivenUser {
  readonly username: string;
  readonly name?: string | undefined;
  /** Required for a new user. */
  readonly password?: string | undefined;
  readonly roles?: readonly Role[] | undefined;
  /** Developer name of the user profile; null = none. */
  readonly profile?: string | null | undefined;
}

async function onDatabase<T>(address: string, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(address, { beside: true, existing: true });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** Context of a change: current Setup, locked against every other change until the end. */
interface Change {
  readonly db: Db;
  readonly directory: Directory;
  audit(line: Omit<AuditLine, 'entity'>): Promise<void>;
}

const change = <T>(store: Store, work: (change: Change) => Promise<T>): Promise<T> =>
  store.write(async (db) => {
    await raiseSetupVersion(db);
    const actor = { id: null, name: `command line (${personHere()})` };
    return work({
      db,
      directory: await readDirectory(db),
      audit: (line) => writeAudit(db, Date.now(), actor, { entity: 'user', ...line }),
    });
  });

/** Adds a user, or changes the given values of the user with that name. @throws {StoreError} with a sentence */
export async function saveUser(address: string, given: GivenUser): Promise<'added' | 'changed'> {
  return onDatabase(address, async (store) => {
    const known = (await store.read(readDirectory)).userByName(given.username);
    if (!known && given.password === undefined)
      throw new StoreError(`${given.username} is new and needs a password.`);
    const owner = { username: given.username, name: given.name ?? known?.name ?? given.username };
    const hash = given.password === undefined ? undefined : await newHash(given.password, owner);
    return change(store, async ({ db, directory, audit }) => {
      const before = directory.userByName(given.username);
      const after = userAfter(directory, before, given);
      refuseWithoutAdmin(directory, after);
      await putUser(db, after, hash);
      const action = before ? 'change' : 'create';
      await audit({ action, entityId: after.id, before: before ?? null, after });
      if (before && hash !== undefined) await endSignIns(db, after.id);
      if (hash !== undefined)
        await audit({ action: 'password', entityId: after.id, before: null, after: null });
      return before ? 'changed' : 'added';
    });
  });
}

/** The record after the change. @throws {StoreError} */
function userAfter(directory: Directory, before: User | undefined, given: GivenUser): User {
  const name = given.name ?? before?.name ?? given.username;
  const firstName = name.split(/\s+/)[0] ?? name;
  const parsed = User.safeParse({
    ...newUser,
    id: randomUUID(),
    firstName,
    nickname: firstName,
    alias: firstName,
    ...before,
    username: before?.username ?? given.username,
    name,
    roles: [...(given.roles ?? before?.roles ?? newUser.roles)],
    profileId:
      given.profile === undefined ? (before?.profileId ?? null) : profileId(directory, given.profile),
    version: (before?.version ?? 0) + 1,
  });
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw new StoreError(`The ${issue.path.join('.')} cannot be used: ${issue.message}.`);
}

function profileId({ profiles }: Directory, developerName: string | null): string | null {
  if (developerName === null) return null;
  const profile = [...profiles.values()].find((one) => one.developerName === developerName);
  if (profile) return profile.id;
  const known = [...profiles.values()].map((one) => one.developerName).join(', ') || 'none';
  throw new StoreError(`There is no user profile "${developerName}". There are: ${known}.`);
}

export async function listUsers(address: string): Promise<readonly User[]> {
  return onDatabase(address, async (store) => {
    const directory = await store.read(readDirectory);
    return [...directory.users.values()].sort((a, b) => a.username.localeCompare(b.username));
  });
}

/** Sets a user's password and ends the user's sign-ins. @throws {StoreError} */
export async function setUserPassword(address: string, username: string, password: string): Promise<void> {
  await onDatabase(address, async (store) => {
    const hash = await newHash(password, named(await store.read(readDirectory), username));
    await change(store, async ({ db, directory, audit }) => {
      const { id } = named(directory, username);
      await db.updateTable('app_user').set({ password_hash: hash }).where('id', '=', id).execute();
      await endSignIns(db, id);
      await audit({ action: 'password', entityId: id, before: null, after: null });
    });
  });
}

/**
 * Reactivates a user, or deactivates one and ends the user's sign-ins; the records stay.
 * @throws {StoreError} for an unknown user, and for the last active administrator
 */
export async function setUserActive(address: string, username: string, active: boolean): Promise<void> {
  await onDatabase(address, (store) =>
    change(store, async ({ db, directory, audit }) => {
      const before = named(directory, username);
      if (before.active === active) return;
      const after = { ...before, active, version: before.version + 1 };
      refuseWithoutAdmin(directory, after);
      await putUser(db, after);
      if (!active) await endSignIns(db, before.id);
      await audit({ action: 'change', entityId: before.id, before, after });
    }),
  );
}

function named(directory: Directory, username: string): User {
  const user = directory.userByName(username);
  if (!user) throw new StoreError(`There is no user "${username}".`);
  return user;
}

/** @throws {StoreError} when this change would leave no active administrator where there is one */
function refuseWithoutAdmin({ users }: Directory, after: User): void {
  const isAdmin = (user: User) => user.active && user.roles.includes('admin');
  const admins = [...users.values()].filter(isAdmin);
  const isLast = admins.length === 1 && admins[0]?.id === after.id;
  if (isLast && !isAdmin(after))
    throw new StoreError(
      `${after.username} is the last active administrator. Make another user one first. Nothing was changed.`,
    );
}

/** Hubs notice within a second that a token was removed and end its sockets. */
async function endSignIns(db: Db, userId: string): Promise<void> {
  await db.deleteFrom('token').where('user_id', '=', userId).execute();
}

/** @throws {StoreError} with the reason if the password is too weak */
async function newHash(password: string, owner: PasswordOwner): Promise<string> {
  try {
    return await hashNewPassword(password, owner);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new StoreError(formatText('en', `errors.${error.code}`, error.params));
  }
}

function personHere(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}
