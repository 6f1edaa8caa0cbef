/** Sign-in: a password for a token; tokens are random, stored as hashes, and extended by use. */
import { createHash, randomBytes } from 'node:crypto';
import { TOKEN_TTL_MS } from '#core/defaults.ts';
import { AppError } from '#core/errors.ts';
import type { User } from '#core/setup/people.ts';
import type { HubContext } from '../unit/context.ts';
import type { Unit } from '../unit/unit.ts';
import type { Limits } from './limits.ts';
import { hashNewPassword } from './new-password.ts';
import { checkPassword } from './passwords.ts';

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');
/** Minimum interval between extensions, so that use costs no write. */
const RENEW_AFTER_MS = 3_600_000;

export interface SignedIn {
  readonly user: User;
  readonly tokenHash: string;
}

export interface SignInAttempt {
  readonly username: string;
  readonly password: string;
  readonly device: string;
  /** The caller's address, used for rate limits. */
  readonly address: string;
  /** Aborted when the caller disconnects. */
  readonly signal: AbortSignal | undefined;
}

/**
 * Attempts are limited per name and address. The limit over all addresses does not apply to addresses from which this
 * user has signed in before, so strangers cannot lock a user out by guessing.
 * @throws WRONG_CREDENTIALS, the same for an unknown name, a wrong password and an inactive user; TOO_MANY
 */
export async function signIn(
  context: HubContext,
  limits: Limits,
  attempt: SignInAttempt,
): Promise<{ token: string; expiresAt: number; user: User }> {
  const name = attempt.username.trim().toLowerCase();
  const user = context.directory.userByName(attempt.username);
  limits.signInFrom.take(attempt.address);
  limits.signIn.take(`${name} ${attempt.address}`);
  if (!(user && (await isKnownAddress(context, user.id, attempt.address)))) limits.signInName.take(name);
  const row = user
    ? await context.store.reader
        .selectFrom('app_user')
        .select('password_hash')
        .where('id', '=', user.id)
        .executeTakeFirst()
    : undefined;
  const right = await context.hashes.run(attempt.address, attempt.signal, () =>
    checkPassword(attempt.password, row?.password_hash),
  );
  if (!right || !user?.active) throw new AppError('WRONG_CREDENTIALS');
  const token = randomBytes(32).toString('base64url');
  const now = context.clock.now();
  const expiresAt = now + TOKEN_TTL_MS;
  await context.store.write(async (db) => {
    await db
      .insertInto('token')
      .values({
        hash: hashOf(token),
        user_id: user.id,
        device: attempt.device,
        created_at: now,
        expires_at: expiresAt,
      })
      .execute();
    await db
      .insertInto('known_address')
      .values({ user_id: user.id, address_hash: addressHash(user.id, attempt.address), signed_in_at: now })
      .onConflict((conflict) =>
        conflict.columns(['user_id', 'address_hash']).doUpdateSet({ signed_in_at: now }),
      )
      .execute();
  });
  return { token, expiresAt, user };
}

/** Addresses are personal data: the stored hash can only be compared with another address. */
const addressHash = (userId: string, address: string) => hashOf(`${userId} ${address}`);

async function isKnownAddress(context: HubContext, userId: string, address: string): Promise<boolean> {
  const row = await context.store.reader
    .selectFrom('known_address')
    .select('signed_in_at')
    .where('user_id', '=', userId)
    .where('address_hash', '=', addressHash(userId, address))
    .executeTakeFirst();
  return row !== undefined && context.clock.now() - row.signed_in_at < TOKEN_TTL_MS;
}

/** The user of this token; null = unknown, ended or expired. */
export async function signedInWith(context: HubContext, token: string): Promise<SignedIn | null> {
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
  if (row.expires_at - now < TOKEN_TTL_MS - RENEW_AFTER_MS) {
    await context.store.write((db) =>
      db
        .updateTable('token')
        .set({ expires_at: now + TOKEN_TTL_MS })
        .where('hash', '=', hash)
        .execute(),
    );
  }
  return { user, tokenHash: hash };
}

/** Ends this sign-in and every socket opened with it, on every hub. */
export async function signOutToken(context: HubContext, who: SignedIn): Promise<void> {
  await context.unit(async (unit) => {
    await unit.db.deleteFrom('token').where('hash', '=', who.tokenHash).execute();
    unit.accessEnded.add(who.user.id);
  });
}

/** Ends a user's sign-ins, all of them or all but one, and every socket opened with them. */
export async function revokeSignIns(
  unit: Unit,
  userId: string,
  exceptTokenHash: string | null = null,
): Promise<void> {
  await unit.db
    .deleteFrom('token')
    .where('user_id', '=', userId)
    .$if(exceptTokenHash !== null, (query) => query.where('hash', '!=', exceptTokenHash!))
    .execute();
  unit.accessEnded.add(userId);
}

/**
 * Changes the password and ends every other sign-in of this user; guesses at the current one are limited.
 * @throws WRONG_CREDENTIALS, PASSWORD_WEAK, TOO_MANY
 */
export async function changePassword(
  context: HubContext,
  limits: Limits,
  who: SignedIn,
  passwords: { readonly current: string; readonly next: string },
): Promise<void> {
  limits.signIn.take(`own ${who.user.id}`);
  const row = await context.store.reader
    .selectFrom('app_user')
    .select('password_hash')
    .where('id', '=', who.user.id)
    .executeTakeFirstOrThrow();
  const hash = await context.hashes.run(who.user.id, undefined, async () => {
    if (!(await checkPassword(passwords.current, row.password_hash))) throw new AppError('WRONG_CREDENTIALS');
    return hashNewPassword(passwords.next, who.user);
  });
  await context.unit(async (unit) => {
    await unit.db
      .updateTable('app_user')
      .set({ password_hash: hash })
      .where('id', '=', who.user.id)
      .execute();
    await revokeSignIns(unit, who.user.id, who.tokenHash);
  });
}
