/** Customers who leave, claims of customers, and sites that sign their customers' identity. */
import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { expect, it } from 'vitest';
import { CUSTOMER_GONE_TIMEOUT_SECONDS, CUSTOMER_TOKEN_TTL_MS, MAX_FIELDS } from '#core/defaults.ts';
import { customerOfToken } from '#hub/conversations/customer-side.ts';
import { putRecord } from '#hub/setup/write.ts';
import { onBothStores } from '../support/on-both.ts';
import { commandId, type World } from '../support/world.ts';

const GONE = CUSTOMER_GONE_TIMEOUT_SECONDS.usual * 1000;
const SECRET = 'a-secret-of-the-site-with-enough-bits-in-it';

onBothStores('S10: a waiting customer who has left', (make) => {
  it('is given up after the time set on the channel, and counted as abandoned', async () => {
    const world = await make();
    const chat = await world.chat();
    await world.advance(3 * GONE);
    expect((await world.item(chat)).state).toBe('queued');
    world.closePage(chat);
    await world.advance(GONE - 6_000);
    expect((await world.item(chat)).state).toBe('queued');
    await world.advance(12_000);
    expect(await world.item(chat)).toMatchObject({
      state: 'cancelled',
      ended_by: 'customer',
      end_reason: 'customer-gone',
    });
    expect(await world.repairs()).toBe(0);
  });

  it('is withdrawn from the agent being offered the chat, which frees the capacity', async () => {
    const world = await make();
    await world.link('ann');
    const chat = await world.chat();
    expect((await world.snapshot('ann')).offers).toHaveLength(1);
    world.closePage(chat);
    await world.advance(GONE + 12_000);
    expect((await world.snapshot('ann')).offers).toHaveLength(0);
    expect((await world.item(chat)).ended_at).not.toBeNull();
  });

  it('counts as present again when the page returns in time', async () => {
    const world = await make();
    const chat = await world.chat();
    world.closePage(chat);
    await world.advance(GONE / 2);
    const stop = new AbortController();
    const page = await world.customer(chat).watch({}, { signal: stop.signal });
    await page.next();
    await world.advance(2 * GONE);
    expect((await world.item(chat)).state).toBe('queued');
    stop.abort();
    await page.return?.();
    await world.advance(GONE + 12_000);
    expect((await world.item(chat)).state).toBe('cancelled');
  });

  it('is also given up when the hub that served the page has died', async () => {
    const world = await make();
    const chat = await world.chat();
    await world.kill();
    world.closePage(chat);
    await world.boot();
    world.closePage(chat);
    await world.advance(GONE + 12_000);
    expect((await world.item(chat)).end_reason).toBe('customer-gone');
  });

  it('has the full time to return after no hub was running', async () => {
    const world = await make();
    const chat = await world.chat();
    await world.kill();
    world.clock.set(world.clock.now() + 5 * GONE);
    world.closePage(chat);
    await world.boot();
    await world.advance(GONE - 2_000);
    expect((await world.item(chat)).state).toBe('queued');
    await world.advance(14_000);
    expect((await world.item(chat)).end_reason).toBe('customer-gone');
  });

  it('is checked again when the chat returns to the queue', async () => {
    const world = await make();
    await world.link('ann');
    const chat = await world.chat();
    const { agentWorkId } = (await world.snapshot('ann')).offers[0]!;
    await world.do(world.as('ann').work.accept({ commandId: commandId(), agentWorkId }));
    world.closePage(chat);
    await world.advance(2 * GONE);
    expect((await world.item(chat)).state).toBe('open');
    await world.do(world.as('ann').presence.signOut({ commandId: commandId(), handOverOpenWork: true }));
    await world.advance(GONE + 2_000);
    expect((await world.item(chat)).end_reason).toBe('customer-gone');
  });

  it('is not checked while the page is open, and not tracked once the chat has ended', async () => {
    const world = await make();
    const chat = await world.chat();
    await world.advance(10 * GONE);
    const { context } = world.hub.services;
    const looks = (await context.metrics.deadlines.get()).values.filter(
      ({ labels }) => labels.kind === 'customer-gone',
    );
    expect(looks).toEqual([]);
    await world.do(world.customer(chat).end({}));
    const seenAt = async () =>
      (
        await context.store.reader
          .selectFrom('conversation')
          .select('customer_seen_at')
          .where('work_item_id', '=', chat)
          .executeTakeFirstOrThrow()
      ).customer_seen_at;
    const before = await seenAt();
    await world.advance(GONE);
    expect(await seenAt()).toBe(before);
  });

  it('keeps the conversation reachable while the page is open, and for one day longer', async () => {
    const world = await make();
    const { workItemId, token } = await world
      .customer()
      .start({ startId: randomUUID(), name: 'Cora', queue: 'general' });
    const { context } = world.hub.services;
    for (let hours = 0; hours < 30; hours += 3) {
      world.sleep(3 * 3_600_000);
      await world.advance(2_000);
    }
    expect(await customerOfToken(context, token)).toMatchObject({ workItemId });
    world.closePage(workItemId);
    world.sleep(CUSTOMER_TOKEN_TTL_MS);
    await world.advance(2_000);
    expect(await customerOfToken(context, token)).toBeNull();
  });

  it('does not apply to work created by other systems', async () => {
    const world = await make();
    const { id } = await world.api().create({ channel: 'cases', queue: 'general', customer: 'Shop' });
    await world.advance(10 * GONE);
    expect((await world.item(id)).state).toBe('queued');
  });
});

onBothStores('S11: claims of a customer and identity signed by a site', (make) => {
  const withPriority = async (world: World) => {
    await world.change((db) =>
      putRecord(db, 'channel', {
        ...world.hub.services.context.directory.channels.get('chat')!,
        secondaryPriority: { field: 'tier', values: [{ value: 'gold', priority: 1 }] },
        popUpUrl: 'https://crm.example/{tier}',
      }),
    );
    await world.hub.services.context.unit(async (unit) => {
      const key = { id: 'k', name: 'Shop', secret: SECRET, created_at: unit.now };
      await unit.db.insertInto('signing_key').values(key).execute();
    });
  };
  const signed = (
    world: World,
    claims: Record<string, unknown>,
    { secret = SECRET, seconds = 600, alg = 'HS256' } = {},
  ) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg })
      .setExpirationTime(Math.floor(world.clock.now() / 1000) + seconds)
      .sign(new TextEncoder().encode(secret));
  const start = (world: World, more: object) =>
    world.customer().start({ startId: randomUUID(), name: 'Cora', queue: 'general', ...more });

  it('keeps claims of the page separate: no priority, no pop-up, shown as claims', async () => {
    const world = await make();
    await withPriority(world);
    await world.link('ann');
    const { workItemId } = await start(world, { fields: { tier: 'gold' } });
    await world.settle();
    const item = await world.item(workItemId);
    expect(item.secondary_priority).toBeNull();
    expect(JSON.parse(item.fields_json)).toEqual({});
    const { agentWorkId } = (await world.snapshot('ann')).offers[0]!;
    await world.do(world.as('ann').work.accept({ commandId: commandId(), agentWorkId }));
    expect(await world.as('ann').conversation.panel({ workItemId })).toMatchObject({
      fields: {},
      claims: { tier: 'gold' },
      popUpUrl: null,
    });
  });

  it('accepts facts signed by the site, and recognises its customer', async () => {
    const world = await make();
    await withPriority(world);
    const identity = await signed(world, { sub: 'c-17', name: 'Ana Silva', fields: { tier: 'gold' } });
    const first = await world.item((await start(world, { identity })).workItemId);
    const second = await world.item((await start(world, { identity })).workItemId);
    expect(first).toMatchObject({ secondary_priority: 1, customer: 'Ana Silva' });
    expect(second.customer_id).toBe(first.customer_id);
    const stranger = await world.item((await start(world, { name: 'Ana Silva' })).workItemId);
    expect(stranger.customer_id).not.toBe(first.customer_id);
  });

  it('refuses signatures that are wrong, expired, valid for too long, or use another algorithm', async () => {
    const world = await make();
    await withPriority(world);
    const none = `${btoa('{"alg":"none"}')}.${btoa(`{"sub":"c","exp":${world.clock.now() / 1000 + 60}}`)}.`;
    const wrong = [
      await signed(world, { sub: 'c' }, { secret: 'another-secret-with-enough-bits-in-it' }),
      await signed(world, { sub: 'c' }, { seconds: -1 }),
      await signed(world, { sub: 'c' }, { seconds: 3 * 86_400 }),
      await signed(world, { sub: 'c' }, { alg: 'HS512' }),
      await signed(world, {}),
      await signed(world, { sub: '\u200b' }),
      none,
      'nonsense',
    ];
    for (const identity of wrong)
      await expect(start(world, { identity }), identity).rejects.toMatchObject({ code: 'IDENTITY_INVALID' });
  });

  it('accepts a key from its creation to its removal, and shows its secret once', async () => {
    const world = await make({ users: { ann: { roles: ['agent', 'admin'] } } });
    const setup = world.setupAs('ann');
    const { id, secret } = await setup.signingKeys.create({ name: 'Shop' });
    const identity = await signed(world, { sub: 'c-17' }, { secret });
    await expect(start(world, { identity })).resolves.toBeDefined();
    expect(await setup.signingKeys.list({})).toEqual([{ id, name: 'Shop', createdAt: world.clock.now() }]);
    await setup.signingKeys.remove({ id });
    await expect(start(world, { identity })).rejects.toMatchObject({ code: 'IDENTITY_INVALID' });
    await expect(setup.signingKeys.remove({ id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const entries = await setup.audit({});
    expect(entries.map(({ action }) => action).sort()).toEqual(['create', 'remove']);
    expect(JSON.stringify(entries)).not.toContain(secret);
  });

  it('S23: accepts no more and no longer fields than an agent can read', async () => {
    const world = await make();
    const fields = (count: number, length = 1) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`f${index}`, 'x'.repeat(length)]));
    await expect(start(world, { fields: fields(MAX_FIELDS, 1_000) })).resolves.toBeDefined();
    for (const many of [fields(MAX_FIELDS + 1), fields(1, 1_001)]) {
      await expect(start(world, { fields: many })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
      await expect(
        world.api().create({ channel: 'cases', queue: 'general', customer: 'Shop', fields: many }),
      ).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    }
  });

  it('S24: strips direction overrides from names and rejects invisible ones', async () => {
    const world = await make();
    const { workItemId } = await start(world, { name: 'Co\u202era', subject: 'my\u202egpj.exe' });
    expect(await world.item(workItemId)).toMatchObject({ customer: 'Co ra', subject: 'my gpj.exe' });
    await expect(start(world, { name: '\u200b\u200b' })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
});

onBothStores('C8: a conversation after a backup was restored', (make) => {
  it('is sent from the start to a client that holds more than exists', async () => {
    const world = await make();
    await world.link('ann');
    const chat = await world.chat();
    const { agentWorkId } = (await world.snapshot('ann')).offers[0]!;
    await world.do(world.as('ann').work.accept({ commandId: commandId(), agentWorkId }));
    await world.customer(chat).send({ clientId: 'c1', text: 'Hello' });
    const stream = await world.as('ann').conversation.watch({ workItemId: chat, after: 900 });
    const { value } = await stream.next();
    expect(value).toMatchObject({ kind: 'history', last: 2 });
    await world.customer(chat).send({ clientId: 'c2', text: 'Later' });
    expect((await stream.next()).value).toMatchObject({ kind: 'messages', messages: [{ text: 'Later' }] });
    await stream.return?.();
  });
});
