/** A27, Y7, Y8: conversations are read in pages, old rows are deleted in chunks, removing a record reads no history. */
import { expect, it } from 'vitest';
import type { ConversationEvent } from '#core/conversations/message.ts';
import { COMMAND_RETENTION_MS, WORK_EVENT_RETENTION_MS } from '#core/defaults.ts';
import { DELIVERY_RETENTION_MS } from '#hub/webhooks/sender.ts';
import { talk } from '../support/acts.ts';
import { onBothStores } from '../support/on-both.ts';
import { commandId, type World } from '../support/world.ts';

const asAdmin = { users: { ann: { roles: ['agent' as const, 'admin' as const] } } };

/** A conversation with this many messages that the agent has open; numbered from 1. */
async function longTalk(world: World, messages: number): Promise<string> {
  await world.link('ann');
  const { workItemId } = await talk(world, 'ann');
  await world.store.write(async (db) => {
    await db.deleteFrom('message').where('work_item_id', '=', workItemId).execute();
    for (let from = 1; from <= messages; from += 500)
      await db
        .insertInto('message')
        .values(
          Array.from({ length: Math.min(500, messages - from + 1) }, (_, index) => ({
            work_item_id: workItemId,
            number: from + index,
            client_id: `c${from + index}`,
            sender_kind: (from + index) % 10 === 0 ? ('whisper' as const) : ('customer' as const),
            sender_id: null,
            sender: 'Cora',
            sender_alias: 'Cora',
            text: `Message ${from + index}`,
            event: null,
            at: world.clock.now(),
          })),
        )
        .execute();
    await db
      .updateTable('conversation')
      .set({ last_number: messages })
      .where('work_item_id', '=', workItemId)
      .execute();
  });
  return workItemId;
}

onBothStores('history', (make) => {
  it('A27: starts watching a conversation with its last hundred messages', async () => {
    const world = await make();
    const workItemId = await longTalk(world, 1_200);
    const stream = await world.as('ann').conversation.watch({ workItemId });
    const { value } = await stream.next();
    const history = value as Extract<ConversationEvent, { kind: 'history' }>;
    expect(history.messages.map(({ number }) => number)).toEqual(
      Array.from({ length: 100 }, (_, at) => 1_101 + at),
    );
    expect(history.more).toBe(true);
    const older = await world.as('ann').conversation.older({ workItemId, before: 1_101 });
    expect(older.map(({ number }) => number)).toEqual(Array.from({ length: 100 }, (_, at) => 1_001 + at));
    await stream.return(undefined);
  });

  it('A27: sends a returning agent all missed messages, in order, a hundred at a time', async () => {
    const world = await make();
    const workItemId = await longTalk(world, 350);
    const stream = await world.as('ann').conversation.watch({ workItemId, after: 40 });
    const numbers: number[] = [];
    while (numbers.at(-1) !== 350) {
      const { value } = await stream.next();
      const event = value as ConversationEvent;
      const messages = event.kind === 'history' || event.kind === 'messages' ? event.messages : [];
      expect(messages.length).toBeLessThanOrEqual(100);
      numbers.push(...messages.map(({ number }) => number));
    }
    expect(numbers).toEqual(Array.from({ length: 310 }, (_, at) => 41 + at));
    await stream.return(undefined);
  });

  it('A27: marks exactly a hundred messages as having no older ones', async () => {
    const world = await make();
    const workItemId = await longTalk(world, 100);
    const stream = await world.as('ann').conversation.watch({ workItemId });
    const { value } = await stream.next();
    expect(value).toMatchObject({ kind: 'history', more: false });
    await stream.return(undefined);
  });

  it('Y8: removes a user only if they have no work, open or ended', async () => {
    const world = await make({ ...asAdmin, agents: ['ann', 'ben', 'eve'] });
    await world.change(async (db) => {
      await db
        .updateTable('queue')
        .set({ settings_json: JSON.stringify(await withoutMembers(world)) })
        .execute();
    });
    const setup = world.setupAs('ann');
    const remove = (id: string) =>
      setup.remove({ noun: 'user', id, version: world.hub.services.context.directory.user(id).version });
    await remove('eve');
    expect(world.hub.services.context.directory.users.has('eve')).toBe(false);
    const { id } = await world.api().create({
      channel: 'cases',
      queue: 'general',
      customer: 'Cora',
      requiredAgent: 'ben',
    });
    await world.link('ben');
    const offer = (await world.snapshot('ben')).offers.find((one) => one.workItemId === id)!;
    await expect(remove('ben')).rejects.toMatchObject({ code: 'IN_USE' });
    const { agentWorkId } = offer;
    await world.do(world.as('ben').work.accept({ commandId: commandId(), agentWorkId }));
    await world.do(world.as('ben').work.end({ commandId: commandId(), agentWorkId }));
    await expect(remove('ben')).rejects.toMatchObject({ code: 'IN_USE' });
    await expect(remove('ann')).rejects.toMatchObject({ code: 'LAST_ADMIN' });
  });

  it('Y7: deletes expired records when their retention ends, and nothing else', async () => {
    const world = await make();
    await world.link('ann');
    await talk(world, 'ann');
    const count = async (table: 'command' | 'work_event' | 'webhook_delivery') =>
      (await world.store.reader.selectFrom(table).selectAll().execute()).length;
    const delivery = {
      webhook_id: 'gone',
      event: 'test',
      payload_json: '{}',
      attempts: 1,
      created_at: world.clock.now(),
      due_at: null,
      tried_at: null,
      status: null,
      problem: null,
    };
    await world.store.write((db) =>
      db
        .insertInto('webhook_delivery')
        .values(
          Array.from({ length: 1_201 }, (_, index) => ({
            ...delivery,
            id: `d${index}`,
            state: index === 0 ? ('waiting' as const) : ('delivered' as const),
            due_at: index === 0 ? world.clock.now() + 10 * DELIVERY_RETENTION_MS : null,
          })),
        )
        .execute(),
    );
    const before = { commands: await count('command'), log: await count('work_event') };
    expect(before.commands).toBeGreaterThan(0);
    expect(before.log).toBeGreaterThan(0);
    const { tidier } = world.hub.services;
    const start = world.clock.now();
    await tidier.tidy();
    expect(await count('command')).toBe(before.commands);
    expect(await count('work_event')).toBe(before.log);
    expect(await count('webhook_delivery')).toBe(1_201);
    world.clock.set(start + COMMAND_RETENTION_MS + 1);
    await tidier.tidy();
    expect(await count('command')).toBe(0);
    expect(await count('work_event')).toBe(before.log);
    world.clock.set(start + Math.max(WORK_EVENT_RETENTION_MS, DELIVERY_RETENTION_MS) + 1);
    await tidier.tidy();
    expect(await count('work_event')).toBe(0);
    expect(await count('webhook_delivery')).toBe(1);
  });
});

/** The settings of the queue without members, so that nothing uses the users. */
async function withoutMembers(world: World): Promise<object> {
  const row = await world.store.reader
    .selectFrom('queue')
    .select('settings_json')
    .where('id', '=', 'general')
    .executeTakeFirstOrThrow();
  return { ...(JSON.parse(row.settings_json) as object), memberUserIds: [] };
}
