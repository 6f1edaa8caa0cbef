/** The wall clock is stepped, by a user or a time service: everything pending continues as if nothing had happened. */
import { afterEach, describe, expect, it } from 'vitest';
import { endWork, setStatus, talk } from '../support/acts.ts';
import { onBothStores } from '../support/on-both.ts';
import { newDatabase } from '../support/stores.ts';
import { World } from '../support/world.ts';

const HOUR = 3_600_000;
const steps = [2 * HOUR, -2 * HOUR, 20 * 60_000, -45_000];

onBothStores('a stepped clock', (make) => {
  it.each(steps)('S12: by %i ms: an offer rings for its full time', async (step) => {
    const world = await make({ agents: ['ann'] });
    await world.link('ann');
    const item = await world.chat();
    await world.advance(10_500);
    world.clock.step(step);
    await world.advance(1_000);
    const { offers, hubTime } = await world.snapshot('ann');
    expect(hubTime).toBe(world.clock.now());
    expect(offers[0]!.deadline! - hubTime).toBe(18_500);
    expect(offers[0]!.waitingSince).toBe(hubTime - 11_500);
    await world.advance(18_499);
    expect((await world.item(item)).state).toBe('offered');
    await world.advance(1);
    expect((await world.item(item)).state).toBe('queued');
    expect(await world.repairs()).toBe(0);
  });

  it.each(steps)('S12: by %i ms: grace period, wrap-up and timed status keep their length', async (step) => {
    const world = await make({
      agents: ['ann', 'ben', 'cat'],
      configuration: { wrapUp: true, wrapUpSeconds: 60 },
    });
    await world.link('ann');
    const { agentWorkId } = await talk(world, 'ann');
    await endWork(world, 'ann', agentWorkId);
    await world.link('ben');
    await setStatus(world, 'ben', 'lunch', { until: world.clock.now() + 60_000 });
    await world.link('cat');
    await world.cut('cat');
    await world.advance(30_000);
    world.clock.step(step);
    await world.advance(29_000);
    expect((await world.snapshot('ann')).wrapUps).toHaveLength(1);
    expect((await world.snapshot('ben')).presence.status.id).toBe('lunch');
    expect((await world.snapshot('cat')).presence.status.id).toBe('Available');
    await world.advance(1_001);
    expect((await world.snapshot('ann')).wrapUps).toHaveLength(0);
    expect((await world.snapshot('ben')).presence.status.id).toBe('Available');
    expect((await world.snapshot('cat')).presence.status.id).toBe('Offline');
    expect((await world.snapshot('ann')).presence.link).toBe('connected');
  });

  it('S12: set back while no hub was running', async () => {
    const world = await make({ agents: ['ann'] });
    await world.link('ann');
    await world.chat();
    await world.advance(10_000);
    await world.kill();
    world.clock.step(-2 * HOUR);
    await world.boot();
    const { offers, hubTime } = await world.snapshot('ann');
    const left = offers[0]!.deadline! - hubTime;
    expect(left).toBeGreaterThan(10_000);
    expect(left).toBeLessThanOrEqual(30_000);
  });

  it('does not shift deadlines by the time the machine slept', async () => {
    const world = await make({ agents: ['ann'] });
    await world.link('ann');
    const item = await world.chat();
    world.sleep(10 * 60_000);
    await world.advance(0);
    expect((await world.item(item)).state).toBe('queued');
    expect(world.hub.services.context.clockSteps).toBe(0);
  });
});

describe('several hubs', () => {
  let world: World | null = null;
  afterEach(() => world?.close());

  it.each(steps)('S12: compensate for a step of %i ms exactly once', async (step) => {
    const { address } = await newDatabase('postgres');
    world = await World.create({ address, agents: ['ann'], hubs: [0, 20_000, -20_000] });
    await world.link('ann');
    await world.chat();
    await world.advance(10_500);
    world.clock.step(step);
    await Promise.all(world.alive.map((index) => world!.hubAt(index).tick()));
    for (const index of world.alive) {
      const { context } = world.hubAt(index).services;
      expect(context.clockSteps).toBe(step);
      expect(context.clock.now()).toBe(world.clock.now());
    }
    const [offer] = (await world.snapshot('ann')).offers;
    expect(offer!.deadline! - world.clock.now()).toBe(19_500);
  });
});
