/** A status that is deactivated or removed while agents hold it, have it queued, or are to return to it. */
import { expect, it } from 'vitest';
import { endWork, setStatus, talk } from '../support/acts.ts';
import { onBothStores } from '../support/on-both.ts';
import { commandId, type World } from '../support/world.ts';

const people = { agents: ['ann', 'adam'], users: { adam: { roles: ['admin' as const] } } };

async function versionOf(world: World, id: string): Promise<number> {
  const { statuses } = await world.setupAs('adam').picture({});
  return statuses.find((status) => status.id === id)!.version;
}

/** Removes its grants, then the status. */
async function remove(world: World, id: string): Promise<void> {
  const { users } = await world.setupAs('adam').picture({});
  for (const { id: userId, version, ...record } of users)
    await world.setupAs('adam').save.user({
      id: userId,
      version,
      record: { ...record, statusIds: record.statusIds.filter((one) => one !== id) } as never,
    });
  await world.do(world.setupAs('adam').remove({ noun: 'status', id, version: await versionOf(world, id) }));
}

async function deactivate(world: World, id: string): Promise<void> {
  const version = await versionOf(world, id);
  await world.do(world.setupAs('adam').setActive({ noun: 'status', id, version, active: false }));
}

const ways = [
  ['removed', remove],
  ['deactivated', deactivate],
] as const;

onBothStores('removed or deactivated statuses', (make) => {
  it('C5: gives holders of a removed status the system status of its base, and records it in the history', async () => {
    const world = await make(people);
    await world.link('ann');
    await setStatus(world, 'ann', 'lunch', { until: world.clock.now() + 60_000 });
    await remove(world, 'lunch');
    expect((await world.snapshot('ann')).presence).toMatchObject({
      status: { id: 'Away', base: 'away' },
      reason: 'configuration',
      until: world.clock.now() + 60_000,
    });
    await world.advance(60_000);
    expect((await world.snapshot('ann')).presence.status.id).toBe('Available');
    const periods = await world.store.reader
      .selectFrom('presence_period')
      .select(['status_id', 'base'])
      .where('agent_id', '=', 'ann')
      .orderBy('started_at')
      .execute();
    expect(periods.map((period) => period.status_id)).toEqual(['Available', 'lunch', 'Away', 'Available']);
  });

  it.each(ways)('C5: replaces a queued status that is %s with its system status', async (_, go) => {
    const world = await make(people);
    await world.link('ann');
    const { agentWorkId } = await talk(world, 'ann');
    await world.do(world.as('ann').presence.queueStatus({ commandId: commandId(), statusId: 'lunch' }));
    const before = await world.snapshot('ann');
    await go(world, 'lunch');
    const after = await world.snapshot('ann');
    expect(after.presence.next).toMatchObject({ id: 'Away', retired: false });
    expect(after.version).toBeGreaterThan(before.version);
    await endWork(world, 'ann', agentWorkId);
    expect((await world.snapshot('ann')).presence).toMatchObject({
      status: { id: 'Away' },
      reason: 'next-status',
    });
  });

  it.each(ways)('C5: replaces a status to return to that is %s with its system status', async (_, go) => {
    const world = await make(people);
    await world.link('ann');
    await setStatus(world, 'ann', 'lunch');
    await setStatus(world, 'ann', 'Busy', { until: world.clock.now() + 10_000 });
    await go(world, 'lunch');
    await world.advance(10_000);
    expect((await world.snapshot('ann')).presence).toMatchObject({
      status: { id: 'Away' },
      reason: 'schedule',
    });
  });

  it.each(ways)(
    'C5: replaces the status before a lost link that is %s with the system status of its base',
    async (_, go) => {
      const world = await make(people);
      await world.link('ann');
      await setStatus(world, 'ann', 'lunch');
      await world.cut('ann');
      await world.advance(120_000);
      await go(world, 'lunch');
      await world.link('ann', 'ann-device', 'run-2');
      expect((await world.snapshot('ann')).presence.status.id).toBe('Away');
    },
  );

  it('C5: completes a running offer whose terms name a removed status', async () => {
    const world = await make({ ...people, configuration: { statusOnPushTimeOut: { statusId: 'lunch' } } });
    await world.link('ann');
    const item = await world.chat();
    await world.configure({ statusOnPushTimeOut: null });
    await remove(world, 'lunch');
    await world.advance(30_000);
    expect((await world.item(item)).state).toBe('queued');
    expect((await world.snapshot('ann')).presence.status.id).toBe('Available');
  });
});
