/** An import while agents work: it takes effect for them, and their work continues. */
import { expect, it } from 'vitest';
import { readSource } from '#hub/exchange/import/import-sources.ts';
import { applyImportIn } from '#hub/exchange/import/apply-import.ts';
import { setStatus } from '#tests/support/acts.ts';
import { onBothStores } from '#tests/support/on-both.ts';
import { apply, metadata, zipOf } from './stage.ts';

const source = async () =>
  readSource(
    'salesforce',
    await zipOf({
      'default_presence_config.presenceUserConfig': metadata(
        'PresenceUserConfig',
        '<capacity>7</capacity><enableDecline>true</enableDecline><label>Everybody</label>',
      ),
    }),
  );

onBothStores('an import', (make) => {
  it('by the hub itself reaches signed-in agents at once', async () => {
    const world = await make();
    await world.link('ann');
    await setStatus(world, 'ann', 'Available');
    const before = await world.snapshot('ann');
    expect(before.capacity.primary.max).toBe(5_000);
    const planner = await source();
    await world.hub.services.context.unit(async (unit) => {
      await applyImportIn(unit.db, planner, { actor: { id: 'ann', name: 'Ann' }, now: unit.now });
      unit.setupChanged = true;
    });
    const after = await world.snapshot('ann');
    expect(after.version).toBeGreaterThan(before.version);
    expect(after.capacity.primary.max).toBe(7_000);
    expect(after.presence).toMatchObject({ status: { id: 'Available' }, signedIn: true });
  });

  it('by the command line is noticed within seconds', async () => {
    const world = await make();
    await world.link('ann');
    await apply(world.store, await source());
    await world.advance(10_000);
    expect((await world.snapshot('ann')).capacity.primary.max).toBe(7_000);
  });
});
