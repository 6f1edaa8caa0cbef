/** Managing users from the command line, beside a hub that runs or not: it notices within seconds. */
import { randomUUID } from 'node:crypto';
import { newUser, User } from '#core/setup/people.ts';
import type { Role } from '#core/vocabulary.ts';
import { hashPassword } from '../auth/passwords.ts';
import { openStore, StoreError } from '../store/store.ts';
import { readDirectory } from './directory.ts';
import { putUser } from './write.ts';

export interface NewUser {
  readonly username: string;
  readonly name: string;
  readonly password: string;
  readonly roles: readonly Role[];
  /** Developer name of the user profile; null = none. */
  readonly profile: string | null;
}

/** A password shorter than this is refused. */
export const SHORTEST_PASSWORD = 8;

async function onDatabase<T>(
  address: string,
  work: (store: Awaited<ReturnType<typeof openStore>>) => Promise<T>,
): Promise<T> {
  const store = await openStore(address, { beside: true });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** Adds a user, or changes the one who has that name. @throws {StoreError} with a sentence */
export async function saveUser(address: string, given: NewUser): Promise<'added' | 'changed'> {
  if (given.password.length < SHORTEST_PASSWORD)
    throw new StoreError(`A password needs at least ${SHORTEST_PASSWORD} characters.`);
  return onDatabase(address, async (store) => {
    const directory = await store.read(readDirectory);
    const before = directory.userByName(given.username);
    const profile = [...directory.profiles.values()].find((one) => one.developerName === given.profile);
    if (given.profile !== null && !profile) {
      const known = [...directory.profiles.values()].map((one) => one.developerName).join(', ') || 'none';
      throw new StoreError(`There is no user profile "${given.profile}". There are: ${known}.`);
    }
    const firstName = given.name.split(/\s+/)[0] ?? given.name;
    const parsed = User.safeParse({
      ...newUser,
      id: randomUUID(),
      firstName,
      nickname: firstName,
      alias: firstName,
      version: 1,
      ...before,
      username: given.username,
      name: given.name,
      roles: [...given.roles],
      profileId: profile?.id ?? null,
    });
    if (!parsed.success) {
      const issue = parsed.error.issues[0]!;
      throw new StoreError(`The ${issue.path.join('.')} cannot be used: ${issue.message}.`);
    }
    const hash = await hashPassword(given.password);
    await store.write((db) => putUser(db, { ...parsed.data, version: (before?.version ?? 0) + 1 }, hash));
    return before ? 'changed' : 'added';
  });
}

export async function listUsers(address: string): Promise<readonly User[]> {
  return onDatabase(address, async (store) => {
    const directory = await store.read(readDirectory);
    return [...directory.users.values()].sort((a, b) => a.username.localeCompare(b.username));
  });
}

/** Nobody signs in with this name any more; the records stay. @throws {StoreError} */
export async function deactivateUser(address: string, username: string): Promise<void> {
  await onDatabase(address, async (store) => {
    const directory = await store.read(readDirectory);
    const user = directory.userByName(username);
    if (!user) throw new StoreError(`There is no user "${username}".`);
    await store.write(async (db) => {
      await putUser(db, { ...user, active: false, version: user.version + 1 });
      await db.deleteFrom('token').where('user_id', '=', user.id).execute();
    });
  });
}
