/** API keys, sounds, the audit log, starting empty: on both databases. */
import { expect, it } from 'vitest';
import { apiKeyOf } from '#hub/auth/api-keys.ts';
import { readDirectory } from '#hub/directory/directory.ts';
import { withUsableStatuses, localUser, writeSampleCentre } from '#hub/setup/sample-centre.ts';
import { setStatus } from '../support/acts.ts';
import { onBothStores } from '../support/on-both.ts';
import { upload, wavOf } from '../support/upload.ts';

const asAdmin = { users: { ann: { roles: ['agent' as const, 'admin' as const] } } };

onBothStores('API keys', (make) => {
  it('are shown once, stored hashed, record their use, and end when they are revoked', async () => {
    const world = await make(asAdmin);
    const setup = world.setupAs('ann');
    const { context } = world.hub.services;
    const { id, key } = await setup.apiKeys.create({ name: 'Shop' });
    expect(key).toMatch(/^oqk_[\w-]{43}$/);
    const everything = JSON.stringify([
      await setup.apiKeys.list({}),
      await setup.audit({}),
      await world.store.reader.selectFrom('api_key').selectAll().execute(),
    ]);
    expect(everything).not.toContain(key);
    expect(await setup.apiKeys.list({})).toMatchObject([{ id, name: 'Shop', lastUsedAt: null }]);
    expect(await apiKeyOf(context, key)).toMatchObject({ id });
    expect(await apiKeyOf(context, `${key}x`)).toBeNull();
    const [used] = await setup.apiKeys.list({});
    expect(used!.lastUsedAt).toBe(world.clock.now());
    await world.advance(30_000);
    await apiKeyOf(context, key);
    expect((await setup.apiKeys.list({}))[0]!.lastUsedAt).toBe(used!.lastUsedAt);
    await setup.apiKeys.revoke({ id });
    expect(await apiKeyOf(context, key)).toBeNull();
    expect(await setup.apiKeys.list({})).toEqual([]);
    await expect(setup.apiKeys.revoke({ id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

onBothStores('sounds', (make) => {
  it('are recognised by their content, list what uses them, and cannot be removed while in use', async () => {
    const world = await make(asAdmin);
    const setup = world.setupAs('ann');
    const add = async (bytes: Buffer, name = 'Horn') =>
      setup.sounds.add({ uploadId: await upload(setup, bytes), name });
    await expect(add(Buffer.from('<svg onload=alert(1)>'))).rejects.toMatchObject({ code: 'SOUND_UNKNOWN' });
    await expect(add(wavOf(31))).rejects.toMatchObject({ code: 'SOUND_TOO_LONG' });
    await expect(add(Buffer.concat([wavOf(1), Buffer.alloc(5 * 1024 * 1024)]))).rejects.toMatchObject({
      code: 'TOO_LARGE',
    });
    const sound = await add(wavOf(2));
    expect(sound).toMatchObject({ contentType: 'audio/wav', seconds: 2, usedBy: [] });
    await world.configure({ notificationSound: { soundId: sound.id } });
    expect(await setup.sounds.list({})).toMatchObject([{ id: sound.id, usedBy: ['Default'] }]);
    await expect(setup.sounds.remove({ id: sound.id })).rejects.toMatchObject({ code: 'IN_USE' });
    await world.configure({ notificationSound: 'default' });
    await setup.sounds.remove({ id: sound.id });
    expect(await setup.sounds.list({})).toEqual([]);
  });
});

onBothStores('the audit log', (make) => {
  it('is filtered and paged, and no two pages share a line', async () => {
    const world = await make(asAdmin);
    const setup = world.setupAs('ann');
    for (let count = 0; count < 7; count++)
      await setup.save.declineReason({
        id: null,
        version: null,
        record: { label: `100% _${count}`, developerName: `Percent${count}`, active: true },
      });
    await world.advance(1_000);
    await setup.apiKeys.create({ name: 'Shop' });
    const seen: string[] = [];
    let after: { at: number; id: string } | null = null;
    for (;;) {
      const page = await setup.audit({ entity: 'decline-reason', after, limit: 3 });
      seen.push(...page.map(({ id }) => id));
      const last = page.at(-1);
      if (!last || page.length < 3) break;
      after = { at: last.at, id: last.id };
    }
    expect(seen).toHaveLength(7);
    expect(new Set(seen).size).toBe(7);
    expect(await setup.audit({ record: '100% _3' })).toHaveLength(1);
    expect(await setup.audit({ record: '%' })).toHaveLength(7);
    expect(await setup.audit({ actor: 'aN' })).toHaveLength(8);
    expect(await setup.audit({ actor: 'ben' })).toEqual([]);
    expect(await setup.audit({ from: world.clock.now() })).toMatchObject([{ entity: 'api-key' }]);
    expect(await setup.audit({ to: world.clock.now() - 1 })).toHaveLength(7);
  });
});

onBothStores('starting empty', (make) => {
  it('removes the sample and its history; users who can sign in stay and can choose a status', async () => {
    const world = await make({ ...asAdmin, agents: ['ann', 'ben'] });
    const setup = world.setupAs('ann');
    await world.change(async (db) => {
      await writeSampleCentre(db, 'en');
      await db.updateTable('app_user').set({ password_hash: 'scrypt$' }).where('id', '=', 'ann').execute();
    });
    await world.link('ann');
    await setStatus(world, 'ann', 'lunch');
    expect(await setup.centre.state({})).toMatchObject({ sample: true, empty: false });
    const workItemId = await world.chat();
    await expect(setup.centre.startEmpty({})).rejects.toMatchObject({ code: 'OPEN_WORK' });
    await world.customer(workItemId).end({});
    await setup.centre.startEmpty({});
    expect(await setup.centre.state({})).toEqual({ sample: false, empty: true, conversations: 0 });
    const picture = await setup.picture({});
    for (const gone of ['channels', 'queues', 'routing', 'profiles', 'declineReasons'] as const)
      expect(picture[gone]).toEqual([]);
    expect(picture.statuses.every(({ system }) => system)).toBe(true);
    expect(picture.configurations).toHaveLength(1);
    expect(picture.users.map(({ id }) => id)).toEqual(['ann']);
    const snapshot = await world.snapshot('ann');
    expect(snapshot.presence).toMatchObject({ status: { id: 'Away' } });
    expect(snapshot.statuses.map(({ id }) => id)).toContain('Available');
    await world.advance(10_000);
    expect(await world.repairs()).toBe(0);
    await expect(setup.centre.startEmpty({})).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is not offered without the sample centre', async () => {
    const world = await make(asAdmin);
    await expect(world.setupAs('ann').centre.startEmpty({})).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('the local user can work when something other than the sample was set up first', async () => {
    const world = await make(asAdmin);
    const directory = await world.store.read(readDirectory);
    const user = withUsableStatuses(localUser({ username: 'me', name: 'Me' }), directory);
    expect(user.profileId).toBeNull();
    expect(user.statusIds).toEqual(expect.arrayContaining(['Available', 'lunch']));
    expect(user.statusIds).not.toContain('Missed');
  });
});
