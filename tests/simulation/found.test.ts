/** Minimal reproductions of the faults that the simulation found. */
import { sql } from 'kysely';
import { afterEach, describe, expect, it, vi } from 'vitest';
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
  const transfer = async (world: World, name: string, to: string) => {
    const [work] = (await world.snapshot(name)).work;
    await world.do(
      world.as(name).work.transfer({
        commandId: commandId(),
        agentWorkId: work!.agentWorkId,
        to: { kind: 'agent', agentId: to },
        note: '',
      }),
    );
  };
  const accept = async (world: World, name: string) => {
    const [offer] = (await world.snapshot(name)).offers;
    await world.do(world.as(name).work.accept({ commandId: commandId(), agentWorkId: offer!.agentWorkId }));
    return offer!;
  };

  it('applies a queued status also when the last open item was an offer that ended without work', async () => {
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

  it('clears the queued status of a disconnected agent, so that no wrap-up brings them back', async () => {
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

  it('closes an item after its last wrap-up with its last agent’s outcome, and never queues it again', async () => {
    const world = await make({ configuration: { wrapUp: true, wrapUpSeconds: 60 } });
    await world.link('ann');
    const item = await world.chat();
    await accept(world, 'ann');
    await world.link('ben');
    // Ben's work has no wrap-up, Ann's has.
    await world.configure({ wrapUp: false });
    await transfer(world, 'ann', 'ben');
    const { agentWorkId } = await accept(world, 'ben');
    await world.do(
      world.as('ben').work.saveNotes({ commandId: commandId(), agentWorkId, notes: '', outcome: 'Solved' }),
    );
    await world.do(world.as('ben').work.end({ commandId: commandId(), agentWorkId }));
    expect((await world.item(item)).state).toBe('wrapping-up');
    await world.advance(59_000);
    expect((await world.item(item)).state).toBe('wrapping-up');
    await world.advance(1_000);
    expect(await world.item(item)).toMatchObject({ state: 'closed', outcome: 'Solved' });
    expect(await world.repairs()).toBe(0);
  });

  it('keeps the outcome of a conversation that ends without wrap-up', async () => {
    const world = await make({ agents: ['ann'] });
    await world.link('ann');
    const item = await world.chat();
    const { agentWorkId } = await accept(world, 'ann');
    await world.do(
      world.as('ann').work.saveNotes({ commandId: commandId(), agentWorkId, notes: '', outcome: 'Solved' }),
    );
    await world.do(world.as('ann').work.end({ commandId: commandId(), agentWorkId }));
    expect(await world.item(item)).toMatchObject({ state: 'closed', outcome: 'Solved' });
  });

  it('sends a new version to the agent in wrap-up when the conversation moves to another queue', async () => {
    const world = await make({
      configuration: { wrapUp: true, wrapUpSeconds: 600 },
      agents: ['ann', 'ben', 'cat'],
    });
    await world.link('ann');
    await world.chat();
    await accept(world, 'ann');
    await world.link('ben');
    await transfer(world, 'ann', 'ben');
    const { agentWorkId } = await accept(world, 'ben');
    await world.cut('ann');
    await world.link('cat');
    const before = await world.snapshot('ann');
    await world.do(
      world.as('ben').work.transfer({
        commandId: commandId(),
        agentWorkId,
        to: { kind: 'queue', queueId: 'vip' },
        note: '',
      }),
    );
    await accept(world, 'cat');
    const after = await world.snapshot('ann');
    expect(after.wrapUps[0]!.queue?.id).toBe('vip');
    expect(after.version).toBeGreaterThan(before.version);
  });

  it('C10: runs the router when a new queued status allows more than the one queued before', async () => {
    const world = await make({ agents: ['ann'], configuration: { capacity: 2 } });
    await world.link('ann');
    await world.chat();
    await accept(world, 'ann');
    await world.do(world.as('ann').presence.queueStatus({ commandId: commandId(), statusId: 'lunch' }));
    const urgent = await world.chat('Urgent', 'vip');
    expect((await world.snapshot('ann')).offers).toHaveLength(0);
    await world.do(world.as('ann').presence.queueStatus({ commandId: commandId(), statusId: 'Available' }));
    expect((await world.snapshot('ann')).offers).toMatchObject([{ workItemId: urgent }]);
  });

  it('C10: offers the most urgent item an agent can take, even when another queue was requested', async () => {
    const world = await make({ agents: ['ann'], configuration: { capacity: 1 } });
    await world.link('ann');
    await world.do(world.as('ann').presence.setStatus({ commandId: commandId(), statusId: 'lunch' }));
    const urgent = await world.chat('Urgent', 'vip');
    await world.chat('Later');
    const { context, router } = world.hub.services;
    // Another hub's commit has just made Ann free; that hub has not routed yet.
    await context.store.write((db) =>
      db
        .updateTable('agent_state')
        .set({ status_id: 'Available', base: 'available', effective_base: 'available' })
        .where('agent_id', '=', 'ann')
        .execute(),
    );
    router.request({ agents: new Set(), queues: new Set(['general']), all: false });
    await router.settled();
    expect((await world.snapshot('ann')).offers).toMatchObject([{ workItemId: urgent }]);
  });

  it('C10: offers an item to an agent who refused it only if no other is free, even when requested', async () => {
    const world = await make({ configuration: { statusOnPushTimeOut: null } });
    await world.link('ann');
    const item = await world.chat();
    await world.advance(29_000);
    await world.do(world.as('ann').presence.setStatus({ commandId: commandId(), statusId: 'lunch' }));
    await world.link('ben');
    await world.do(world.as('ben').presence.setStatus({ commandId: commandId(), statusId: 'lunch' }));
    const { context, router } = world.hub.services;
    await context.store.write(async (db) => {
      await db
        .insertInto('exclusion')
        .values({
          item_id: item,
          agent_id: 'ann',
          presence_session: (
            await context.store.reader
              .selectFrom('agent_state')
              .select('presence_session')
              .where('agent_id', '=', 'ann')
              .executeTakeFirstOrThrow()
          ).presence_session,
          at: context.clock.now() - 31_000,
        })
        .execute();
      await db
        .updateTable('agent_state')
        .set({ status_id: 'Available', base: 'available', effective_base: 'available' })
        .execute();
    });
    router.request({ agents: new Set(['ann']), queues: new Set(), all: false });
    await router.settled();
    expect((await world.snapshot('ben')).offers).toMatchObject([{ workItemId: item }]);
  });

  it('C13: does not offer a transfer that is cancelled at the same moment', async () => {
    const world = await make();
    await world.link('ann');
    await world.chat();
    await accept(world, 'ann');
    await world.link('ben');
    await world.do(world.as('ben').presence.setStatus({ commandId: commandId(), statusId: 'lunch' }));
    await transfer(world, 'ann', 'ben');
    const { context, router } = world.hub.services;
    await context.store.write((db) =>
      db
        .updateTable('agent_state')
        .set({ status_id: 'Available', base: 'available', effective_base: 'available' })
        .where('agent_id', '=', 'ben')
        .execute(),
    );
    let commit!: () => void;
    const decided = new Promise<void>((resolve) => (commit = resolve));
    let written!: () => void;
    const begun = new Promise<void>((resolve) => (written = resolve));
    const callingOff = context.store.write(async (db) => {
      await db.updateTable('transfer').set({ state: 'cancelled' }).execute();
      written();
      await decided;
    });
    await begun;
    router.requestAll();
    // The router has read the transfer before the cancellation, and waits for that transaction.
    if (kind === 'postgres')
      await vi.waitFor(async () => {
        const { rows } = await sql`select 1 from pg_locks where not granted`.execute(context.store.reader);
        expect(rows.length).toBeGreaterThan(0);
      }, 10_000);
    commit();
    await callingOff;
    await router.settled();
    expect((await world.snapshot('ben')).offers).toEqual([]);
    expect((await world.snapshot('ann')).work).toMatchObject([{ transfer: null }]);
  });

  it('C12: keeps an agent Offline who reconnected Offline and was lost again', async () => {
    const world = await make({ agents: ['ann'] });
    await world.link('ann');
    const { id } = await world.api().create({ channel: 'cases', queue: 'general', customer: 'A company' });
    await world.settle();
    await accept(world, 'ann');
    await world.chat();
    await accept(world, 'ann');
    await world.cut('ann');
    await world.advance(61_000);
    await world.link('ann');
    await world.do(world.as('ann').presence.queueStatus({ commandId: commandId(), statusId: 'Available' }));
    await world.cut('ann');
    await world.do(
      world
        .api()
        .cancel({ id })
        .catch(() => undefined),
    );
    await world.advance(400_000);
    for (const { agentWorkId } of (await world.snapshot('ann')).work)
      await world.do(world.as('ann').work.end({ commandId: commandId(), agentWorkId }));
    expect((await world.snapshot('ann')).presence).toMatchObject({
      status: { base: 'offline' },
      next: null,
      link: 'lost',
    });
  });

  it('C12: keeps a disconnected agent Offline when a timed status ends', async () => {
    const world = await make({ agents: ['ann'] });
    await world.link('ann');
    await world.do(
      world.as('ann').presence.setStatus({
        commandId: commandId(),
        statusId: 'Offline',
        until: world.clock.now() + 120_000,
      }),
    );
    await world.cut('ann');
    await world.advance(130_000);
    expect((await world.snapshot('ann')).presence).toMatchObject({
      status: { base: 'offline' },
      until: null,
    });
  });

  it('C12: restarts the full grace period when an agent chooses a status while the link is lost', async () => {
    const world = await make({ agents: ['ann'] });
    await world.link('ann');
    await world.cut('ann');
    await world.advance(120_000);
    await world.do(world.as('ann').presence.setStatus({ commandId: commandId(), statusId: 'Available' }));
    await world.advance(59_000);
    expect((await world.snapshot('ann')).presence.status.id).toBe('Available');
    await world.advance(1_000);
    expect((await world.snapshot('ann')).presence).toMatchObject({
      status: { base: 'offline' },
      reason: 'link-lost',
    });
  });
});
