/** Two hubs on one PostgreSQL: no leader, no shared memory, consistent state. */
import { createRouterClient } from '@orpc/server';
import { pino } from 'pino';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { AgentSnapshot } from '#core/snapshot.ts';
import { agentRouter } from '#hub/http/agent/agent-router.ts';
import { Hub } from '#hub/app/hub.ts';
import { openStore } from '#hub/store/store.ts';
import { newDatabase } from '../support/stores.ts';
import { commandId, World, type WorldOptions } from '../support/world.ts';

describe('two hubs on one PostgreSQL', () => {
  const open: { world: World; other: Hub }[] = [];
  /** A world, and a second hub with the same clock. `listens` = the second hub receives NOTIFY. */
  const make = async (options: Omit<WorldOptions, 'address'>, listens: boolean) => {
    const { address } = await newDatabase('postgres');
    const world = await World.create({ address, ...options });
    const other = new Hub({
      store: await openStore(address, { poolSize: 8 }),
      clock: world.clock,
      reference: () => Promise.resolve(world.clock.now()),
      log: pino({ level: 'silent' }),
      processMetrics: false,
      options: {
        host: '127.0.0.1',
        port: 0,
        tls: null,
        behindProxy: false,
        publicUrl: 'http://hub.test',
        customerPage: '',
      },
    });
    await (listens ? other.start() : other.prepare());
    open.push({ world, other });
    return { world, other };
  };
  afterEach(async () => {
    for (const { world, other } of open.splice(0)) {
      await other.stop();
      await world.close();
    }
  });
  const at = (hub: Hub, world: World, name: string) =>
    createRouterClient(agentRouter(hub.services), {
      context: {
        ...world.callContext(),
        hub: hub.services.context,
        who: { user: hub.services.context.directory.user(name), tokenHash: '' },
      },
    });
  const owners = async (world: World) =>
    world.store.reader
      .selectFrom('agent_work')
      .select(['work_item_id', 'agent_id', 'id'])
      .where('owns', '=', 1)
      .where('state', '=', 'opened')
      .execute();

  it('case 9: a thousand raced accepts at both hubs leave one owner per item, and losers are notified', async () => {
    const agents = Array.from({ length: 50 }, (_, index) => `agent${index}`);
    const { world, other } = await make({ agents, configuration: { capacity: 10 } }, false);
    for (const name of agents) await world.link(name);
    await Promise.all(
      Array.from({ length: 500 }, (_, index) =>
        world
          .api()
          .create({ channel: 'calls', queue: 'vip', customer: `Caller ${index}`, externalId: `${index}` }),
      ).map((made) => made.catch(() => undefined)),
    );
    // The API accepts a limited number at once; the rest arrives as chats.
    const { count } = await world.store.reader
      .selectFrom('work_item')
      .select((select) => select.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    for (let more = Number(count); more < 500; more++)
      await world.customer().start({ startId: commandId(), name: `Customer ${more}` });
    await world.settle();
    world.hub.services.router.requestAll();
    await world.settle();
    const offers = await world.store.reader
      .selectFrom('agent_work')
      .select(['id', 'agent_id', 'work_item_id', 'deadline'])
      .where('state', '=', 'offered')
      .execute();
    expect(offers).toHaveLength(500);
    expect(new Set(offers.map((offer) => offer.work_item_id)).size).toBe(500);

    // The push time-out of the calls expires at this very moment, on the hub that is asked second.
    world.clock.set(Math.min(...offers.map((offer) => offer.deadline!)));
    const outcomes = new Map<string, string[]>();
    const note = (id: string, outcome: string) => outcomes.set(id, [...(outcomes.get(id) ?? []), outcome]);
    const accepts = offers.flatMap(({ id, agent_id }) =>
      [world.hub, other].map((hub) =>
        at(hub, world, agent_id)
          .work.accept({ commandId: commandId(), agentWorkId: id })
          .then(
            () => note(id, 'accepted'),
            (error: { code: string }) => note(id, error.code),
          ),
      ),
    );
    const cancels = offers
      .filter((_, index) => index % 5 === 0)
      .map((offer) =>
        world
          .api()
          .cancel({ id: offer.work_item_id })
          .catch(() => undefined),
      );
    await Promise.all([
      ...accepts,
      ...cancels,
      world.hub.services.timekeeper.runDue(),
      other.services.timekeeper.runDue(),
    ]);
    expect(accepts).toHaveLength(1_000);
    const opened = new Map((await owners(world)).map((row) => [row.id, row]));
    const items = (await owners(world)).map((row) => row.work_item_id);
    expect(new Set(items).size).toBe(items.length);
    for (const offer of offers) {
      const said = outcomes.get(offer.id)!;
      // Both responses agree with each other and with the database.
      expect(new Set(said)).toEqual(new Set([opened.has(offer.id) ? 'accepted' : 'TOO_LATE']));
    }
    expect(opened.size).toBeGreaterThan(0);
    await world.advance(6_000);
    expect(await world.repairs()).toBe(0);
  });

  it('carries out each deadline once, whichever hub is quicker', async () => {
    const agents = Array.from({ length: 10 }, (_, index) => `agent${index}`);
    const { world, other } = await make({ agents, configuration: { capacity: 10 } }, false);
    for (const name of agents) await world.link(name);
    for (let index = 0; index < 100; index++)
      await world.customer().start({ startId: commandId(), name: `Customer ${index}` });
    await world.settle();
    world.clock.set(world.clock.now() + 30_000);
    await Promise.all([world.hub.services.timekeeper.runDue(), other.services.timekeeper.runDue()]);
    const events = await world.store.reader
      .selectFrom('work_event')
      .select('agent_work_id')
      .where('what', '=', 'declined-on-push-time-out')
      .execute();
    expect(events).toHaveLength(100);
    expect(new Set(events.map((event) => event.agent_work_id)).size).toBe(100);
    const left = await world.store.reader
      .selectFrom('deadline')
      .select('kind')
      .where('due_at', '<=', world.clock.now())
      .execute();
    expect(left).toEqual([]);
  });

  it('never exceeds an agent’s capacity when both hubs route at once', async () => {
    const { world, other } = await make({ agents: ['ann', 'ben'], configuration: { capacity: 3 } }, false);
    for (let index = 0; index < 40; index++)
      await world.customer().start({ startId: commandId(), name: `Customer ${index}` });
    await Promise.all([world.link('ann'), world.link('ben')]);
    for (let round = 0; round < 5; round++) {
      world.hub.services.router.requestAll();
      other.services.router.requestAll();
      await Promise.all([world.hub.services.router.settled(), other.services.router.settled()]);
    }
    for (const name of ['ann', 'ben']) {
      const { offers, capacity } = await world.snapshot(name);
      expect(offers).toHaveLength(3);
      expect(capacity.primary).toEqual({ used: 3_000, max: 3_000 });
    }
  });

  it('publishes events of one hub at the other through NOTIFY, before any polling', async () => {
    const { world, other } = await make({ agents: ['ann'] }, true);
    await world.link('ann');
    const seen: AgentSnapshot[] = [];
    other.services.watchers.watch('ann', (snapshot) => seen.push(snapshot));
    await vi.waitFor(() => expect(seen).toHaveLength(1));
    // The clock stands still, so nothing polls.
    await world.chat('Cora');
    await vi.waitFor(() => expect(seen.at(-1)!.offers).toMatchObject([{ customer: 'Cora' }]), 10_000);
    await world.configure({ capacity: 9 });
    await vi.waitFor(() => expect(seen.at(-1)!.capacity.primary.max).toBe(9_000), 10_000);
  });

  it('finds the events without NOTIFY at the next poll', async () => {
    const { world, other } = await make({ agents: ['ann'] }, false);
    await world.link('ann');
    const seen: AgentSnapshot[] = [];
    other.services.watchers.watch('ann', (snapshot) => seen.push(snapshot));
    await vi.waitFor(() => expect(seen).toHaveLength(1));
    await world.chat('Cora');
    await world.configure({ capacity: 9 });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(seen).toHaveLength(1);
    // A read that fails under load is made up for by the next tick, as in a hub that runs.
    await vi.waitFor(async () => {
      await other.tick();
      expect(seen.at(-1)).toMatchObject({
        offers: [{ customer: 'Cora' }],
        capacity: { primary: { max: 9_000 } },
      });
    }, 10_000);
  });
});
