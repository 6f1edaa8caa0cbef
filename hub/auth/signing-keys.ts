/**
 * Keys with which sites sign facts about their customers: stored in plain text, since verification needs the secret.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import type { SigningKey } from '#core/contract/setup-system.ts';
import { AppError } from '#core/errors.ts';
import type { HubContext } from '../unit/context.ts';
import { type Admin, audit } from '../audit/audit-line.ts';

export async function listSigningKeys(context: HubContext): Promise<SigningKey[]> {
  const rows = await context.store.reader
    .selectFrom('signing_key')
    .select(['id', 'name', 'created_at'])
    .orderBy('created_at', 'desc')
    .execute();
  return rows.map((row) => ({ id: row.id, name: row.name, createdAt: row.created_at }));
}

/** The secret is returned only here. */
export async function createSigningKey(
  context: HubContext,
  admin: Admin,
  name: string,
): Promise<{ id: string; secret: string }> {
  const id = randomUUID();
  const secret = randomBytes(32).toString('base64url');
  await context.unit(async (unit) => {
    await unit.db.insertInto('signing_key').values({ id, name, secret, created_at: unit.now }).execute();
    await audit(unit, admin, 'create', 'signing-key', id, null, { name });
  });
  return { id, secret };
}

/** @throws NOT_FOUND */
export async function removeSigningKey(context: HubContext, admin: Admin, id: string): Promise<void> {
  await context.unit(async (unit) => {
    const row = await unit.db
      .deleteFrom('signing_key')
      .where('id', '=', id)
      .returning('name')
      .executeTakeFirst();
    if (!row) throw new AppError('NOT_FOUND', { what: 'signing key' });
    await audit(unit, admin, 'remove', 'signing-key', id, { name: row.name }, null);
  });
}
