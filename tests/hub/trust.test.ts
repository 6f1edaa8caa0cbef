/** Audit of sign-ins and refusals, and the reach of an integrator's API key. */

import { describe, expect, it } from 'vitest';
import { Kysely, PostgresDialect, sql, SqliteDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import { apiScopes } from '#core/setup/api-scopes.ts';
import { apiKeyOf } from '#hub/auth/api-keys.ts';
import { hashPassword } from '#hub/auth/passwords.ts';
import { agentRouter } from '#hub/http/agent/agent-router.ts';
import { migrations } from '#hub/store/migrations.ts';
import { openUnlimited } from '#hub/store/postgres-pools.ts';
import { openSqliteWriter } from '#hub/store/sqlite.ts';
import { openStore } from '#hub/store/store.ts';
import { createRouterClient } from '@orpc/server';
import { onBothStores } from '../support/on-both.ts';
import { emptyDatabase, storeKinds } from '../support/stores.ts';
import type { World } from '../support/world.ts';

const asAdmin = { users: { ann: { roles: ['agent' as const, 'admin' as const] } } };
const PASSWORD = 'gravel orbit tulip';

async function givePassword(world: World, name: string): Promise<void> {
  const hash = await hashPassword(PASSWORD);
  await world.store.write((db) =>
    db.updateTable('app_user').set({ password_hash: hash }).where('id', '=', name).execute(),
  );
}
/** Sign-in from a network address. */
const door = (world: World, address: string) =>
  createRouterClient(agentRouter(world.hub.services), { context: world.callContext({ address }) }).auth;
const signInLines = async (world: World) =>
  (await world.setupAs('ann').audit({ entity: 'user', limit: 200 })).map(
    ({ actor, action, entityId, after }) => ({
      actor,
      action,
      entityId,
      after,
    }),
  );

onBothStores('the audit log', (make) => {
  it('S19: records sign-ins, refused sign-ins, sign-outs and new passwords', async () => {
    const world = await make(asAdmin);
    await givePassword(world, 'ben');
    const auth = door(world, '203.0.113.7');
    await auth.signIn({ username: 'ben', password: PASSWORD, device: 'desk 4' });
    await expect(auth.signIn({ username: 'Ben', password: 'wrong' })).rejects.toMatchObject({
      code: 'WRONG_CREDENTIALS',
    });
    const { auth: own } = world.as('ben');
    await expect(
      own.changePassword({ current: 'wrong', next: 'lantern cedar violin' }),
    ).rejects.toMatchObject({ code: 'WRONG_CREDENTIALS' });
    await expect(own.changePassword({ current: PASSWORD, next: 'password' })).rejects.toMatchObject({
      code: 'PASSWORD_WEAK',
      data: { context: 'short' },
    });
    await own.changePassword({ current: PASSWORD, next: 'lantern cedar violin' });
    await own.signOut({});
    const lines = await signInLines(world);
    expect(lines).toHaveLength(5);
    expect(lines).toEqual(
      expect.arrayContaining([
        {
          actor: 'Ben',
          action: 'sign-in',
          entityId: 'ben',
          after: { name: 'Ben', device: 'desk 4', address: '203.0.113.7' },
        },
        {
          actor: '203.0.113.7',
          action: 'sign-in-refused',
          entityId: 'ben',
          after: { name: 'Ben', address: '203.0.113.7' },
        },
        {
          actor: 'test',
          action: 'password-refused',
          entityId: 'ben',
          after: { name: 'Ben', address: 'test' },
        },
        { actor: 'Ben', action: 'password', entityId: 'ben', after: { name: 'Ben' } },
        { actor: 'Ben', action: 'sign-out', entityId: 'ben', after: { name: 'Ben' } },
      ]),
    );
    const all = JSON.stringify(await world.store.reader.selectFrom('audit').selectAll().execute());
    for (const secret of [PASSWORD, 'wrong', 'lantern']) expect(all).not.toContain(secret);
  });

  it('S19: summarises an attack in a few counted entries, and does not store a password typed as a name', async () => {
    const world = await make(asAdmin);
    await givePassword(world, 'ben');
    const attack = (address: string, username: string) =>
      door(world, address)
        .signIn({ username, password: 'guess' })
        .then(
          () => 'in',
          (error: { code: string }) => error.code,
        );
    for (let count = 0; count < 30; count += 1)
      await attack('198.51.100.1', count % 2 ? 'ben' : `hunter${count}`);
    for (let count = 0; count < 120; count += 1) await attack(`198.51.100.${count}`, 'nils');
    const at = (await signInLines(world)).length;
    expect(at).toBeGreaterThanOrEqual(50);
    expect(at).toBeLessThanOrEqual(52);
    await world.advance(16 * 60_000);
    const lines = await signInLines(world);
    expect(lines.length - at).toBeLessThanOrEqual(3);
    expect(lines).toContainEqual({
      actor: '198.51.100.1',
      action: 'sign-in-refused',
      entityId: '',
      after: { address: '198.51.100.1', attempts: 30, names: ['Ben'] },
    });
    expect(lines).toContainEqual(
      expect.objectContaining({ actor: '…', after: { attempts: expect.any(Number), names: [] } }),
    );
    expect(JSON.stringify(lines)).not.toContain('hunter');
    await attack('198.51.100.1', 'ben');
    expect((await signInLines(world)).length).toBe(lines.length + 1);
  });
});

onBothStores('an API key', (make) => {
  const work = { channel: 'cases', queue: 'general', customer: 'Cora' };

  it('S19: reaches only its own work unless its scopes allow more', async () => {
    const world = await make(asAdmin);
    const [shop, crm] = [
      world.api('shop', ['work:write', 'work:read']),
      world.api('crm', ['work:write', 'work:read']),
    ];
    const { id } = await shop.create({ ...work, externalId: 'order-1' });
    const chat = await world.chat();
    expect(await shop.get({ id })).toMatchObject({ id, state: expect.any(String) });
    for (const foreign of [id, chat]) {
      await expect(crm.get({ id: foreign })).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(crm.cancel({ id: foreign })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
    await expect(shop.cancel({ id: chat })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await world.item(chat)).state).toBe('queued');
    expect(await shop.create({ ...work, externalId: 'order-1' })).toMatchObject({ id });
    await expect(crm.create({ ...work, externalId: 'order-1' })).rejects.toMatchObject({
      code: 'NAME_TAKEN',
    });
    const watcher = world.api('reports', ['work:read:all']);
    expect(await watcher.get({ id: chat })).toMatchObject({ id: chat });
    await expect(watcher.cancel({ id: chat })).rejects.toMatchObject({
      code: 'SCOPE_MISSING',
      status: 403,
      data: { scope: 'work:write:all' },
    });
    await expect(watcher.create(work)).rejects.toMatchObject({
      code: 'SCOPE_MISSING',
      data: { scope: 'work:write' },
    });
    expect(await world.api('old', apiScopes).cancel({ id: chat })).toMatchObject({ state: 'cancelled' });
    expect(await shop.cancel({ id })).toMatchObject({ state: 'cancelled' });
  });

  it('S19: appears in the audit log with a count when its scopes refuse a call', async () => {
    const world = await make(asAdmin);
    const reader = world.api('Reports', ['work:read']);
    for (let count = 0; count < 5; count += 1)
      await expect(reader.create(work)).rejects.toMatchObject({ code: 'SCOPE_MISSING' });
    await world.advance(16 * 60_000);
    const lines = await world.setupAs('ann').audit({ entity: 'api-key' });
    expect(lines.map(({ action, actor, after }) => ({ action, actor, after }))).toEqual([
      {
        action: 'scope-refused',
        actor: 'Reports',
        after: { scope: 'work:write', attempts: 4, names: ['Reports'] },
      },
      { action: 'scope-refused', actor: 'Reports', after: { scope: 'work:write', name: 'Reports' } },
    ]);
  });

  it('S19: starts with its own work only, lists its scopes, and expires at its end', async () => {
    const world = await make(asAdmin);
    const { context } = world.hub.services;
    const { apiKeys } = world.setupAs('ann');
    const expiresAt = world.clock.now() + 60_000;
    const { key } = await apiKeys.create({ name: 'Shop', expiresAt });
    expect(await apiKeyOf(context, key)).toMatchObject({ name: 'Shop', scopes: ['work:write', 'work:read'] });
    expect(await apiKeys.list({})).toMatchObject([
      { name: 'Shop', scopes: ['work:write', 'work:read'], expiresAt },
    ]);
    await world.advance(60_000);
    expect(await apiKeyOf(context, key)).toBeNull();
    await expect(apiKeys.create({ name: 'Late', expiresAt: 1 })).rejects.toMatchObject({
      code: 'END_IN_THE_PAST',
    });
    await expect(apiKeys.create({ name: 'None', scopes: [] })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
    expect(await world.setupAs('ann').audit({ entity: 'api-key' })).toMatchObject([
      { action: 'create', after: { scopes: ['work:write', 'work:read'], expiresAt } },
    ]);
  });
});

describe.each(storeKinds)('migration 0008 on %s', (kind) => {
  it('S19: keeps the reach of existing keys', async () => {
    const { address, remove } = await emptyDatabase(kind);
    const dialect =
      kind === 'postgres'
        ? new PostgresDialect({ pool: openUnlimited(address) })
        : new SqliteDialect({ database: openSqliteWriter(address.replace('sqlite:', '')) });
    const db = new Kysely<unknown>({ dialect });
    const { error } = await new Migrator({ db, provider: migrations(kind) }).migrateTo('0005-long-lines');
    expect(error).toBeUndefined();
    await sql`insert into api_key (id, name, hash, created_at, last_used_at, active) values ('k', 'Shop', 'h', 1, null, 1)`.execute(
      db,
    );
    await db.destroy();
    const store = await openStore(address);
    expect(await store.reader.selectFrom('api_key').select(['scopes_json', 'expires_at']).execute()).toEqual([
      { scopes_json: JSON.stringify(apiScopes), expires_at: null },
    ]);
    await store.close();
    remove();
  });
});
