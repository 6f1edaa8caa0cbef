/** Tests the checker itself: states and transactions that violate an invariant, one by one. */
import { afterEach, describe, expect, it } from 'vitest';
import { newDatabase, storeKinds } from '../support/stores.ts';
import { invariants } from './invariants.ts';
import { type Memory, takePicture, takeWholePicture } from './observed-state.ts';
import { Random } from './random.ts';
import { Stage } from './stage.ts';

type Break = (stage: Stage) => Promise<unknown>;
const update = (
  stage: Stage,
  table: 'agent_work' | 'work_item' | 'agent_state' | 'presence_period',
  values: object,
  column: string,
  value: string,
) =>
  stage.world.store.write((db) =>
    db
      .updateTable(table as 'agent_work')
      .set(values as never)
      .where(column as 'id', '=', value)
      .execute(),
  );
const theWork = (stage: Stage) => stage.pieces('opened')[0]!;
const agent = (stage: Stage, values: object) => update(stage, 'agent_state', values, 'agent_id', 'ann');

/** One violation per invariant, written behind the hub's back to a centre where every invariant holds. */
const deeds: Readonly<Record<keyof typeof invariants, Break>> = {
  noItemIsLost: (stage) =>
    update(stage, 'work_item', { owner_agent_id: 'ben' }, 'id', theWork(stage).workItemId),
  oneOwnerOneOffer: (stage) =>
    update(stage, 'agent_work', { state: 'closed' }, 'id', theWork(stage).agentWorkId),
  terminalRowsStand: async (stage) => {
    const done = await stage.world.store.reader
      .selectFrom('agent_work')
      .select('id')
      .where('state', '=', 'withdrawn')
      .executeTakeFirstOrThrow();
    return update(stage, 'agent_work', { notes: 'Written after the end.' }, 'id', done.id);
  },
  everyDeadlineIsKept: (stage) => update(stage, 'agent_work', { deadline: 1 }, 'state', 'offered'),
  noDeadlineIsOverdue: (stage) =>
    stage.world.store.write((db) =>
      db
        .updateTable('deadline')
        .set({ due_at: stage.now - 5_000 })
        .execute(),
    ),
  originalAgeStands: (stage) =>
    update(stage, 'work_item', { original_at: 1 }, 'id', theWork(stage).workItemId),
  usedCapacityIsTheSum: (stage) => agent(stage, { used_primary: 7 }),
  endedWorkHoldsNothing: (stage) => update(stage, 'agent_work', { holds: 1 }, 'state', 'withdrawn'),
  snapshotsAgree: (stage) =>
    update(stage, 'work_item', { subject: 'Another subject' }, 'id', theWork(stage).workItemId),
  nothingNeedsRepair: async (stage) => {
    await agent(stage, { used_primary: 7 });
    await stage.world.advance(6_000);
  },
  queuedStatusHasWork: (stage) =>
    update(stage, 'agent_state', { next_status_id: 'lunch' }, 'agent_id', 'ben'),
  theGoneAreOffline: (stage) => agent(stage, { link: 'lost', link_since: stage.now - 62_000 }),
  effectivePresenceFollows: async (stage) => {
    await stage.world.advance(1_000);
    await agent(stage, { effective_base: 'busy' });
  },
  historyFollowsPresence: (stage) => agent(stage, { status_id: 'Busy' }),
  noAgentIsIdleWhileWorkWaits: async (stage) => {
    // From here on, routing requests have no effect.
    stage.world.hub.services.router.request = () => undefined;
    await stage.world.chat();
    await look(stage, stage.memory);
    await stage.world.advance(7_000);
  },
  aBeatingDeviceIsLinked: async (stage) => {
    await stage.world.advance(13_000);
    await agent(stage, { link: 'unsteady' });
  },
  theRingingDeviceLives: async (stage) => {
    await stage.world.advance(40_000);
    await agent(stage, { ringing_device_id: 'another-desk' });
  },
  transfersWaitForSomeone: (stage) => {
    const { agentWorkId, workItemId } = theWork(stage);
    return stage.world.store.write((db) =>
      db
        .insertInto('transfer')
        .values({
          id: 'transfer',
          work_item_id: workItemId,
          from_agent_work_id: agentWorkId,
          from_agent_id: 'ann',
          target: 'agent',
          target_id: 'cat',
          note: '',
          state: 'pending',
          created_at: stage.now,
        })
        .execute(),
    );
  },
  noticesStayFew: (stage) =>
    stage.world.store.write((db) =>
      db
        .insertInto('notice')
        .values(
          [1, 2, 3, 4].map((id) => ({
            id: `${id}`,
            agent_id: 'ann',
            kind: 'read-along',
            params_json: '{}',
            at: id,
          })),
        )
        .execute(),
    ),
};

/** What the invariants report for a step that ends now. */
async function look(stage: Stage, memory: Memory): Promise<string[]> {
  await stage.mirror.refresh();
  const picture = await takePicture(stage.world, stage.mirror, stage.mirror.takeChanges(), 'all');
  return Object.entries(invariants).flatMap(([name, law]) => law(picture, memory).map(() => name));
}

describe.each(storeKinds)('the checker on %s', (kind) => {
  const open: { stage: Stage; remove(): void }[] = [];
  const make = async () => {
    const { address, remove } = await newDatabase(kind);
    const stage = await Stage.open({ address, agents: 3 }, new Random(1));
    open.push({ stage, remove });
    const { world } = stage;
    await world.link('ann');
    const left = await world.chat('Leaves');
    await world.do(world.customer(left).end({}));
    await world.chat('Talks');
    const [offer] = stage.pieces('offered').length > 0 ? stage.pieces('offered') : await offered(stage);
    await stage.command('ann', 'accepts', (client, commandId) =>
      client.work.accept({ commandId, agentWorkId: offer!.agentWorkId }),
    );
    await world.chat('Rings');
    await world.link('ben');
    expect(await look(stage, stage.memory)).toEqual([]);
    return stage;
  };
  const offered = async (stage: Stage) => {
    await stage.mirror.refresh();
    return stage.pieces('offered');
  };
  afterEach(async () => {
    for (const { stage, remove } of open.splice(0)) {
      await stage.world.close();
      remove();
    }
  });

  it.each(Object.keys(deeds))('detects a violated %s from the changes', async (law) => {
    const stage = await make();
    await deeds[law]!(stage);
    expect(await look(stage, stage.memory)).toContain(law);
  });

  it('detects changes that have no line in the log', async () => {
    const stage = await make();
    const { world, mirror } = stage;
    expect(await mirror.differences()).toEqual([]);
    const { workItemId } = stage.pieces('opened')[0]!;
    await update(stage, 'work_item', { subject: 'Another subject' }, 'id', workItemId);
    await world.store.write((db) => db.deleteFrom('simulation_log' as never).execute());
    expect(await mirror.differences()).toEqual([`work_item ${workItemId} is not in the mirror as it is`]);
    const picture = await takeWholePicture(world, mirror);
    expect(picture.items.find((item) => item.id === workItemId)!.subject).toBe('Another subject');
  });

  it('detects a rejected or replayed command that changes something', async () => {
    const stage = await make();
    const write = (note: string) =>
      update(stage, 'agent_work', { notes: note }, 'id', theWork(stage).agentWorkId);
    await stage.command('ann', 'does it half', async () => {
      await write('Half done.');
      throw Object.assign(new Error('no'), { code: 'NOT_ALLOWED' });
    });
    expect(stage.faults.splice(0)).toMatchObject([expect.stringContaining('nothingChanges: a refused')]);
    let count = 0;
    stage.acknowledged.length = 0;
    await stage.command('ann', 'does it twice', async () => {
      count += 1;
      await write(`Done ${count} times.`);
      return {};
    });
    await stage.replay();
    expect(stage.faults).toMatchObject([expect.stringContaining('nothingChanges: replayed')]);
  });

  it('judges offers: one beyond capacity, one to an agent on a break, one past a more urgent item', async () => {
    const stage = await make();
    const { world } = stage;
    const { router, context } = world.hub.services;
    const plan = (agentId: string, workItemId: string) =>
      Object.assign(context, {
        // The router's own transaction, forced to offer what its rules forbid.
        offerAnyway: () =>
          context.unit(async (unit) => {
            const { makeOffer } = await import('#hub/work/offers.ts');
            await makeOffer(unit, context.metrics, {
              agent: await unit.agent(agentId),
              item: await unit.item(workItemId),
              transferId: null,
              pool: 'primary',
              size: 9_000,
              pushTimeOutSeconds: 30,
            });
          }),
      }).offerAnyway();
    router.request = () => undefined;
    const general = await world.chat('General');
    await world.chat('Urgent', 'vip');
    await plan('ben', general);
    await world.do(world.as('ben').presence.setStatus({ commandId: crypto.randomUUID(), statusId: 'lunch' }));
    await plan('ben', general).catch(() => undefined);
    const said = stage.faults.join('\n');
    expect(said).toContain('of 3000 in the primary pool');
    expect(said).toContain('was before it');
    expect(said).toContain('in spite of');
  });
});
