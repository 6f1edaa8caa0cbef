/** What the simulation found, told again in a few lines each. */
import { afterEach, describe, expect, it } from 'vitest';
import { newDatabase, storeKinds } from '../support/stores.ts';
import { commandId, World, type WorldOptions } from '../support/world.ts';

describe.each(storeKinds)('found by the simulation, on %s', (kind) => {
  const open: { world: World; remove(): void }[] = [];
  const make = async (options: Omit<WorldOptions, 'address'> = {}) => {
    const { address, remove } = await newDatabase(kind);
    const world = await World.create({ address, ...options });
    open.push({ world, remove });
    return world;
  };
  afterEach(async () => {
    for (const { world, remove } of open.splice(0)) {
      await world.close();
      remove();
    }
  });
  const accept = async (world: World, name: string) => {
    const [offer] = (await world.snapshot(name)).offers;
    await world.do(world.as(name).work.accept({ commandId: commandId(), agentWorkId: offer!.agentWorkId }));
    return offer!;
  };

  it('applies a queued status also when the last thing open was an offer that came to nothing', async () => {
    const world = await make({ agents: ['ann'] });
    await world.link('ann');
    const item = await world.chat();
    await world.do(world.as('ann').presence.queueStatus({ commandId: commandId(), statusId: 'lunch' }));
    await world.do(world.customer(item).end({}));
    expect((await world.snapshot('ann')).presence).toMatchObject({
      status: { id: 'lunch' },
      reason: 'next-status',
      next: null,
    });
  });

  it('forgets the queued status of somebody who is gone, so that no wrap-up brings them back', async () => {
    const world = await make({ agents: ['ann'], configuration: { wrapUp: true, wrapUpSeconds: 300 } });
    await world.link('ann');
    await world.chat();
    const work = await accept(world, 'ann');
    await world.do(world.as('ann').work.end({ commandId: commandId(), agentWorkId: work.agentWorkId }));
    await world.do(world.as('ann').presence.queueStatus({ commandId: commandId(), statusId: 'Busy' }));
    await world.cut('ann');
    await world.advance(400_000);
    expect((await world.snapshot('ann')).wrapUps).toHaveLength(0);
    expect((await world.snapshot('ann')).presence).toMatchObject({
      status: { base: 'offline' },
      reason: 'link-lost',
    });
  });
});
