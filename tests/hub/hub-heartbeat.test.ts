/** Hubs that die, stop or share the agents: a hub never ends, or keeps alive, what another hub holds. */
import { afterEach, describe, expect, it } from 'vitest';
import { talk } from '../support/acts.ts';
import { onBothStores } from '../support/on-both.ts';
import { newDatabase } from '../support/stores.ts';
import { World, type WorldOptions } from '../support/world.ts';

onBothStores('a failed hub', (make) => {
  it.each(['killed', 'stopped'] as const)(
    'C2: releases its devices once it is %s, so that a device at another desk rings at once',
    async (how) => {
      const world = await make({ agents: ['ann'] });
      await world.link('ann', 'old-desk');
      await (how === 'killed' ? world.kill() : world.stop());
      world.fallSilent('ann');
      // On SQLite the next hub knows at once; with possible peers, a hub counts as gone after ten seconds of silence.
      if (world.store.kind === 'postgres' && how === 'killed') world.sleep(11_000);
      await world.boot();
      await world.advance(1_000);
      await world.link('ann', 'new-desk', 'run-2');
      expect((await world.snapshot('ann')).ringingDeviceId).toBe('new-desk');
      await world.advance(60_000);
      const rows = await world.store.reader
        .selectFrom('device')
        .select(['id', 'hub_id'])
        .orderBy('id')
        .execute();
      expect(rows).toEqual([
        { id: 'new-desk', hub_id: world.hub.services.context.id },
        { id: 'old-desk', hub_id: null },
      ]);
    },
  );

  it('C2: a device that fell silent does not ring while another one lives', async () => {
    const world = await make({ agents: ['ann'] });
    await world.link('ann', 'old-desk');
    world.fallSilent('ann');
    await world.link('ann', 'new-desk');
    expect((await world.snapshot('ann')).ringingDeviceId).toBe('old-desk');
    await world.advance(27_000);
    expect((await world.snapshot('ann')).ringingDeviceId).toBe('new-desk');
  });

  it('C1: a heartbeat that is answered heals a lost link, without a new connection', async () => {
    const world = await make({ agents: ['ann'] });
    await world.link('ann');
    world.fallSilent('ann');
    await world.advance(27_000);
    expect((await world.snapshot('ann')).presence.link).toBe('lost');
    await world.beat('ann');
    // With the next tick: the heartbeat itself waits for no lock on the agent.
    await world.advance(1_000);
    expect((await world.snapshot('ann')).presence.link).toBe('connected');
    await world.chat();
    expect((await world.snapshot('ann')).offers).toHaveLength(1);
  });
});

describe('two hubs', () => {
  const worlds: World[] = [];
  const make = async (options: Omit<WorldOptions, 'address'> = {}) => {
    const { address } = await newDatabase('postgres');
    const world = await World.create({ address, hubs: [0, 0], ...options });
    worlds.push(world);
    return world;
  };
  afterEach(async () => {
    for (const world of worlds.splice(0)) await world.close();
  });
  const row = (world: World, name: string) =>
    world.store.reader
      .selectFrom('agent_state')
      .select(['link', 'status_id'])
      .where('agent_id', '=', name)
      .executeTakeFirstOrThrow();

  it('C1: a hub that finds its socket dead leaves alone what has come back through another hub', async () => {
    const world = await make({ agents: ['ann'] });
    await world.link('ann');
    const work = await talk(world, 'ann');
    // Between two heartbeats: a wrongly ended link would not be restored yet.
    world.fallSilent('ann', 31_000);
    world.use(1);
    await world.link('ann');
    await world.advance(31_000);
    expect(await row(world, 'ann')).toEqual({ link: 'connected', status_id: 'Available' });
    await world.advance(5 * 60_000);
    expect(await row(world, 'ann')).toEqual({ link: 'connected', status_id: 'Available' });
    expect((await world.snapshot('ann')).work).toMatchObject([{ agentWorkId: work.agentWorkId }]);
  });

  it.each([-20_000, 16_000, 2 * 3_600_000])(
    'C1: a hub whose clock is wrong by %i ms judges heartbeats and deadlines by the same time as its peers',
    async (offset) => {
      const world = await make({ agents: ['ann'], hubs: [0, offset] });
      await world.link('ann');
      await world.advance(12_000);
      expect(await row(world, 'ann')).toEqual({ link: 'connected', status_id: 'Available' });
      world.use(1);
      const item = await world.chat();
      const [offer] = (await world.snapshot('ann')).offers;
      expect(offer!.deadline! - world.clock.now()).toBe(30_000);
      await world.advance(29_000);
      expect((await world.item(item)).state).toBe('offered');
      await world.advance(1_000);
      expect((await world.item(item)).state).toBe('queued');
    },
  );

  it('C2: a running hub removes the one that died, and its devices stop ringing', async () => {
    const world = await make({ agents: ['ann'] });
    await world.link('ann', 'old-desk');
    await world.kill(0);
    world.fallSilent('ann');
    await world.advance(11_000);
    const hubs = await world.store.reader.selectFrom('hub').select('id').execute();
    expect(hubs).toEqual([{ id: world.hub.services.context.id }]);
    await world.link('ann', 'new-desk');
    expect((await world.snapshot('ann')).ringingDeviceId).toBe('new-desk');
    await world.advance(30_000);
    const held = await world.store.reader
      .selectFrom('device')
      .select('id')
      .where('hub_id', 'is not', null)
      .execute();
    expect(held).toEqual([{ id: 'new-desk' }]);
  });
});
