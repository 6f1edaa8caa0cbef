/** Sign-in: a password for a token; tokens are random, kept hashed, and renewed by use. */
import { createHash, randomBytes } from 'node:crypto';
import { TOKEN_VALID } from '#core/defaults.ts';
import { AppError } from '#core/errors.ts';
import type { User } from '#core/setup/people.ts';
import type { HubContext } from '../context.ts';
import { hashNewPassword } from './new-password.ts';
import { checkPassword } from './passwords.ts';

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');
/** The expiry is moved at most this often, so that use costs no write. */
const RENEW_AFTER = 3_600_000;

export interface SignedIn {
  readonly user: User;
  readonly tokenHash: string;
}

/** @throws WRONG_CREDENTIALS, the same for an unknown name, a wrong password and a user who is not active */
export async function signIn(
  context: HubContext,
  credentials: { readonly username: string; readonly password: string; readonly device: string },
): Promise<{ token: string; expiresAt: number; user: User }> {
  const user = context.directory.userByName(credentials.username);
  const row = user
    ? await context.store.reader
        .selectFrom('app_user')
        .select('password_hash')
        .where('id', '=', user.id)
        .executeTakeFirst()
    : undefined;
  const right = await checkPassword(credentials.password, row?.password_hash);
  if (!right || !user?.active) throw new AppError('WRONG_CREDENTIALS');
  const token = randomBytes(32).toString('base64url');
  const now = context.clock.now();
  const expiresAt = now + TOKEN_VALID;
  await context.store.write((db) =>
    db
      .insertInto('token')
      .values({
        hash: hashOf(token),
        user_id: user.id,
        device: credentials.device,
        created_at: now,
        expires_at: expiresAt,
      })
      .execute(),
  );
  return { token, expiresAt, user };
}

/** Who holds this token; null = nobody, or no more. */
export async function whoHas(context: HubContext, token: string): Promise<SignedIn | null> {
  const hash = hashOf(token);
  const row = await context.store.reader
    .selectFrom('token')
    .selectAll()
    .where('hash', '=', hash)
    .executeTakeFirst();
  const now = context.clock.now();
  if (!row || row.expires_at <= now) return null;
  const user = context.directory.users.get(row.user_id);
  if (!user?.active) return null;
  if (row.expires_at - now < TOKEN_VALID - RENEW_AFTER) {
    await context.store.write((db) =>
      db
        .updateTable('token')
        .set({ expires_at: now + TOKEN_VALID })
        .where('hash', '=', hash)
        .execute(),
    );
  }
  return { user, tokenHash: hash };
}

export async function signOutToken(context: HubContext, tokenHash: string): Promise<void> {
  await context.store.write((db) => db.deleteFrom('token').where('hash', '=', tokenHash).execute());
}

/** Changes the password and ends every other sign-in of this user. @throws WRONG_CREDENTIALS, PASSWORD_WEAK */
export async function changePassword(
  context: HubContext,
  who: SignedIn,
  passwords: { readonly current: string; readonly next: string },
): Promise<void> {
  const row = await context.store.reader
    .selectFrom('app_user')
    .select('password_hash')
    .where('id', '=', who.user.id)
    .executeTakeFirstOrThrow();
  if (!(await checkPassword(passwords.current, row.password_hash))) throw new AppError('WRONG_CREDENTIALS');
  const hash = await hashNewPassword(passwords.next, who.user);
  await context.store.write(async (db) => {
    await db.updateTable('app_user').set({ password_hash: hash }).where('id', '=', who.user.id).execute();
    await db
      .deleteFrom('token')
      .where('user_id', '=', who.user.id)
      .where('hash', '!=', who.tokenHash)
      .execute();
  });
}
