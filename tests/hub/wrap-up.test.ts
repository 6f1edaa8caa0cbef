import { expect, it } from 'vitest';
import { endWork, setStatus, talk } from '../support/acts.ts';
import { onBothStores } from '../support/on-both.ts';
import { commandId, type World } from '../support/world.ts';

const withWrapUp = {
  wrapUp: true,
  wrapUpSeconds: 60,
  extend: true,
  extensionSeconds: 30,
  maxExtensions: 2,
} as const;

const extend = (world: World, agentWorkId: string) =>
  world.do(world.as('ann').work.extendWrapUp({ commandId: commandId(), agentWorkId }));
const finish = (world: World, agentWorkId: string) =>
  world.do(world.as('ann').work.finishWrapUp({ commandId: commandId(), agentWorkId }));

onBothStores('wrap-up', (make) => {
  it('starts when the agent ends the conversation, holds capacity, and closes the work when time is up', async () => {
    const world = await make({ configuration: withWrapUp, agents: ['ann'] });
    await world.link('ann');
    const work = await talk(world, 'ann');
    await endWork(world, 'ann', work.agentWorkId);
    const [wrapUp] = (await world.snapshot('ann')).wrapUps;
    expect(wrapUp).toMatchObject({
      deadline: world.clock.now() + 60_000,
      maxExtensions: 2,
      extensionsUsed: 0,
      outcomes: ['Solved', 'Not solved'],
      endedBy: 'agent',
    });
    expect((await world.item(work.workItemId)).state).toBe('wrapping-up');
    const closed = async () => (await world.hub.services.context.metrics.closed.get()).values[0]?.value;
    expect(await closed()).toBe(0);
    await world.advance(59_999);
    expect((await world.snapshot('ann')).capacity.primary.used).toBe(1000);
    await world.advance(1);
    const after = await world.snapshot('ann');
    expect(after.wrapUps).toHaveLength(0);
    expect(after.capacity.primary.used).toBe(0);
    expect((await world.item(work.workItemId)).state).toBe('closed');
    expect(await closed()).toBe(1);
  });

  it('starts when the customer leaves, and never after a missed offer', async () => {
    const world = await make({ configuration: withWrapUp, agents: ['ann'] });
    await world.link('ann');
    const work = await talk(world, 'ann');
    await world.do(world.customer(work.workItemId).end({}));
    expect((await world.snapshot('ann')).wrapUps).toMatchObject([{ endedBy: 'customer' }]);
    await world.chat('Missed');
    await world.advance(30_000);
    expect((await world.snapshot('ann')).wrapUps).toHaveLength(1);
  });

  it('extends up to the last extension; All done ends it early', async () => {
    const world = await make({ configuration: withWrapUp, agents: ['ann'] });
    await world.link('ann');
    const { agentWorkId, workItemId } = await talk(world, 'ann');
    await endWork(world, 'ann', agentWorkId);
    const end = (await world.snapshot('ann')).wrapUps[0]!.deadline;
    await world.advance(50_000);
    await extend(world, agentWorkId);
    await extend(world, agentWorkId);
    expect((await world.snapshot('ann')).wrapUps[0]).toMatchObject({
      deadline: end + 60_000,
      extensionsUsed: 2,
    });
    await expect(extend(world, agentWorkId)).rejects.toMatchObject({ code: 'NO_EXTENSION_LEFT' });
    await world.advance(60_000);
    expect((await world.snapshot('ann')).wrapUps).toHaveLength(1);
    await finish(world, agentWorkId);
    expect((await world.snapshot('ann')).wrapUps).toHaveLength(0);
    expect((await world.item(workItemId)).state).toBe('closed');
    await expect(extend(world, agentWorkId)).rejects.toMatchObject({ code: 'WRAP_UP_OVER' });
  });

  it('case 20: is not ended by a status change; notes are kept', async () => {
    const world = await make({ configuration: withWrapUp, agents: ['ann'] });
    await world.link('ann');
    const { agentWorkId } = await talk(world, 'ann');
    await endWork(world, 'ann', agentWorkId);
    await world.do(
      world
        .as('ann')
        .work.saveNotes({ commandId: commandId(), agentWorkId, notes: 'wants a refund', outcome: 'Solved' }),
    );
    await setStatus(world, 'ann', 'lunch');
    const snapshot = await world.snapshot('ann');
    expect(snapshot.presence.status.id).toBe('lunch');
    expect(snapshot.wrapUps).toMatchObject([{ notes: 'wants a refund', outcome: 'Solved' }]);
    await world.advance(60_000);
    const after = await world.snapshot('ann');
    expect(after.wrapUps).toHaveLength(0);
    expect(after.presence.status.id).toBe('lunch');
    const row = await world.store.reader
      .selectFrom('agent_work')
      .select(['notes', 'outcome'])
      .where('id', '=', agentWorkId)
      .executeTakeFirstOrThrow();
    expect(row).toEqual({ notes: 'wants a refund', outcome: 'Solved' });
  });

  it('applies the queued status at its end, and routes waiting work to a free agent in the same moment', async () => {
    const world = await make({ configuration: { ...withWrapUp, capacity: 1 }, agents: ['ann'] });
    await world.link('ann');
    const { agentWorkId } = await talk(world, 'ann');
    await world.do(world.as('ann').presence.queueStatus({ commandId: commandId(), statusId: 'lunch' }));
    await endWork(world, 'ann', agentWorkId);
    expect((await world.snapshot('ann')).presence).toMatchObject({
      status: { id: 'Available' },
      next: { id: 'lunch' },
    });
    await world.advance(60_000);
    expect((await world.snapshot('ann')).presence).toMatchObject({
      status: { id: 'lunch' },
      reason: 'next-status',
      next: null,
    });
  });

  it('frees its capacity as configured: never held, or only for its first seconds', async () => {
    const world = await make({
      configuration: { ...withWrapUp, wrapUpHold: { firstSeconds: 20 }, capacity: 1 },
      agents: ['ann'],
    });
    await world.link('ann');
    const { agentWorkId } = await talk(world, 'ann');
    await world.chat('Next');
    await endWork(world, 'ann', agentWorkId);
    await world.advance(19_999);
    expect((await world.snapshot('ann')).offers).toHaveLength(0);
    await world.advance(1);
    const snapshot = await world.snapshot('ann');
    expect(snapshot.offers).toHaveLength(1);
    expect(snapshot.wrapUps).toHaveLength(1);
  });

  it('keeps its initial terms when Setup changes', async () => {
    const world = await make({ configuration: withWrapUp, agents: ['ann'] });
    await world.link('ann');
    const { agentWorkId } = await talk(world, 'ann');
    await world.configure({ wrapUp: false, extend: false });
    await endWork(world, 'ann', agentWorkId);
    expect((await world.snapshot('ann')).wrapUps).toMatchObject([{ maxExtensions: 2 }]);
  });

  it('runs several wrap-ups at once, independently', async () => {
    const world = await make({ configuration: withWrapUp, agents: ['ann'] });
    await world.link('ann');
    const one = await talk(world, 'ann', 'One');
    const two = await talk(world, 'ann', 'Two');
    await endWork(world, 'ann', one.agentWorkId);
    await world.advance(10_000);
    await endWork(world, 'ann', two.agentWorkId);
    await world.advance(50_000);
    expect((await world.snapshot('ann')).wrapUps.map((wrapUp) => wrapUp.customer)).toEqual(['Two']);
  });

  it('survives a killed hub: the next hub carries out the deadline', async () => {
    const world = await make({ configuration: withWrapUp, agents: ['ann'] });
    await world.link('ann');
    const { agentWorkId, workItemId } = await talk(world, 'ann');
    await endWork(world, 'ann', agentWorkId);
    await world.kill();
    world.clock.set(world.clock.now() + 61_000);
    await world.boot();
    await world.advance(1_000);
    expect((await world.item(workItemId)).state).toBe('closed');
    expect((await world.snapshot('ann')).wrapUps).toHaveLength(0);
  });

  it('refuses an outcome that the queue does not have', async () => {
    const world = await make({ configuration: withWrapUp, agents: ['ann'] });
    await world.link('ann');
    const { agentWorkId } = await talk(world, 'ann');
    await expect(
      world
        .as('ann')
        .work.saveNotes({ commandId: commandId(), agentWorkId, notes: '', outcome: 'Never heard of' }),
    ).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
  });
});
