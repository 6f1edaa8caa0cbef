import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { SetupUpdate, SetupSnapshot } from '#core/contract/setup.ts';
import { withChanges } from '#core/setup/snapshot-changes.ts';
import { readSnapshot } from '#hub/presence/snapshot.ts';
import { onBothStores } from '../support/on-both.ts';
import { commandId, type World } from '../support/world.ts';

/** Saves that change several records, and the changes that every open page receives. */
const people = { agents: ['ann', 'ben', 'adam'], users: { adam: { roles: ['admin' as const] } } };

const picture = (world: World): Promise<SetupSnapshot> => world.setupAs('adam').picture({});
async function user(world: World, id: string) {
  const found = (await picture(world)).users.find((one) => one.id === id)!;
  const { id: _id, version, ...record } = found;
  return { version, record };
}
async function queue(world: World, id: string) {
  return (await picture(world)).queues.find((one) => one.id === id)!;
}
const profile = (name: string) => ({
  name,
  developerName: name,
  description: '',
  capacity: null,
  defaultStatusId: null,
  presenceConfigurationId: null,
  channelIds: [],
  statusIds: [],
});
async function configuration(world: World, name: string) {
  const { settings } = (await picture(world)).configurations[0]!;
  return { name, developerName: name, settings };
}

/** Follows Setup as a page does. */
async function follow(world: World) {
  const stop = new AbortController();
  const stream = await world.setupAs('adam').watch({}, { signal: stop.signal });
  const heard: SetupUpdate[] = [];
  let shown: SetupSnapshot | undefined;
  const done = (async () => {
    for await (const news of stream) {
      heard.push(news);
      shown = 'picture' in news ? news.picture : withChanges(shown!, news.changes);
    }
  })();
  const until = async (seen: (shown: SetupSnapshot) => boolean) => {
    for (let round = 0; round < 500 && !(shown && seen(shown)); round++) await pause(10);
    expect(shown && seen(shown)).toBe(true);
    return shown!;
  };
  return { heard, until, end: () => (stop.abort(), done) };
}

onBothStores('records saved together', (make) => {
  it('saves a configuration with its assignments, or not at all', async () => {
    const world = await make(people);
    const save = async (name: string, confirmed: string[]) =>
      world.setupAs('adam').save.configuration({
        id: null,
        version: null,
        record: await configuration(world, name),
        assign: { users: { add: ['ann', 'ben'] }, profiles: {}, confirmed },
      });
    const day = await save('Day', []);
    expect((await user(world, 'ann')).record.presenceConfigurationId).toBe(day.id);
    await expect(save('Night', ['ann'])).rejects.toMatchObject({
      code: 'WOULD_MOVE',
      data: { names: 'Ben' },
    });
    expect((await picture(world)).configurations.map(({ name }) => name)).not.toContain('Night');
    const night = await save('Night', ['ann', 'ben']);
    expect((await user(world, 'ben')).record.presenceConfigurationId).toBe(night.id);
    await world.setupAs('adam').save.configuration({
      id: night.id,
      version: night.version,
      record: await configuration(world, 'Night'),
      assign: { users: { remove: ['ben'] }, profiles: {} },
    });
    expect((await user(world, 'ben')).record.presenceConfigurationId).toBeNull();
    expect((await user(world, 'ann')).record.presenceConfigurationId).toBe(night.id);
  });

  it('changes nothing when unassigning a user whom another admin has moved', async () => {
    const world = await make(people);
    const create = async (name: string, confirmed: string[] = []) =>
      world.setupAs('adam').save.configuration({
        id: null,
        version: null,
        record: await configuration(world, name),
        assign: { users: { add: ['ann'] }, profiles: {}, confirmed },
      });
    const day = await create('Day');
    const night = await create('Night', ['ann']);
    await world.setupAs('adam').save.configuration({
      id: day.id,
      version: day.version,
      record: await configuration(world, 'Day'),
      assign: { users: { remove: ['ann'] }, profiles: {} },
    });
    expect((await user(world, 'ann')).record.presenceConfigurationId).toBe(night.id);
  });

  it('creates a user with queues and password at once, who gets work', async () => {
    const world = await make(people);
    const { record } = await user(world, 'ann');
    const cora = { ...record, username: 'cora', name: 'Cora' };
    const { id } = await world.setupAs('adam').save.user({
      id: null,
      version: null,
      record: cora,
      queues: { add: ['vip'] },
      password: 'correct horse',
    });
    expect((await queue(world, 'vip')).memberUserIds).toContain(id);
    await expect(
      world.as('ann').auth.signIn({ username: 'cora', password: 'correct horse' }),
    ).resolves.toMatchObject({ userId: id });
    await world.link(id);
    await world.do(
      world
        .as('ann')
        .presence.setStatus({ commandId: commandId(), statusId: 'Away' })
        .catch(() => null),
    );
    await world.chat('Vip', 'vip');
    expect((await readSnapshot(world.hub.services.context, id))?.offers).toHaveLength(1);
    expect(JSON.stringify(await world.setupAs('adam').audit({}))).not.toContain('correct horse');
  });

  it('keeps other members when one joins or leaves a queue', async () => {
    const world = await make(people);
    const before = (await queue(world, 'general')).memberUserIds;
    const save = async (queues: { add?: string[]; remove?: string[] }) =>
      world.setupAs('adam').save.user({ id: 'ann', ...(await user(world, 'ann')), queues });
    await save({ remove: ['general'] });
    expect((await queue(world, 'general')).memberUserIds).toEqual(before.filter((id) => id !== 'ann'));
    await save({ add: ['general'] });
    expect((await queue(world, 'general')).memberUserIds.toSorted()).toEqual(before.toSorted());
    await expect(save({ add: ['gone'] })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('saves a profile with its members and queues; a user has one profile', async () => {
    const world = await make(people);
    const create = (name: string, add: string[]) =>
      world.setupAs('adam').save.profile({
        id: null,
        version: null,
        record: profile(name),
        members: { add },
        queues: { add: ['vip'] },
      });
    const care = await create('Care', ['ann', 'ben']);
    expect((await user(world, 'ann')).record.profileId).toBe(care.id);
    expect((await queue(world, 'vip')).memberProfileIds).toEqual([care.id]);
    const experts = await create('Experts', ['ann']);
    expect((await user(world, 'ann')).record.profileId).toBe(experts.id);
    await world.setupAs('adam').save.profile({
      id: care.id,
      version: care.version,
      record: profile('Care'),
      members: { remove: ['ann', 'ben'] },
    });
    expect((await user(world, 'ann')).record.profileId).toBe(experts.id);
    expect((await user(world, 'ben')).record.profileId).toBeNull();
    expect(
      (await world.setupAs('adam').usedBy({ noun: 'profile', id: experts.id }))
        .map(({ as }) => as)
        .toSorted(),
    ).toEqual(['member', 'profile']);
  });

  it('refuses input that breaks a record’s rules, and names the field', async () => {
    const world = await make(people);
    const [chat] = (await picture(world)).channels;
    const { id, version, ...record } = chat!;
    await expect(
      world.setupAs('adam').save.channel({ id, version, record: { ...record, pool: 'interruptible' } }),
    ).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      data: { field: 'record.pool', problem: 'CHAT_IS_PRIMARY' },
    });
    await expect(
      world.setupAs('adam').save.user({
        id: 'ann',
        version: (await user(world, 'ann')).version,
        record: { ...(await user(world, 'ann')).record, statusIds: ['gone'] },
      }),
    ).rejects.toMatchObject({ code: 'INVALID_INPUT', data: { field: 'record.statusIds' } });
  });

  it('signs a deactivated user out: offers and open work return to their queues', async () => {
    const world = await make({ ...people, agents: ['ann', 'adam'] });
    await world.link('ann');
    await world.chat('Open');
    const [offer] = (await world.snapshot('ann')).offers;
    await world.do(world.as('ann').work.accept({ commandId: commandId(), agentWorkId: offer!.agentWorkId }));
    await world.chat('Offered');
    const { version } = await user(world, 'ann');
    await world.do(world.setupAs('adam').setActive({ noun: 'user', id: 'ann', version, active: false }));
    expect(await world.snapshot('ann')).toMatchObject({
      presence: { status: { base: 'offline' }, signedIn: false },
      offers: [],
      work: [],
    });
    await expect(
      world.as('ann').auth.signIn({ username: 'ann', password: 'whatever' }),
    ).rejects.toMatchObject({ code: 'WRONG_CREDENTIALS' });
  });

  it('sends every change to an open page, as the records that differ', async () => {
    const world = await make(people);
    const page = await follow(world);
    await page.until(() => true);
    const ann = await user(world, 'ann');
    await world.setupAs('adam').save.user({ id: 'ann', ...ann, record: { ...ann.record, name: 'Ann Lee' } });
    const shown = await page.until(({ users }) => users.some(({ name }) => name === 'Ann Lee'));
    const byId = (all: SetupSnapshot) => ({
      ...all,
      users: all.users.toSorted((a, b) => a.id.localeCompare(b.id)),
    });
    expect(byId(shown)).toEqual(byId(await picture(world)));
    expect(page.heard.at(-1)).toMatchObject({ changes: { put: { users: [{ id: 'ann' }] }, gone: {} } });
    const { id, version } = await world
      .setupAs('adam')
      .save.profile({ id: null, version: null, record: profile('Care') });
    await page.until(({ profiles }) => profiles.some((one) => one.id === id));
    await world.setupAs('adam').remove({ noun: 'profile', id, version });
    await page.until(({ profiles }) => profiles.every((one) => one.id !== id));
    await page.end();
  });
});
