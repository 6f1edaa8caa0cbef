/**
 * S5, S6: one address and one agent attack a real hub in its own process, over loopback, for a few seconds. Other
 * users are served meanwhile, and the resources that the attack used are released.
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
/** The guarantee for others: the extra latency over an unattacked hub on the same machine at the same time. */
const MAX_HEARTBEAT_MS = 1_000;
/** How long the streams stay open unread. */
const ATTACK_MS = 4_000;
const MAX_GROWTH_MB = 100;

describe.skipIf(process.platform !== 'linux')('S5, S6: an attack from one address and one agent', () => {
  const folder = mkdtempSync(join(tmpdir(), 'onqueue-attack-'));
  let hub: HubProcess;
  let tokens: ReadonlyMap<string, string>;
  let ann: AgentApp;
  /** An unattacked hub, with an agent on it. */
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

  /** Sends heartbeats until `stop` is called, which returns by how much the slowest at the attacked hub is slower. */
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

  it('customer streams that are opened but never read', async () => {
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
    // Bytes are limited by address, so not all of this is accepted.
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
    // Other users are served throughout.
    await expect(customerPage(hub.url).start({ startId: randomUUID(), name: 'Cora' })).resolves.toBeDefined();
  });

  it('cuts off an agent who sends requests but never reads the answers', async () => {
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
    // Unsolicited pongs do not keep a socket alive: it is closed although it seems to respond.
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

  it('answers TOO_MANY to an agent who sends as fast as possible, and reads from that socket more slowly', async () => {
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
