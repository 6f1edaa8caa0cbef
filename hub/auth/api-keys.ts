/**
 * API keys of integrators: random, stored as hashes, shown once, with a name, scopes, an end, and the time of last use.
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { ApiKey } from '#core/contract/setup-system.ts';
import { AppError } from '#core/errors.ts';
import { ApiScope } from '#core/setup/api-scopes.ts';
import type { HubContext } from '../unit/context.ts';
import { jsonColumn, toJson } from '../store/json.ts';
import { type Admin, audit } from '../audit/audit-line.ts';

const hashOf = (key: string) => createHash('sha256').update(key).digest('hex');
/** Prefix of every key, so that secret scanners recognise one. */
const PREFIX = 'oqk_';
/** Minimum interval between writes of the last use, so that use costs no write. */
const LAST_USED_INTERVAL_MS = 60_000;

/** A key presented at an endpoint. */
export interface KeyHolder {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly ApiScope[];
}

const scopesOf = jsonColumn('api_key.scopes_json', ApiScope.array());

export async function listApiKeys(context: HubContext): Promise<ApiKey[]> {
  const rows = await context.store.reader
    .selectFrom('api_key')
    .select(['id', 'name', 'created_at', 'last_used_at', 'scopes_json', 'expires_at'])
    .where('active', '=', 1)
    .orderBy('created_at', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    scopes: scopesOf(row.scopes_json),
    expiresAt: row.expires_at,
  }));
}

/** The key is returned only here. @throws END_IN_THE_PAST */
export async function createApiKey(
  context: HubContext,
  admin: Admin,
  given: { readonly name: string; readonly scopes: readonly ApiScope[]; readonly expiresAt: number | null },
): Promise<{ id: string; key: string }> {
  const key = PREFIX + randomBytes(32).toString('base64url');
  const id = randomUUID();
  await context.unit(async (unit) => {
    const { name, scopes, expiresAt } = given;
    if (expiresAt !== null && expiresAt <= unit.now) throw new AppError('END_IN_THE_PAST');
    await unit.db
      .insertInto('api_key')
      .values({
        id,
        name,
        hash: hashOf(key),
        created_at: unit.now,
        last_used_at: null,
        active: 1,
        scopes_json: toJson(scopes),
        expires_at: expiresAt,
      })
      .execute();
    await audit(unit, admin, 'create', 'api-key', id, null, given);
  });
  return { id, key };
}

/** @throws NOT_FOUND */
export async function revokeApiKey(context: HubContext, admin: Admin, id: string): Promise<void> {
  await context.unit(async (unit) => {
    const row = await unit.db
      .updateTable('api_key')
      .set({ active: 0 })
      .where('id', '=', id)
      .where('active', '=', 1)
      .returning('name')
      .executeTakeFirst();
    if (!row) throw new AppError('NOT_FOUND', { what: 'api key' });
    await audit(unit, admin, 'remove', 'api-key', id, { name: row.name }, null);
  });
}

/** The access of this key; null = unknown, revoked or expired. Records the use. */
export async function apiKeyOf(context: HubContext, key: string): Promise<KeyHolder | null> {
  const row = await context.store.reader
    .selectFrom('api_key')
    .select(['id', 'name', 'last_used_at', 'scopes_json', 'expires_at'])
    .where('hash', '=', hashOf(key))
    .where('active', '=', 1)
    .executeTakeFirst();
  const now = context.clock.now();
  if (!row || (row.expires_at !== null && row.expires_at <= now)) return null;
  if (now - (row.last_used_at ?? 0) >= LAST_USED_INTERVAL_MS)
    await context.store.write((db) =>
      db.updateTable('api_key').set({ last_used_at: now }).where('id', '=', row.id).execute(),
    );
  return { id: row.id, name: row.name, scopes: scopesOf(row.scopes_json) };
}
