import { expect, it } from 'vitest';
import { setStatus, talk } from '../support/acts.ts';
import { onBothStores } from '../support/on-both.ts';
import { commandId, type World } from '../support/world.ts';

const transfer = (world: World, agentWorkId: string, agentId: string) =>
  world.do(
    world.as('ann').work.transfer({
      commandId: commandId(),
      agentWorkId,
      to: { kind: 'agent', agentId },
      note: 'Please take this.',
    }),
  );

const ways = [
  ['goes Offline', (world: World) => setStatus(world, 'ben', 'Offline')],
  ['signs out', (world: World) => world.do(world.as('ben').presence.signOut({ commandId: commandId() }))],
  [
    'is lost',
    async (world: World) => {
      await world.cut('ben');
      await world.advance(61_000);
    },
  ],
] as const;

onBothStores('a transfer to one agent', (make) => {
  it.each(ways)('C4: returns with its reason when the agent %s before it rang', async (_, leave) => {
    const world = await make();
    await world.link('ann');
    const work = await talk(world, 'ann');
    await world.link('ben');
    await setStatus(world, 'ben', 'lunch');
    await transfer(world, work.agentWorkId, 'ben');
    expect((await world.snapshot('ann')).work[0]!.transfer).not.toBeNull();
    await leave(world);
    const { work: open, notices } = await world.snapshot('ann');
    expect(open[0]!.transfer).toBeNull();
    expect(notices).toMatchObject([{ kind: 'transfer-returned', params: { to: 'Ben', how: 'unavailable' } }]);
  });

  it('C4: returns in the same way after it rang', async () => {
    const world = await make();
    await world.link('ann');
    const work = await talk(world, 'ann');
    await world.link('ben');
    await transfer(world, work.agentWorkId, 'ben');
    expect((await world.snapshot('ben')).offers).toHaveLength(1);
    await setStatus(world, 'ben', 'Offline');
    const { work: open, notices } = await world.snapshot('ann');
    expect(open[0]!.transfer).toBeNull();
    expect(notices).toMatchObject([{ kind: 'transfer-returned', params: { to: 'Ben', how: 'unavailable' } }]);
  });

  it('C4: is refused to an agent who is Offline', async () => {
    const world = await make();
    await world.link('ann');
    const work = await talk(world, 'ann');
    await world.link('ben');
    await setStatus(world, 'ben', 'Offline');
    const { agents } = await world.as('ann').work.destinations({ agentWorkId: work.agentWorkId });
    expect(agents).toMatchObject([{ id: 'ben', signedIn: false, base: 'offline' }]);
    await expect(transfer(world, work.agentWorkId, 'ben')).rejects.toMatchObject({
      code: 'DESTINATION_NOT_SIGNED_IN',
    });
  });
});
