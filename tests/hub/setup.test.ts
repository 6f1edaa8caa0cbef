import { expect, it } from 'vitest';
import { setStatus } from '../support/acts.ts';
import { onBothStores } from '../support/on-both.ts';
import { commandId, type World } from '../support/world.ts';

const people = { agents: ['ann', 'adam'], users: { adam: { roles: ['admin' as const] } } };

/** The record with that id, without the fields that the hub adds. */
async function recordOf(
  world: World,
  list: 'statuses' | 'users' | 'configurations' | 'queues' | 'routing' | 'profiles',
  id: string,
) {
  const picture = await world.setupAs('adam').picture({});
  const { id: _id, version, ...record } = picture[list].find((one) => one.id === id)!;
  return { version, record: record as never };
}

onBothStores('setup', (make) => {
  it('is for admins only', async () => {
    const world = await make(people);
    await expect(world.setupAs('ann').picture({})).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  });

  it('shows a new status in the agent’s menu as soon as it is granted', async () => {
    const world = await make(people);
    await world.link('ann');
    const { id } = await world.setupAs('adam').save.status({
      id: null,
      version: null,
      record: {
        name: 'Coaching',
        developerName: 'Coaching',
        base: 'away',
        text: 'Coaching',
        description: '',
        channelIds: [],
        agentCanSet: true,
        active: true,
        sortOrder: 9,
      },
    });
    const ann = await recordOf(world, 'users', 'ann');
    await world.setupAs('adam').save.user({
      id: 'ann',
      ...ann,
      record: { ...(ann.record as object), statusIds: ['Available', id] } as never,
    });
    expect((await world.snapshot('ann')).statuses.map((status) => status.text)).toEqual([
      'Available',
      'Coaching',
      'Offline',
    ]);
    await setStatus(world, 'ann', id);
    expect((await world.snapshot('ann')).presence.status.text).toBe('Coaching');
  });

  it('gives a new record version 1, even if another version is sent', async () => {
    const world = await make(people);
    const record = { label: 'On the phone', developerName: 'on_the_phone', active: true };
    const saved = await world
      .setupAs('adam')
      .save.declineReason({ id: null, version: Number.MAX_SAFE_INTEGER, record });
    expect(saved.version).toBe(1);
  });

  it('never overwrites another admin’s change', async () => {
    const world = await make(people);
    const lunch = await recordOf(world, 'statuses', 'lunch');
    const save = (description: string) =>
      world.setupAs('adam').save.status({
        id: 'lunch',
        version: lunch.version,
        record: { ...(lunch.record as object), description } as never,
      });
    await save('first');
    await expect(save('second')).rejects.toMatchObject({ code: 'VERSION_CONFLICT' });
    expect((await recordOf(world, 'statuses', 'lunch')).record).toMatchObject({ description: 'first' });
  });

  it('lets system statuses change only their channels', async () => {
    const world = await make(people);
    const away = await recordOf(world, 'statuses', 'Away');
    const save = (change: object) =>
      world.setupAs('adam').save.status({
        id: 'Away',
        version: away.version,
        record: { ...(away.record as object), ...change } as never,
      });
    await expect(save({ text: 'Gone' })).rejects.toMatchObject({ code: 'SYSTEM_RECORD' });
    await save({ channelIds: ['chat'] });
    await expect(
      world.setupAs('adam').remove({ noun: 'status', id: 'Away', version: away.version + 1 }),
    ).rejects.toMatchObject({ code: 'SYSTEM_RECORD' });
  });

  it('requires unique names, and refuses to remove a used record, listing its uses', async () => {
    const world = await make(people);
    const lunch = await recordOf(world, 'statuses', 'lunch');
    await expect(
      world.setupAs('adam').save.status({ id: null, version: null, record: lunch.record }),
    ).rejects.toMatchObject({ code: 'NAME_TAKEN' });
    expect(
      (await world.setupAs('adam').usedBy({ noun: 'status', id: 'lunch' })).map((use) => [
        use.noun,
        use.name,
        use.as,
      ]),
    ).toEqual([
      ['user', 'Ann', 'granted'],
      ['user', 'Adam', 'granted'],
    ]);
    await expect(
      world.setupAs('adam').remove({ noun: 'status', id: 'lunch', version: lunch.version }),
    ).rejects.toMatchObject({ code: 'IN_USE' });
    const routing = await recordOf(world, 'routing', 'urgent');
    await expect(
      world.setupAs('adam').remove({ noun: 'routing', id: 'urgent', version: routing.version }),
    ).rejects.toMatchObject({ code: 'IN_USE', data: { by: 'vip' } });
  });

  it('counts a queue or profile in a supervisor’s scope as used; rejects an unknown one', async () => {
    const world = await make(people);
    const { version, record } = await recordOf(world, 'users', 'ann');
    const limit = (queueId: string) =>
      world.setupAs('adam').save.user({
        id: 'ann',
        version,
        record: { ...(record as object), supervises: { queueIds: [queueId], profileIds: [] } } as never,
        password: null,
      });
    await expect(limit('gone')).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      data: { field: 'record.supervises.queueIds', problem: 'RECORD_UNKNOWN' },
    });
    await limit('vip');
    expect(await world.setupAs('adam').usedBy({ noun: 'queue', id: 'vip' })).toContainEqual(
      expect.objectContaining({ noun: 'user', id: 'ann', as: 'supervised' }),
    );
  });

  it('refuses values that break the rules of a presence configuration', async () => {
    const world = await make(people);
    const before = await recordOf(world, 'configurations', 'default_presence_config');
    const save = (settings: object) =>
      world.setupAs('adam').save.configuration({
        id: 'default_presence_config',
        version: before.version,
        record: {
          ...(before.record as object),
          settings: { ...(before.record as { settings: object }).settings, ...settings },
        } as never,
      });
    await expect(save({ autoAccept: true, allowDecline: true })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
    await expect(save({ wrapUp: true, wrapUpSeconds: 29 })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(save({ capacity: '3' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      data: { field: 'record.settings.capacity' },
    });
    await save({ capacity: 7 });
    await world.link('ann');
    expect((await world.snapshot('ann')).capacity.primary.max).toBe(7_000);
  });

  it('lists users who would lose a configuration before any is moved', async () => {
    const world = await make(people);
    const base = await recordOf(world, 'configurations', 'default_presence_config');
    const create = (name: string) =>
      world.setupAs('adam').save.configuration({
        id: null,
        version: null,
        record: { ...(base.record as object), name, developerName: name } as never,
      });
    const [a, b] = [await create('A'), await create('B')];
    const assign = (configurationId: string, confirmed: string[] = []) =>
      world.setupAs('adam').assign({ configurationId, userIds: ['ann'], profileIds: [], confirmed });
    await assign(a.id);
    expect(
      await world.setupAs('adam').moves({ configurationId: b.id, userIds: ['ann'], profileIds: [] }),
    ).toEqual([{ kind: 'user', id: 'ann', name: 'Ann', from: 'A' }]);
    await expect(assign(b.id)).rejects.toMatchObject({ code: 'WOULD_MOVE', data: { names: 'Ann' } });
    expect((await recordOf(world, 'users', 'ann')).record).toMatchObject({ presenceConfigurationId: a.id });
    await assign(b.id, ['ann']);
    expect((await recordOf(world, 'users', 'ann')).record).toMatchObject({ presenceConfigurationId: b.id });
  });

  it('keeps the last administrator an administrator', async () => {
    const world = await make(people);
    const adam = await recordOf(world, 'users', 'adam');
    await expect(
      world.setupAs('adam').save.user({
        id: 'adam',
        version: adam.version,
        record: { ...(adam.record as object), roles: ['agent'] } as never,
      }),
    ).rejects.toMatchObject({ code: 'LAST_ADMIN' });
    await expect(
      world.setupAs('adam').setActive({ noun: 'user', id: 'adam', version: adam.version, active: false }),
    ).rejects.toMatchObject({ code: 'LAST_ADMIN' });
  });

  it('deactivates and reactivates; logs who did what; a changed priority reorders the queue', async () => {
    const world = await make({ ...people, configuration: { capacity: 1 } });
    const lunch = await recordOf(world, 'statuses', 'lunch');
    const { version } = await world
      .setupAs('adam')
      .setActive({ noun: 'status', id: 'lunch', version: lunch.version, active: false });
    await world.link('ann');
    expect((await world.snapshot('ann')).statuses.map((status) => status.id)).not.toContain('lunch');
    await world.setupAs('adam').setActive({ noun: 'status', id: 'lunch', version, active: true });
    expect((await world.snapshot('ann')).statuses.map((status) => status.id)).toContain('lunch');
    expect(
      (await world.setupAs('adam').audit({})).map((entry) => [entry.actor, entry.action, entry.entityId]),
    ).toEqual([
      ['Adam', 'change', 'lunch'],
      ['Adam', 'change', 'lunch'],
    ]);

    await world.do(world.as('ann').presence.setStatus({ commandId: commandId(), statusId: 'Away' }));
    await world.chat('General');
    await world.advance(10);
    await world.chat('Vip', 'vip');
    const urgent = await recordOf(world, 'routing', 'urgent');
    await world.setupAs('adam').save.routing({
      id: 'urgent',
      version: urgent.version,
      record: { ...(urgent.record as object), priority: 9 } as never,
    });
    await world.do(world.as('ann').presence.setStatus({ commandId: commandId(), statusId: 'Available' }));
    expect((await world.snapshot('ann')).offers.map((offer) => offer.customer)).toEqual(['General']);
  });

  it('ends the user’s sign-ins on a new password', async () => {
    const world = await make(people);
    await world.setupAs('adam').setPassword({ userId: 'ann', password: 'a new password' });
    await expect(
      world.setupAs('adam').setPassword({ userId: 'nobody', password: 'a new password' }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(
      world.as('ann').auth.signIn({ username: 'ann', password: 'a new password' }),
    ).resolves.toMatchObject({ userId: 'ann' });
  });
});
