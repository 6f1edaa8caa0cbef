import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
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
import { NO_SESSION, secretOf, sessionFrame } from '#core/contract/bridge-session.ts';
import { MAX_FRAME_BYTES } from './bridge-socket.ts';
import { mintStartToken } from './session.ts';
import { type ShellServer, startShellServer } from './shell-server.ts';

let directory = '';
let agent: AgentUnderTest;
let shell: ShellServer;
const start = (port = 0) =>
  startShellServer({
    runtime: agent.runtime,
    rendererDirectory: join(directory, 'renderer'),
    soundsDirectory: join(directory, 'sounds'),
    dataDirectory: directory,
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
/** A request whose path reaches the server unchanged: `fetch` would normalise it first. */
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
const secretIn = ({ body }: Answer) => (JSON.parse(body) as { secret: string }).secret;
let held = '';
/** The secret of a session that is open. */
async function session(): Promise<string> {
  if (held === '') held = secretIn(await openSession(startToken()));
  return held;
}

const bridgeUrl = () => `${shell.url.replace('http', 'ws')}/bridge`;
/** The result of an attempt to open the bridge: the HTTP status, or the close code. */
function bridgeEnds(headers: Record<string, string>, ...frames: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(bridgeUrl(), { headers });
    socket.on('unexpected-response', (sent, response) => {
      sent.destroy();
      resolve(response.statusCode ?? 0);
    });
    socket.on('close', (code) => resolve(code));
    socket.on('error', () => undefined);
    socket.on('open', () => frames.forEach((frame) => socket.send(frame)));
  });
}

/** A tab with this secret: its socket, its calls, and the other frames of the shell. */
async function openTab(secret: string) {
  const socket = new WebSocket(bridgeUrl(), { headers: { origin: shell.url } });
  const renewed: string[] = [];
  const ended = new Promise<number>((resolve) => socket.once('close', resolve));
  await new Promise((resolve) => socket.once('open', resolve));
  socket.send(sessionFrame(secret));
  const calls = {
    get readyState() {
      return socket.readyState;
    },
    send: (data: string) => socket.send(data),
    addEventListener: (type: string, listener: (event: { data: unknown }) => void) =>
      socket.addEventListener(type as 'message', (event) => {
        const next = secretOf(event.data);
        if (next === null) listener(event);
        else renewed.push(next);
      }),
  };
  const link = new RPCLink({ websocket: calls as unknown as globalThis.WebSocket });
  const bridge: ContractRouterClient<BridgeContract> = createORPCClient(link);
  return { socket, bridge, renewed, ended };
}

test('serves the page with a strict policy', async () => {
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

test('serves the page at every address of the renderer, and caches hashed files permanently', async () => {
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
])('serves nothing outside its root: %s', async (path) => {
  const { status, body } = await ask(path);
  expect(status).toBe(404);
  expect(body).not.toContain('secret');
});

test.each(['evil.example', 'evil.example:80', '127.0.0.1', 'localhost'])(
  'rejects a request under the name %s as a rebound domain',
  async (host) => {
    expect((await ask('/', { headers: { host } })).status).toBe(403);
  },
);

test('S4: opens one session per start token, whose secret is never sent to another port', async () => {
  const origin = { origin: 'http://evil.example' };
  expect((await openSession(startToken(), origin)).status).toBe(403);
  expect((await openSession(startToken(), { 'content-type': 'text/plain' })).status).toBe(415);
  expect((await openSession('wrong')).status).toBe(401);
  const first = await openSession(startToken());
  held = secretIn(first);
  expect((await openSession(startToken())).status).toBe(401);
  // Browsers send cookies to every port of a host, so none is set, and one of an earlier version is removed.
  expect(String(first.headers['set-cookie'])).toBe(`onqueue_${shell.port}=; Path=/; Max-Age=0`);
  expect((await openSession('x'.repeat(5_000))).status).toBe(413);
  expect(await bridgeEnds({ origin: shell.url, cookie: `onqueue_${shell.port}=${held}` }, '{}')).toBe(
    NO_SESSION,
  );
});

test('S4: prints another address when started again, which works once and only for minutes', async () => {
  const fresh = mintStartToken(directory, Date.now());
  expect((await openSession(fresh)).status).toBe(200);
  expect((await openSession(fresh)).status).toBe(401);
  expect((await openSession(mintStartToken(directory, Date.now() - 3 * 60_000))).status).toBe(401);
  const forged = mintStartToken(mkdtempSync(join(tmpdir(), 'onqueue-other-')), Date.now());
  expect((await openSession(forged)).status).toBe(401);
});

test('keeps tabs signed in across a restart and rejects a forged secret', async () => {
  const secret = await session();
  const { port } = shell;
  await shell.stop();
  shell = await start(port);
  const tab = await openTab(secret);
  await expect(tab.bridge.drafts.all({})).resolves.toBeDefined();
  tab.socket.close();
  const forged = secret.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
  expect(await bridgeEnds({ origin: shell.url }, sessionFrame(forged))).toBe(NO_SESSION);
  expect(readFileSync(join(directory, 'shell-sessions.json'), 'utf8')).not.toContain(secret);
});

test.each<[name: string, headers: Record<string, string>, end: number]>([
  ['no origin', {}, 403],
  ['another origin', { origin: 'http://evil.example' }, 403],
  ['the null origin', { origin: 'null' }, 403],
  ['another host', { origin: 'http://evil.example', host: 'evil.example' }, 403],
])('keeps the bridge closed with %s', async (_name, headers, end) => {
  expect(await bridgeEnds(headers, sessionFrame(await session()))).toBe(end);
});

test('closes only the socket that sends an oversized or malformed frame', async () => {
  const headers = { origin: shell.url };
  const first = sessionFrame(await session());
  expect(await bridgeEnds(headers, first, 'x'.repeat(MAX_FRAME_BYTES + 1))).toBe(1009);
  expect(await bridgeEnds(headers, first, 'not json')).toBe(1007);
  expect(await bridgeEnds(headers, '{"i":"1","p":{"u":"/drafts/all"}}')).toBe(NO_SESSION);
  expect((await ask('/')).status).toBe(200);
});

test('shows a tab the mirror, passes commands to the hub, and returns rejections with their code', async () => {
  const { socket, bridge } = await openTab(await session());
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

test('fetches an uploaded sound with the runtime’s token, only for a tab with a session', async () => {
  expect((await ask('/hub-sounds/ring')).status).toBe(401);
  const answer = await ask('/hub-sounds/ring', {
    headers: { authorization: `Bearer ${await session()}` },
  });
  expect(answer).toMatchObject({ status: 200, body: 'RIFF' });
  expect(answer.headers['content-type']).toBe('audio/wav');
});

test('rejects other methods and other upgrades', async () => {
  expect((await ask('/', { method: 'DELETE' })).status).toBe(405);
  expect((await ask('/session')).status).toBe(405);
});

test('S4: ends every session on sign-out; the tab that signed out continues with another secret', async () => {
  const stolen = await session();
  const thief = await openTab(stolen);
  const own = await openTab(stolen);
  await own.bridge.account.signOut({});
  expect(await thief.ended).toBe(NO_SESSION);
  expect(await bridgeEnds({ origin: shell.url }, sessionFrame(stolen))).toBe(NO_SESSION);
  await until(() => own.renewed.length === 1, 'the new secret');
  await expect(own.bridge.drafts.all({})).resolves.toBeDefined();
  own.socket.close();
  const again = await openTab(own.renewed[0]!);
  await expect(again.bridge.drafts.all({})).resolves.toBeDefined();
  again.socket.close();
});
