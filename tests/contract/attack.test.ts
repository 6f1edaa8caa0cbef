/**
 * S5, S6: one address and one agent do their worst, on a real hub in a process of its own, over loopback and for a few
 * seconds. The others are served meanwhile, and what the attack took comes back.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  AgentApp,
  customerPage,
  type HubProcess,
  openSocket,
  overSocket,
  prepareCentre,
  startHubProcess,
} from '../support/hub-process.ts';

const ATTACKER = '203.0.113.66';
/** The promise to the others: how much longer than at a hub that is left alone, on the same machine at the same time. */
const MAX_HEARTBEAT_MS = 1_000;
/** How long the streams stand open unread. */
const ATTACK_MS = 4_000;
const MAX_GROWTH_MB = 100;

describe.skipIf(process.platform !== 'linux')('S5, S6: an attack from one address and one agent', () => {
  const folder = mkdtempSync(join(tmpdir(), 'onqueue-attack-'));
  let hub: HubProcess;
  let tokens: ReadonlyMap<string, string>;
  let ann: AgentApp;
  /** A hub that is left alone, and an agent there. */
  let calmHub: HubProcess;
  let ben: AgentApp;

  beforeAll(async () => {
    const address = `sqlite:${join(folder, 'hub.db')}`;
    tokens = await prepareCentre(address, ['ann', 'mallory']);
    hub = await startHubProcess(['--db', address, '--behind-proxy']);
    ann = await AgentApp.start(hub.url, 'ann', tokens.get('ann')!);
    const calm = `sqlite:${join(folder, 'calm.db')}`;
    const calmTokens = await prepareCentre(calm, ['ben']);
    calmHub = await startHubProcess(['--db', calm]);
    ben = await AgentApp.start(calmHub.url, 'ben', calmTokens.get('ben')!);
  });
  afterAll(async () => {
    for (const agent of [ann, ben]) agent.stop();
    for (const one of [hub, calmHub]) await one.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  const residentMegabytes = () =>
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${hub.pid}/status`, 'utf8'))![1]) / 1024;

  /** Heartbeats until `stop` is called, which gives by how much the slowest at the attacked hub is slower. */
  function measureHeartbeats(): () => Promise<number> {
    let going = true;
    const slowestOf = async (agent: AgentApp) => {
      let slowest = 0;
      while (going) {
        const began = performance.now();
        await agent.hub.link.beat({ deviceId: agent.deviceId });
        slowest = Math.max(slowest, performance.now() - began);
        await sleep(50);
      }
      return slowest;
    };
    const both = Promise.all([slowestOf(ann), slowestOf(ben)]);
    return async () => {
      going = false;
      const [attacked, calm] = await both;
      return attacked - calm;
    };
  }

  it('customers’ streams that are opened and never read', async () => {
    const before = residentMegabytes();
    const stop = measureHeartbeats();
    const sockets: Socket[] = [];
    const chats = await Promise.all(
      Array.from({ length: 12 }, () =>
        customerPage(hub.url, null, ATTACKER).start({ startId: randomUUID(), name: 'x' }),
      ),
    );
    const sent = await Promise.allSettled(
      chats.flatMap(({ token }) =>
        Array.from({ length: 30 }, () =>
          customerPage(hub.url, token, ATTACKER).send({ clientId: randomUUID(), text: 'y'.repeat(32_700) }),
        ),
      ),
    );
    // Bytes are limited by address, so not all of this is taken.
    expect(sent.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(0);
    const port = Number(new URL(hub.url).port);
    const body = '{"json":{"after":0}}';
    for (const { token } of chats)
      for (let count = 0; count < 60; count++) {
        const socket = connect(port, '127.0.0.1');
        socket.on('error', () => undefined);
        socket.pause();
        socket.write(
          `POST /customer/watch HTTP/1.1\r\nHost: hub\r\nX-Forwarded-For: ${ATTACKER}\r\n` +
            `Authorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
        );
        sockets.push(socket);
      }
    await sleep(ATTACK_MS);
    expect(await stop()).toBeLessThan(MAX_HEARTBEAT_MS);
    for (const socket of sockets) socket.destroy();
    await vi.waitFor(() => expect(residentMegabytes() - before).toBeLessThan(MAX_GROWTH_MB), 20_000);
    // Others are served all the while.
    await expect(customerPage(hub.url).start({ startId: randomUUID(), name: 'Cora' })).resolves.toBeDefined();
  });

  it('an agent who asks and never reads is cut off', async () => {
    const before = residentMegabytes();
    const stop = measureHeartbeats();
    const socket = await openSocket(hub.url, tokens.get('mallory')!);
    const mallory = overSocket(socket);
    const stream = (socket as unknown as { _socket: Socket })._socket;
    stream.pause();
    const answered = setInterval(() => socket.pong(), 100);
    for (let count = 0; count < 500; count++) void mallory.presence.whyNoWork({}).catch(() => undefined);
    for (let count = 0; count < 100; count++)
      void mallory.link
        .watch({ deviceId: `${count}`, deviceName: 'x', runId: randomUUID() })
        .catch(() => undefined);
    // Pongs to pings that were never asked keep nothing alive: the socket ends, though it seems to answer.
    const closed = new Promise<void>((resolve) => stream.once('close', () => resolve()));
    const probe = setInterval(() => stream.resume(), 45_000);
    stream.on('end', () => stream.destroy());
    const resumed = setTimeout(() => stream.resume(), 42_000);
    await closed;
    for (const timer of [answered, probe]) clearInterval(timer);
    clearTimeout(resumed);
    expect(await stop()).toBeLessThan(MAX_HEARTBEAT_MS);
    await vi.waitFor(() => expect(residentMegabytes() - before).toBeLessThan(MAX_GROWTH_MB), 20_000);
  });

  it('an agent who sends as fast as possible is answered TOO_MANY, and read more slowly', async () => {
    const stop = measureHeartbeats();
    const mallory = overSocket(await openSocket(hub.url, tokens.get('mallory')!));
    const answers = await Promise.all(
      Array.from({ length: 1_500 }, () =>
        mallory.link.soundFailed({ what: 'x'.repeat(200) }).then(
          () => 'answered',
          (error: { code: string }) => error.code,
        ),
      ),
    );
    expect(answers.filter((answer) => answer === 'TOO_MANY').length).toBeGreaterThan(500);
    expect(answers.filter((answer) => answer === 'answered').length).toBeLessThan(900);
    expect(await stop()).toBeLessThan(MAX_HEARTBEAT_MS);
  });
});
