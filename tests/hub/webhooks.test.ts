/** Webhooks on both databases: an event and its deliveries are one transaction; a restart loses nothing. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { webhookEvents, webhookRetries } from '#core/webhooks/events.ts';
import { signatureOf } from '#hub/webhooks/post.ts';
import { setStatus } from '../support/acts.ts';
import { systemClock } from '#hub/base/clock.ts';
import { Hub } from '#hub/app/hub.ts';
import { openStore } from '#hub/store/store.ts';
import { pino } from 'pino';
import { newDatabase } from '../support/stores.ts';
import { onBothStores } from '../support/on-both.ts';
import type { World } from '../support/world.ts';
import { commandId } from '../support/world.ts';

interface Received {
  readonly id: string;
  readonly type: string;
  readonly data: Record<string, Record<string, unknown>>;
  readonly signed: boolean;
}

let server: Server;
let received: Received[];
/** Responses of the receiver, in turn; then 204. */
let answers: number[];
let secret = '';
let url: string;

beforeEach(async () => {
  received = [];
  answers = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      const status = answers.shift() ?? 204;
      const [id, at] = [String(request.headers['webhook-id']), Number(request.headers['webhook-timestamp'])];
      const signed = request.headers['webhook-signature'] === signatureOf(secret, id, at, body);
      if (status < 300) received.push({ ...(JSON.parse(body) as Received), id, signed });
      response.writeHead(status, { location: 'http://127.0.0.1:1/elsewhere' }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
});
afterEach(() => server.close());

const asAdmin = { users: { ann: { roles: ['agent' as const, 'admin' as const] } } };
const send = (world: World) => world.hub.services.webhooks.runDue();

async function webhook(
  world: World,
  more: { active?: boolean; url?: string; events?: string[] } = {},
): Promise<string> {
  const record = { name: 'Hook', url, events: [...webhookEvents], active: true, ...more };
  const saved = await world
    .setupAs('ann')
    .webhooks.save({ id: null, version: null, record: record as never });
  secret = saved.secret!;
  return saved.id;
}

onBothStores('webhooks', (make) => {
  it('report the whole life of a chat, signed, each event once', async () => {
    const world = await make(asAdmin);
    await webhook(world);
    await world.link('ann');
    await setStatus(world, 'ann', 'Available');
    const workItemId = await world.chat('Cora');
    const [offer] = (await world.snapshot('ann')).offers;
    await world.do(world.as('ann').work.accept({ commandId: commandId(), agentWorkId: offer!.agentWorkId }));
    await world.do(world.as('ann').work.end({ commandId: commandId(), agentWorkId: offer!.agentWorkId }));
    await send(world);
    const types = received.map(({ type }) => type);
    for (const type of ['created', 'closed']) expect(types).toContain(`work-item.${type}`);
    for (const type of ['offered', 'opened', 'closed']) expect(types).toContain(`agent-work.${type}`);
    expect(types).toContain('presence.changed');
    expect(received.every(({ signed }) => signed)).toBe(true);
    expect(new Set(received.map(({ id }) => id)).size).toBe(received.length);
    const opened = received.find(({ type }) => type === 'agent-work.opened')!;
    expect(opened.data).toMatchObject({
      workItem: { id: workItemId, queue: 'general' },
      agentWork: { agent: 'ann' },
    });
    const presence = received.findLast(({ type }) => type === 'presence.changed')!;
    expect(presence.data).toMatchObject({ agent: 'ann' });
    await send(world);
    expect(received).toHaveLength(types.length);
  });

  it('report how work ended: returned to queue, assigned to another agent, transferred', async () => {
    const world = await make({
      agents: ['ann', 'ben', 'kim'],
      users: { ...asAdmin.users, kim: { roles: ['agent' as const, 'supervisor' as const] } },
    });
    await webhook(world, {
      events: ['agent-work.unavailable', 'agent-work.superseded', 'agent-work.transferred'],
    });
    const openFor = async (name: string) => {
      const [offer] = (await world.snapshot(name)).offers;
      const { agentWorkId } = offer!;
      await world.do(world.as(name).work.accept({ commandId: commandId(), agentWorkId }));
      return agentWorkId;
    };
    await world.link('ann');
    await setStatus(world, 'ann', 'Available');
    const item = await world.chat();
    const given = await openFor('ann');
    await world.do(world.as('ann').work.backToQueue({ commandId: commandId(), agentWorkId: given }));
    await world.link('ben');
    await setStatus(world, 'ben', 'Available');
    await world.advance(1);
    await openFor('ben');
    const assign = { commandId: commandId(), workItemId: item, agentId: 'ann', overCapacity: false };
    await world.do(world.supervisorAs('kim').work.assign(assign));
    const last = await openFor('ann');
    const to = { kind: 'agent' as const, agentId: 'ben' };
    await world.do(
      world.as('ann').work.transfer({ commandId: commandId(), agentWorkId: last, to, note: '' }),
    );
    await openFor('ben');
    await send(world);
    expect(
      received
        .map(({ type, data: { agentWork } }) => `${type} ${agentWork!.agent} ${agentWork!.reason}`)
        .sort(),
    ).toEqual([
      'agent-work.superseded ben assigned',
      'agent-work.transferred ann transferred',
      'agent-work.unavailable ann returned-to-queue',
    ]);
  });

  it('are retried with growing delays, and survive a hub that dies', async () => {
    const world = await make(asAdmin);
    const id = await webhook(world, { events: ['work-item.created'] });
    answers = [500, 302];
    await world.chat();
    await send(world);
    expect((await world.setupAs('ann').webhooks.deliveries({ id }))[0]).toMatchObject({
      state: 'waiting',
      attempts: 1,
      status: 500,
    });
    await send(world);
    expect(received).toEqual([]);
    await world.kill();
    await world.boot();
    await world.advance(webhookRetries[0] * 1.2 + 1);
    await send(world);
    // Redirects are not followed: only the admin decides where to send.
    expect((await world.setupAs('ann').webhooks.deliveries({ id }))[0]).toMatchObject({
      attempts: 2,
      status: 302,
    });
    await world.advance(webhookRetries[1] * 1.2 + 1);
    await send(world);
    expect(received).toHaveLength(1);
    expect((await world.setupAs('ann').webhooks.deliveries({ id }))[0]).toMatchObject({
      state: 'delivered',
      nextAt: null,
    });
  });

  it('claimed by a hub that died are sent by its peer', async () => {
    const world = await make(asAdmin);
    await webhook(world, { events: ['work-item.created'] });
    await world.chat();
    await world.store.write((db) =>
      db
        .updateTable('webhook_delivery')
        .set({ due_at: world.clock.now() + 60_000, attempts: 1 })
        .execute(),
    );
    await send(world);
    expect(received).toEqual([]);
    await world.advance(60_001);
    await send(world);
    expect(received).toHaveLength(1);
  });

  it('are given up after the last retry, or when the receiver answers that it is gone', async () => {
    const world = await make(asAdmin);
    const id = await webhook(world, { events: ['work-item.created'] });
    answers = [410];
    await world.chat();
    await send(world);
    expect((await world.setupAs('ann').webhooks.deliveries({ id }))[0]).toMatchObject({
      state: 'failed',
      status: 410,
    });
    await world.store.write((db) =>
      db
        .updateTable('webhook_delivery')
        .set({ state: 'waiting', due_at: 0, attempts: webhookRetries.length })
        .execute(),
    );
    answers = [500];
    await send(world);
    expect((await world.setupAs('ann').webhooks.deliveries({ id }))[0]).toMatchObject({
      state: 'failed',
      nextAt: null,
    });
  });

  it('send only tests while inactive, and try a test once', async () => {
    const world = await make(asAdmin);
    const id = await webhook(world, { active: false });
    await world.chat();
    answers = [500];
    await world.setupAs('ann').webhooks.test({ id });
    await send(world);
    const deliveries = await world.setupAs('ann').webhooks.deliveries({ id });
    expect(deliveries).toMatchObject([{ event: 'test', state: 'failed', status: 500 }]);
  });

  it('never reveal their secret, and accept a new one', async () => {
    const world = await make(asAdmin);
    const setup = world.setupAs('ann');
    const id = await webhook(world, { events: ['work-item.created'] });
    const before = secret;
    const listed = JSON.stringify([await setup.webhooks.list({}), await setup.audit({})]);
    expect(listed).not.toContain(before.slice(6));
    ({ secret } = await setup.webhooks.newSecret({ id }));
    await world.chat();
    await send(world);
    expect(received).toMatchObject([{ signed: true }]);
  });

  it('are versioned, and are removed with their deliveries', async () => {
    const world = await make(asAdmin);
    const setup = world.setupAs('ann');
    const id = await webhook(world);
    const [{ version, ...record }] = (await setup.webhooks.list({})) as [
      Awaited<ReturnType<typeof setup.webhooks.list>>[number],
    ];
    await setup.webhooks.save({ id, version, record: { ...record, name: 'Other' } });
    await expect(setup.webhooks.save({ id, version, record })).rejects.toMatchObject({
      code: 'VERSION_CONFLICT',
    });
    await world.chat();
    await setup.webhooks.remove({ id });
    await send(world);
    expect(received).toEqual([]);
    const actions = (await setup.audit({ entity: 'webhook' })).map(({ action }) => action);
    expect(actions.sort()).toEqual(['change', 'create', 'remove']);
  });

  it.each([
    'http://169.254.169.254/',
    'http://[fe80::1]/',
    'http://user:secret@example.org/',
    'http://0.0.0.0/',
  ])('never go to %s', async (elsewhere) => {
    const world = await make(asAdmin);
    await expect(webhook(world, { url: elsewhere })).rejects.toMatchObject({ code: 'URL_NOT_ALLOWED' });
  });
});

it.each([
  ['a hub for this machine', { host: '127.0.0.1' }, { thisMachine: true, privateNetworks: true }],
  [
    'a hub behind a proxy',
    { host: '127.0.0.1', behindProxy: true },
    { thisMachine: false, privateNetworks: true },
  ],
  ['a team’s hub', { host: '0.0.0.0' }, { thisMachine: false, privateNetworks: true }],
  [
    'public addresses only',
    { host: '127.0.0.1', webhooksPublicOnly: true },
    { thisMachine: false, privateNetworks: false },
  ],
  [
    'both',
    { host: '127.0.0.1', behindProxy: true, webhooksPublicOnly: true },
    { thisMachine: false, privateNetworks: false },
  ],
])('S15: %s: allowed webhook destinations', async (_name, options, expected) => {
  const { address, remove } = await newDatabase('sqlite');
  const store = await openStore(address);
  const hub = new Hub({
    store,
    clock: systemClock,
    log: pino({ level: 'silent' }),
    processMetrics: false,
    options: { port: 0, tls: null, behindProxy: false, publicUrl: null, customerPage: '', ...options },
  });
  expect(hub.services.destinations).toEqual(expected);
  await store.close();
  remove();
});
