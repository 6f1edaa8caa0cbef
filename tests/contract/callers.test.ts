import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '#core/contract/base.ts';
import { newDatabase } from '../support/stores.ts';
import { commandId, World } from '../support/world.ts';
import { call, contextOf, procedures } from './procedures.ts';

const everybody: readonly Caller[] = ['public', 'customer', 'api-key', 'agent', 'supervisor', 'admin'];
const refusals = ['NOT_SIGNED_IN', 'NOT_ALLOWED'];

describe('the allowed callers of each procedure', () => {
  let world: World;
  let remove: () => void;
  beforeAll(async () => {
    const database = await newDatabase('sqlite');
    remove = database.remove;
    world = await World.create({ address: database.address });
  });
  afterAll(async () => {
    await world.close();
    remove();
  });

  it('finds the procedures of every contract', () => {
    expect(procedures.length).toBeGreaterThan(40);
    expect(new Set(procedures.map((procedure) => procedure.contract))).toEqual(
      new Set(['hub', 'setup', 'supervisor', 'customer', 'intake']),
    );
  });

  it.each(procedures)('$name declares its callers', ({ callers }) => {
    expect(callers.length).toBeGreaterThan(0);
    expect(everybody).toEqual(expect.arrayContaining([...callers]));
  });

  it.each(
    procedures.flatMap((procedure) =>
      everybody.map((caller) => ({ procedure, caller, name: procedure.name })),
    ),
  )('$name as $caller', async ({ procedure, caller }) => {
    const context = contextOf(world, caller, { address: randomUUID() });
    const allowed = procedure.callers.includes(caller) || procedure.callers.includes('public');
    const abort = new AbortController();
    // An empty input: an allowed caller learns what is missing, a forbidden one only that it is forbidden.
    const code = await call(world, procedure, context, {}, abort.signal).then(
      () => 'answered',
      (error: { code: string }) => error.code,
    );
    abort.abort();
    if (allowed) expect(refusals).not.toContain(code);
    else expect(code).toBe(caller === 'public' ? 'NOT_SIGNED_IN' : 'NOT_ALLOWED');
  });

  it("denies an agent access to another agent's work and conversations", async () => {
    await world.link('ann');
    const workItemId = await world.chat();
    const [offer] = (await world.snapshot('ann')).offers;
    const ids = { agentWorkId: offer!.agentWorkId, workItemId, noticeId: 'x', clientId: randomUUID() };
    const asBen = world.callContext({
      who: { user: world.hub.services.context.directory.user('ben'), tokenHash: '' },
    });
    const input = {
      ...ids,
      text: 'Hello',
      typing: true,
      number: 1,
      before: 10,
      wanted: true,
      notes: 'mine',
      to: { kind: 'agent', agentId: 'ben' },
    };
    const others = procedures.filter(({ contract, path }) => {
      if (contract !== 'hub') return false;
      return path[0] === 'conversation' || (path[0] === 'work' && path[1] !== 'dismissNotice');
    });
    expect(others.length).toBeGreaterThan(15);
    for (const state of ['offered', 'opened'] as const) {
      if (state === 'opened')
        await world.do(world.as('ann').work.accept({ commandId: commandId(), agentWorkId: ids.agentWorkId }));
      for (const procedure of others)
        await expect(
          call(world, procedure, asBen, { ...input, commandId: commandId() }),
          `${procedure.name} of ${state} work`,
        ).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
  });

  it("gives a customer's token access to that customer's conversation only", async () => {
    const [mine, other] = [await world.chat('Mine'), await world.chat('Other')];
    await world.customer(mine).send({ clientId: 'c1', text: 'Only mine' });
    await world.customer(mine).end({});
    expect((await world.item(mine)).ended_by).toBe('customer');
    expect((await world.item(other)).ended_at).toBeNull();
    const messages = await world.store.reader
      .selectFrom('message')
      .select('work_item_id')
      .where('text', '=', 'Only mine')
      .execute();
    expect(messages).toEqual([{ work_item_id: mine }]);
  });
});
