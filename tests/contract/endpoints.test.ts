/** The real endpoints of the hub, HTTP and WebSocket, with malicious callers. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { MAX_MESSAGE_BYTES } from '#core/defaults.ts';
import { apiScopes } from '#core/setup/api-scopes.ts';
import { hashPassword } from '#hub/auth/passwords.ts';
import { Hub } from '#hub/app/hub.ts';
import { localUser } from '#hub/setup/sample-centre.ts';
import { putUser } from '#hub/setup/write.ts';
import { openStore } from '#hub/store/store.ts';
import { pino } from 'pino';
import {
  AgentApp,
  customerPage,
  openSocket,
  overHttp,
  overSocket,
  prepareCentre,
} from '../support/hub-process.ts';
import { ManualClock } from '../support/manual-clock.ts';

describe('the endpoints of the hub', () => {
  const folder = mkdtempSync(join(tmpdir(), 'onqueue-doors-'));
  const clock = new ManualClock(Date.now());
  const apiKey = 'an-api-key';
  const errors: unknown[] = [];
  let hub: Hub;
  let tokens: ReadonlyMap<string, string>;

  beforeAll(async () => {
    const address = `sqlite:${join(folder, 'hub.db')}`;
    tokens = await prepareCentre(address, ['ann', 'ben']);
    const pages = join(folder, 'customer');
    mkdirSync(pages);
    writeFileSync(join(pages, 'index.html'), '<title>chat</title>');
    const store = await openStore(address);
    await store.write(async (db) => {
      await putUser(
        db,
        { ...localUser({ username: 'eve', name: 'Eve' }), id: 'eve' },
        await hashPassword('open sesame'),
      );
      await db
        .insertInto('api_key')
        .values({
          id: 'k1',
          name: 'Shop',
          hash: createHash('sha256').update(apiKey).digest('hex'),
          created_at: 0,
          last_used_at: null,
          active: 1,
          scopes_json: JSON.stringify(apiScopes),
          expires_at: null,
        })
        .execute();
    });
    const log = pino({ level: 'silent' });
    hub = new Hub({
      store,
      clock,
      log,
      processMetrics: false,
      options: {
        host: '127.0.0.1',
        port: 0,
        tls: null,
        behindProxy: true,
        publicUrl: null,
        customerPage: pages,
      },
    });
    await hub.start();
    hub.services.context.log.error = (facts: unknown) => void errors.push(facts);
  });
  afterAll(async () => {
    await hub.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    errors.length = 0;
    // Rate limits refill.
    clock.set(clock.now() + 3_600_000);
  });

  /** Sends a request exactly as written: fetch would normalise the path. */
  const raw = (method: string, path: string, body = '', headers: Record<string, string> = {}) =>
    new Promise<{ status: number; body: string }>((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port: hub.port, method, path, headers }, (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () => resolve({ status: response.statusCode!, body: text }));
      });
      sent.on('error', reject);
      sent.end(body);
    });
  const json = { 'content-type': 'application/json' };
  const healthy = async () => {
    for (const path of ['/live', '/ready', '/health'])
      expect((await raw('GET', path)).status, path).toBe(200);
  };
  /** Returns the response to an upgrade. */
  const upgrade = (path: string, headers: Record<string, string>) =>
    new Promise<number>((resolve, reject) => {
      const socket = new WebSocket(`ws://127.0.0.1:${hub.port}${path}`, { headers });
      socket.once('open', () => {
        socket.terminate();
        resolve(101);
      });
      socket.once('unexpected-response', (_request, response) => resolve(response.statusCode!));
      socket.once('error', reject);
    });
  const as = (name: string) => ({ authorization: `Bearer ${tokens.get(name)}` });

  it('opens a socket only for a signed-in agent', async () => {
    expect(await upgrade('/rpc-socket', as('ann'))).toBe(101);
    expect(await upgrade('/rpc-socket', {})).toBe(401);
    expect(await upgrade('/rpc-socket', { authorization: 'Bearer nonsense' })).toBe(401);
    expect(await upgrade('/rpc-socket', { authorization: `Basic ${tokens.get('ann')}` })).toBe(401);
    expect(await upgrade('/rpc-socket', { ...as('ann'), origin: 'https://evil.example' })).toBe(403);
    expect(await upgrade('/rpc-socket', { ...as('ann'), origin: hub.url })).toBe(403);
    expect(await upgrade('/elsewhere', as('ann'))).toBe(404);
    expect(errors).toEqual([]);
  });

  it('accepts the tokens of agents and customers and API keys only at their own endpoints', async () => {
    const { token } = await customerPage(hub.url).start({ startId: randomUUID(), name: 'Cora' });
    expect(await upgrade('/rpc-socket', { authorization: `Bearer ${token}` })).toBe(401);
    for (const wrong of [tokens.get('ann')!, apiKey, 'nonsense', ''])
      await expect(customerPage(hub.url, wrong).end({})).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' });
    for (const wrong of [tokens.get('ann')!, token])
      expect(
        (await raw('GET', '/api/v1/work-items/x', '', { authorization: `Bearer ${wrong}` })).status,
      ).toBe(401);
    await expect(overHttp(hub.url, token).auth.signOut({})).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' });
  });

  it.each([
    ['not JSON', '{'],
    ['nothing', ''],
    ['a number', '7'],
    ['a list', '[]'],
    ['another shape', '{"json":{"json":[]},"meta":[[[[]]]]}'],
    ['a wrong kind of value', '{"json":{"username":7}}'],
    ['meta that points nowhere', '{"json":{},"meta":[[0,"a","b"],["x"],7]}'],
    ['a polluted prototype', '{"json":{"__proto__":{"admin":true}},"meta":[]}'],
    ['very deep', `{"json":${'['.repeat(20_000)}${']'.repeat(20_000)}}`],
  ])('refuses %s with 4xx at every endpoint', async (_what, body) => {
    for (const path of ['/rpc/auth/signIn', '/customer/start', '/api/v1/work-items']) {
      const { status } = await raw('POST', path, body, {
        ...json,
        authorization: `Bearer ${apiKey}`,
        'x-forwarded-for': randomUUID(),
      });
      expect(status, path).toBeGreaterThanOrEqual(400);
      expect(status, path).toBeLessThan(500);
    }
    expect(errors).toEqual([]);
    await healthy();
  });

  it('answers a wrong method, an unknown procedure and an unknown path with 4xx', async () => {
    for (const [method, path] of [
      ['GET', '/rpc/auth/signIn'],
      ['DELETE', '/customer/start'],
      ['PUT', '/api/v1/work-items'],
      ['POST', '/rpc/work/accept'],
      ['POST', '/rpc/auth/__proto__'],
      ['POST', '/rpc/constructor/constructor'],
      ['POST', '/customer/toString'],
      ['POST', '/'],
      ['GET', '/nothing'],
      ['TRACE', '/chat'],
    ] as const) {
      const { status } = await raw(method, path, '', json);
      expect(status, `${method} ${path}`).toBeGreaterThanOrEqual(400);
      expect(status, `${method} ${path}`).toBeLessThan(500);
    }
    expect(errors).toEqual([]);
  });

  it('serves the page and no file outside its folder, for any path', async () => {
    expect((await raw('GET', '/chat')).body).toBe('<title>chat</title>');
    for (const path of [
      '/../hub.db',
      '/chat/../../hub.db',
      '/%2e%2e/hub.db',
      '/%2e%2e%2fhub.db',
      '/..%2fhub.db',
      '/..%5chub.db',
      '/assets/..%2f..%2f..%2fhub.db',
      '/....//hub.db',
      '/%00',
      '/index.html%00.js',
      '/%E0%A4%A',
      '/sounds/%E0%A4%A',
      '//',
      '//evil.example/',
      '/\\..\\hub.db',
    ]) {
      const { status, body } = await raw('GET', path, '', as('ann'));
      expect(status, path).toBeGreaterThanOrEqual(400);
      expect(status, path).toBeLessThan(500);
      expect(body, path).not.toContain('SQLite');
    }
    expect(errors).toEqual([]);
  });

  it('refuses oversized bodies and frames without reading them', async () => {
    const large = JSON.stringify({ json: { startId: 'x', name: 'x'.repeat(300 * 1024) } });
    for (const path of ['/rpc/auth/signIn', '/customer/start', '/api/v1/work-items'])
      expect(
        (await raw('POST', path, large, { ...json, authorization: `Bearer ${apiKey}` })).status,
        path,
      ).toBe(413);
    const flooder = await openSocket(hub.url, tokens.get('ann')!);
    const neighbour = await openSocket(hub.url, tokens.get('ben')!);
    const closed = new Promise<number>((resolve) => flooder.once('close', resolve));
    flooder.send('x'.repeat(129 * 1024));
    expect(await closed).toBe(1009);
    await expect(overSocket(neighbour).presence.whyNoWork({})).resolves.toBeDefined();
    neighbour.terminate();
    expect(errors).toEqual([]);
  });

  it('refuses messages over 32 kB from both sides, and accepts messages exactly at the limit', async () => {
    const ann = await AgentApp.start(hub.url, 'ann', tokens.get('ann')!);
    const { token, workItemId } = await customerPage(hub.url).start({ startId: randomUUID(), name: 'Cora' });
    await vi.waitFor(
      () => expect(ann.snapshot!.offers.some((one) => one.workItemId === workItemId)).toBe(true),
      5_000,
    );
    const offer = ann.snapshot!.offers.find((one) => one.workItemId === workItemId)!;
    await ann.hub.work.accept({ commandId: randomUUID(), agentWorkId: offer.agentWorkId });
    for (const text of ['x'.repeat(MAX_MESSAGE_BYTES + 1), '안'.repeat(MAX_MESSAGE_BYTES / 3 + 1)]) {
      await expect(customerPage(hub.url, token).send({ clientId: randomUUID(), text })).rejects.toMatchObject(
        { code: 'TOO_LARGE' },
      );
      await expect(
        ann.hub.conversation.send({ workItemId, clientId: randomUUID(), text }),
      ).rejects.toMatchObject({ code: 'TOO_LARGE' });
    }
    for (const text of [
      'x'.repeat(MAX_MESSAGE_BYTES),
      '"'.repeat(MAX_MESSAGE_BYTES),
      '👍'.repeat(MAX_MESSAGE_BYTES / 4),
    ]) {
      await customerPage(hub.url, token).send({ clientId: randomUUID(), text });
      await expect(
        ann.hub.conversation.send({ workItemId, clientId: randomUUID(), text }),
      ).resolves.toMatchObject({ text });
    }
    ann.stop();
  });

  it('survives meaningless frames, and writes none of them to the console', async () => {
    const complaint = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const socket = await openSocket(hub.url, tokens.get('ann')!);
    for (const frame of [
      'nonsense',
      '{',
      'null',
      '7',
      '[]',
      '{"i":"1"}',
      '{"i":"1","p":{"u":"/work/accept","b":7}}',
      '{"i":"2","p":{"u":"/__proto__/constructor"}}',
      '{"i":"3","p":{"u":"%E0%A4%A"}}',
      '{"i":"4","t":99,"p":{}}',
      `{"i":"5","p":{"u":"/presence/whyNoWork","b":${'['.repeat(20_000)}`,
      Buffer.from([0, 255, 254, 1]),
      Buffer.alloc(0),
    ])
      if (socket.readyState === WebSocket.OPEN) socket.send(frame);
    const other = await openSocket(hub.url, tokens.get('ben')!);
    await expect(overSocket(other).presence.whyNoWork({})).resolves.toBeDefined();
    other.terminate();
    socket.terminate();
    // An unmasked frame violates the protocol itself.
    const bare = connect(hub.port, '127.0.0.1');
    bare.on('error', () => undefined);
    bare.write(
      `GET /rpc-socket HTTP/1.1\r\nHost: hub\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}\r\nAuthorization: Bearer ${tokens.get('ann')}\r\n\r\n`,
    );
    await new Promise((resolve) => bare.once('data', resolve));
    bare.write(Buffer.from([0x81, 0x02, 0x68, 0x69, 0xff, 0xff]));
    await new Promise((resolve) => bare.once('close', resolve));
    await healthy();
    expect(complaint).not.toHaveBeenCalled();
    expect(errors).toEqual([]);
    vi.restoreAllMocks();
  });

  it('closes a connection with too many unreadable frames without affecting other connections', async () => {
    const complaint = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const said = vi.spyOn(hub.services.context.log, 'info');
    const { requests } = hub.services.context.metrics;
    const counted = async () =>
      (await requests.get()).values.find(({ labels }) => labels.code === 'UNREADABLE_FRAME')?.value ?? 0;
    const before = await counted();
    const neighbour = await openSocket(hub.url, tokens.get('ben')!);
    const flooder = await openSocket(hub.url, tokens.get('ann')!);
    const closed = new Promise<number>((resolve) => flooder.once('close', resolve));
    for (let sent = 0; sent < 500; sent++) flooder.send('a secret that nobody may read in a log');
    expect(await closed).toBe(1008);
    expect((await counted()) - before).toBeGreaterThanOrEqual(20);
    expect(said).toHaveBeenCalledTimes(1);
    expect(said.mock.calls[0]![0]).toEqual({ user: 'ann', kind: 'SyntaxError' });
    expect(complaint).not.toHaveBeenCalled();
    await expect(overSocket(neighbour).presence.whyNoWork({})).resolves.toBeDefined();
    neighbour.terminate();
    const again = await openSocket(hub.url, tokens.get('ann')!);
    await expect(overSocket(again).presence.whyNoWork({})).resolves.toBeDefined();
    again.terminate();
    vi.restoreAllMocks();
  });

  it('keeps a device linked when its dead socket closes after it has reconnected', async () => {
    const first = await AgentApp.start(hub.url, 'ann', tokens.get('ann')!);
    const second = await openSocket(hub.url, tokens.get('ann')!);
    const snapshots = await overSocket(second).link.watch({
      deviceId: first.deviceId,
      deviceName: first.name,
      runId: first.runId,
    });
    expect((await snapshots.next()).done).toBe(false);
    first.stop();
    await new Promise((resolve) => setTimeout(resolve, 100));
    const row = await hub.services.context.store.reader
      .selectFrom('agent_state')
      .select('link')
      .where('agent_id', '=', 'ann')
      .executeTakeFirstOrThrow();
    expect(row.link).toBe('connected');
    second.terminate();
  });

  it('rate-limits a flooding customer without affecting another one', async () => {
    const start = () => customerPage(hub.url).start({ startId: randomUUID(), name: 'Cora' });
    const [flooder, quiet] = [await start(), await start()];
    const codes = await Promise.all(
      Array.from({ length: 60 }, () =>
        customerPage(hub.url, flooder.token)
          .send({ clientId: randomUUID(), text: 'again' })
          .then(
            () => 'sent',
            (error: { code: string }) => error.code,
          ),
      ),
    );
    expect(new Set(codes)).toEqual(new Set(['sent', 'TOO_MANY']));
    await expect(
      customerPage(hub.url, quiet.token).send({ clientId: randomUUID(), text: 'Hello' }),
    ).resolves.toMatchObject({ text: 'Hello' });
    // One address may start only a limited number of conversations; another one still can.
    const starts = await Promise.allSettled(
      Array.from({ length: 90 }, () =>
        customerPage(hub.url, null, 'flooder').start({ startId: randomUUID(), name: 'Many' }),
      ),
    );
    const refused = starts.filter((one) => one.status === 'rejected');
    expect(refused.length).toBeGreaterThan(10);
    for (const one of refused) expect(one.reason).toMatchObject({ code: 'TOO_MANY' });
    await expect(start()).resolves.toBeDefined();
  });

  it('rate-limits sign-ins by name and by address, returns the wait, and treats unknown names alike', async () => {
    const attempt = (username: string, from: string) =>
      raw('POST', '/rpc/auth/signIn', JSON.stringify({ json: { username, password: 'wrong' } }), {
        ...json,
        'x-forwarded-for': from,
      });
    const code = async (answer: Promise<{ body: string }>) =>
      (JSON.parse((await answer).body) as { json: { code: string; data: { seconds?: number } } }).json;
    expect((await code(attempt('eve', 'a'))).code).toBe('WRONG_CREDENTIALS');
    expect((await code(attempt('nobody', 'a'))).code).toBe('WRONG_CREDENTIALS');
    for (let count = 0; count < 9; count++) await attempt('eve', 'a');
    const refused = await code(attempt(' EVE ', 'a'));
    expect(refused.code).toBe('TOO_MANY');
    expect(refused.data.seconds).toBeGreaterThan(0);
    clock.set(clock.now() + 3_600_000);
    const { roles } = await overHttp(hub.url).auth.signIn({ username: 'eve', password: 'open sesame' });
    expect(roles).toContain('admin');
  });

  it('S8: guesses from elsewhere do not lock a user out at an address where they signed in before', async () => {
    const signIn = (password: string, from: string) =>
      raw('POST', '/rpc/auth/signIn', JSON.stringify({ json: { username: 'eve', password } }), {
        ...json,
        'x-forwarded-for': from,
      });
    expect((await signIn('open sesame', '203.0.113.7')).status).toBe(200);
    const guesses = await Promise.all(
      Array.from({ length: 120 }, (_, index) => signIn('wrong', `198.51.100.${index}`)),
    );
    expect(guesses.filter(({ status }) => status === 429).length).toBeGreaterThan(10);
    expect((await signIn('open sesame', '192.0.2.1')).status).toBe(429);
    expect((await signIn('open sesame', '203.0.113.7')).status).toBe(200);
  });

  it('creates, reports and cancels work over REST, and describes itself', async () => {
    const headers = { ...json, authorization: `Bearer ${apiKey}` };
    const body = JSON.stringify({ channel: 'cases', queue: 'cases', customer: 'Shop', externalId: 'e-1' });
    const made = await raw('POST', '/api/v1/work-items', body, headers);
    expect(made.status).toBe(201);
    const { id } = JSON.parse(made.body) as { id: string };
    expect(JSON.parse((await raw('POST', '/api/v1/work-items', body, headers)).body)).toMatchObject({ id });
    expect((await raw('GET', `/api/v1/work-items/${id}`, '', headers)).status).toBe(200);
    expect(JSON.parse((await raw('DELETE', `/api/v1/work-items/${id}`, '', headers)).body)).toMatchObject({
      state: 'cancelled',
    });
    expect((await raw('GET', '/api/v1/work-items/nothing', '', headers)).status).toBe(404);
    expect(JSON.parse((await raw('GET', '/api/v1/openapi.json')).body)).toHaveProperty('paths');
  });
});
