/** The time from a customer's start to the offer on the agent's screen, over the real endpoints. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';
import { AgentApp, customerPage, prepareCentre, startHubProcess } from '../support/hub-process.ts';
import { percentile, type Result } from './measure.ts';

const ROUNDS = 200;

/** Round trips of a small frame, and of a small request, through a process that does nothing else. */
async function measureEcho(): Promise<{ frames: number[]; requests: number[] }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'echo.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const socket = new WebSocket(`ws://127.0.0.1:${port}`);
  await once(socket, 'open');
  const frames: number[] = [];
  const requests: number[] = [];
  const body = JSON.stringify({ json: { startId: randomUUID(), name: 'Cora' } });
  for (let round = 0; round < ROUNDS; round++) {
    let started = performance.now();
    const answer = once(socket, 'message');
    socket.send(body);
    await answer;
    frames.push(performance.now() - started);
    started = performance.now();
    await (await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body })).text();
    requests.push(performance.now() - started);
  }
  socket.terminate();
  child.kill();
  return { frames, requests };
}

export async function measureLatency(kind: string, address: string): Promise<Result[]> {
  const tokens = await prepareCentre(address, ['ann']);
  const hub = await startHubProcess(['--db', address, '--behind-proxy']);
  const arrivals = new Map<string, number>();
  let notice = () => undefined as void;
  const ann = await AgentApp.start(hub.url, 'ann', tokens.get('ann')!, (snapshot) => {
    for (const offer of snapshot.offers)
      if (!arrivals.has(offer.workItemId)) arrivals.set(offer.workItemId, performance.now());
    notice();
  });
  const until = async <T>(found: () => T | undefined): Promise<T> => {
    for (;;) {
      const value = found();
      if (value !== undefined) return value;
      await new Promise<void>((resolve) => (notice = resolve));
    }
  };
  const fromAnswer: number[] = [];
  const fromRequest: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const asked = performance.now();
    const { workItemId } = await customerPage(hub.url).start({ startId: randomUUID(), name: 'Cora' });
    const answered = performance.now();
    const arrived = await until(() => arrivals.get(workItemId));
    // An offer may reach the screen before the customer's page has its response.
    fromAnswer.push(Math.max(0, arrived - answered));
    fromRequest.push(arrived - asked);
    const { agentWorkId } = ann.snapshot!.offers.find((offer) => offer.workItemId === workItemId)!;
    await ann.hub.work.accept({ commandId: randomUUID(), agentWorkId });
    await ann.hub.work.end({ commandId: randomUUID(), agentWorkId });
    await ann.hub.work.finishWrapUp({ commandId: randomUUID(), agentWorkId });
  }
  ann.stop();
  await hub.kill();
  const { frames, requests } = await measureEcho();
  const both = frames.map((frame, index) => frame + requests[index]!);
  const line = (share: number, name: string): Result[] => [
    {
      what: `work created to offer on the agent's socket, ${name}, ${kind}`,
      value: percentile(fromAnswer, share),
      unit: 'ms',
      baseline: { what: `raw socket round trip, ${name}`, value: percentile(frames, share) },
    },
    {
      what: `customer's request sent to offer on the agent's socket, ${name}, ${kind}`,
      value: percentile(fromRequest, share),
      unit: 'ms',
      baseline: { what: `raw request and raw socket round trip, ${name}`, value: percentile(both, share) },
    },
  ];
  return [...line(0.5, 'median'), ...line(0.95, '95th percentile')];
}
