import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { BridgeContract } from '#core/contract/bridge.ts';
import { type AgentUnderTest, startAgent } from '#tests/support/agent-under-test.ts';
import { anOffer } from '#tests/support/snapshots.ts';
import { until } from '#tests/support/virtual-clock.ts';
import { LARGEST_FRAME, NO_SESSION } from './bridge-socket.ts';
import { sessionSecret } from './session.ts';
import { type ShellServer, startShellServer } from './shell-server.ts';

let directory = '';
let agent: AgentUnderTest;
let shell: ShellServer;
const start = (port = 0) =>
  startShellServer({
    runtime: agent.runtime,
    rendererDirectory: join(directory, 'renderer'),
    soundsDirectory: join(directory, 'sounds'),
    secret: sessionSecret(directory),
    port,
    whenTaken: 'fail',
    now: () => Date.now(),
  });

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'onqueue-shell-'));
  mkdirSync(join(directory, 'renderer/assets'), { recursive: true });
  mkdirSync(join(directory, 'sounds'));
  writeFileSync(join(directory, 'renderer/index.html'), '<!doctype html><title>OnQueue</title>');
  writeFileSync(join(directory, 'renderer/assets/main-AbCd1234.js'), 'void 0;');
  writeFileSync(join(directory, 'renderer/.hidden.js'), 'secret');
  writeFileSync(join(directory, 'sounds/message.wav'), 'RIFF');
  writeFileSync(join(directory, 'outside.js'), 'secret');
  symlinkSync(join(directory, 'outside.js'), join(directory, 'renderer/link.js'));
  agent = await startAgent();
  shell = await start();
});
afterAll(async () => {
  await shell.stop();
  await agent.end();
  rmSync(directory, { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}
/** A request whose path reaches the server as written: `fetch` would tidy it up first. */
function ask(
  path: string,
  { method = 'GET', headers = {}, body = '' }: Partial<RequestOf> = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port: shell.port, path, method, headers, agent: false },
      (response) => {
        let text = '';
        response.on('data', (part) => (text += String(part)));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}
interface RequestOf {
  method: string;
  headers: Record<string, string>;
  body: string;
}

const startToken = () => shell.startUrl.split('#start=')[1] ?? '';
const openSession = (token: string, headers: Record<string, string> = {}) =>
  ask('/session', {
    method: 'POST',
    headers: { origin: shell.url, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ token }),
  });
let cookie = '';
async function session(): Promise<string> {
  if (cookie === '') {
    const answer = await openSession(startToken());
    cookie = String(answer.headers['set-cookie']).split(';')[0] ?? '';
  }
  return cookie;
}

const bridgeUrl = () => `${shell.url.replace('http', 'ws')}/bridge`;
/** How an attempt to open the bridge ends: the HTTP status, or the close code. */
function bridgeEnds(headers: Record<string, string>, message?: string): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(bridgeUrl(), { headers });
    socket.on('unexpected-response', (sent, response) => {
      sent.destroy();
      resolve(response.statusCode ?? 0);
    });
    socket.on('close', (code) => resolve(code));
    socket.on('error', () => undefined);
    if (message !== undefined) socket.on('open', () => socket.send(message));
  });
}

test('the page comes with a strict policy', async () => {
  const { status, headers, body } = await ask('/');
  expect(status).toBe(200);
  expect(body).toContain('OnQueue');
  const policy = String(headers['content-security-policy']);
  for (const rule of ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"])
    expect(policy).toContain(rule);
  expect(policy).not.toContain('unsafe');
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['referrer-policy']).toBe('no-referrer');
  expect(headers['access-control-allow-origin']).toBeUndefined();
});

test('addresses of the renderer are its page, hashed files are kept for good', async () => {
  expect((await ask('/supervisor/agents')).body).toContain('OnQueue');
  const asset = await ask('/assets/main-AbCd1234.js');
  expect(asset.headers['content-type']).toContain('text/javascript');
  expect(asset.headers['cache-control']).toContain('immutable');
  expect((await ask('/')).headers['cache-control']).toBe('no-cache');
  expect((await ask('/sounds/message.wav')).headers['content-type']).toBe('audio/wav');
});

test.each([
  '/../outside.js',
  '/%2e%2e/outside.js',
  '/..%2foutside.js',
  '/assets/..%2f..%2foutside.js',
  '/assets/%2e%2e/%2e%2e/outside.js',
  '/..%5coutside.js',
  '/link.js',
  '/.hidden.js',
  '/%00.js',
  '/%ff.js',
  '/sounds/../../outside.js',
  '//etc/passwd.txt',
  '/missing.js',
])('nothing outside is served: %s', async (path) => {
  const { status, body } = await ask(path);
  expect(status).toBe(404);
  expect(body).not.toContain('secret');
});

test.each(['evil.example', 'evil.example:80', '127.0.0.1', 'localhost'])(
  'a request under the name %s is refused: the domain was rebound',
  async (host) => {
    expect((await ask('/', { headers: { host } })).status).toBe(403);
  },
);

test('the start token opens one session; it comes in again only with its cookie', async () => {
  const origin = { origin: 'http://evil.example' };
  expect((await openSession(startToken(), origin)).status).toBe(403);
  expect((await openSession(startToken(), { 'content-type': 'text/plain' })).status).toBe(415);
  expect((await openSession('wrong')).status).toBe(401);
  const held = await session();
  expect((await openSession(startToken())).status).toBe(401);
  const again = await openSession(startToken(), { cookie: held });
  expect(again.status).toBe(204);
  const attributes = String(again.headers['set-cookie']);
  for (const attribute of ['HttpOnly', 'SameSite=Strict', 'Path=/']) expect(attributes).toContain(attribute);
  expect((await openSession('x'.repeat(5_000))).status).toBe(413);
});

test('a restart signs nobody out, a forged or foreign cookie opens nothing', async () => {
  const held = await session();
  const { port } = shell;
  await shell.stop();
  shell = await start(port);
  expect((await openSession('whatever', { cookie: held })).status).toBe(204);
  const forged = held.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
  expect((await openSession('whatever', { cookie: forged })).status).toBe(401);
  expect((await openSession('whatever', { cookie: `onqueue_${port}=..` })).status).toBe(401);
});

test.each<[name: string, headers: () => Promise<Record<string, string>>, end: number]>([
  ['no origin', async () => ({ cookie: await session() }), 403],
  ['another origin', async () => ({ cookie: await session(), origin: 'http://evil.example' }), 403],
  ['the null origin', async () => ({ cookie: await session(), origin: 'null' }), 403],
  [
    'another host',
    async () => ({ cookie: await session(), origin: 'http://evil.example', host: 'evil.example' }),
    403,
  ],
  ['no cookie', () => Promise.resolve({ origin: shell.url }), NO_SESSION],
])('the bridge stays closed with %s', async (_name, headers, end) => {
  expect(await bridgeEnds(await headers())).toBe(end);
});

test('a frame that is too large, or that is no message, ends that socket and nothing else', async () => {
  const headers = { cookie: await session(), origin: shell.url };
  expect(await bridgeEnds(headers, 'x'.repeat(LARGEST_FRAME + 1))).toBe(1009);
  expect(await bridgeEnds(headers, 'not json')).toBe(1007);
  expect((await ask('/')).status).toBe(200);
});

test('a tab sees the mirror, commands reach the hub, refusals come back with their code', async () => {
  const socket = new WebSocket(bridgeUrl(), { headers: { cookie: await session(), origin: shell.url } });
  const link = new RPCLink({ websocket: socket as unknown as globalThis.WebSocket });
  const bridge: ContractRouterClient<BridgeContract> = createORPCClient(link);
  const mirrors = await bridge.mirror.watch({ windowId: 'tab-1' });
  const first = await mirrors.next();
  expect(first.value).toMatchObject({ account: { username: 'mina' }, ringsHere: true });
  agent.hub.push(() => ({ offers: [anOffer(1, agent.clock.now())] }));
  await bridge.work.accept({ agentWorkId: 'agent-work-1' });
  expect(agent.hub.named('work.accept').at(-1)?.input).toMatchObject({
    agentWorkId: 'agent-work-1',
    commandId: expect.any(String),
  });
  await expect(bridge.work.accept({ agentWorkId: 'agent-work-7' })).rejects.toMatchObject({
    code: 'TOO_LATE',
    defined: true,
    status: 409,
  });
  await expect(bridge.settings.update({ volume: 7 })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  expect(agent.runtime.windows.all()).toHaveLength(1);
  socket.close();
  await until(() => agent.runtime.windows.all().length === 0, 'the end of the window');
});

test('an uploaded sound is fetched with the runtime’s token, for a tab with a session only', async () => {
  expect((await ask('/hub-sounds/ring')).status).toBe(401);
  const answer = await ask('/hub-sounds/ring', { headers: { cookie: await session() } });
  expect(answer).toMatchObject({ status: 200, body: 'RIFF' });
  expect(answer.headers['content-type']).toBe('audio/wav');
});

test('other methods and other upgrades lead nowhere', async () => {
  expect((await ask('/', { method: 'DELETE' })).status).toBe(405);
  expect((await ask('/session')).status).toBe(405);
});
