/** Two hundred agents at one embedded hub: are deadlines kept, how much memory does it take, how fast does it start. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { putRouting } from '#hub/setup/write.ts';
import { readDirectory } from '#hub/setup/directory.ts';
import { openStore } from '#hub/store/store.ts';
import { AgentApp, customerPage, prepareCentre, startHubProcess } from '../support/hub-process.ts';
import { median, percentile, type Result } from './measure.ts';

const AGENTS = 200;
const SECONDS = 25;
const CHATS_PER_SECOND = 20;

async function metric(url: string, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(new RegExp(`^${name} (.+)$`, 'm').exec(text)?.[1]);
}

export async function measureFloor(file: string): Promise<Result[]> {
  const address = `sqlite:${file}`;
  const names = Array.from({ length: AGENTS }, (_, index) => `agent${index}`);
  const tokens = await prepareCentre(address, names);
  const store = await openStore(address);
  await store.write(async (db) => {
    // Offers that time out within the measurement.
    const chat = (await readDirectory(db)).routing.get('chat')!;
    await putRouting(db, { ...chat, pushTimeOutSeconds: 3, version: chat.version + 1 });
  });
  await store.close();
  const hub = await startHubProcess(['--db', address, '--behind-proxy']);
  const lateness: number[] = [];
  const rung = new Map<string, number>();
  const answered = new Set<string>();
  let counter = 0;
  const apps: AgentApp[] = [];
  for (const name of names) {
    let app: AgentApp | null = null;
    app = await AgentApp.start(hub.url, name, tokens.get(name)!, (snapshot) => {
      const live = new Set(snapshot.offers.map((offer) => offer.agentWorkId));
      for (const [id, deadline] of rung) {
        if (!id.startsWith(`${name} `) || live.has(id.slice(name.length + 1))) continue;
        rung.delete(id);
        if (!answered.has(id)) lateness.push(Date.now() - deadline);
      }
      for (const { agentWorkId, deadline } of snapshot.offers) {
        const id = `${name} ${agentWorkId}`;
        if (deadline === null || rung.has(id)) continue;
        rung.set(id, deadline);
        // Every other offer is accepted, the others ring until the hub takes them back.
        if (counter++ % 2 === 0 || !app) continue;
        answered.add(id);
        void app.hub.work
          .accept({ commandId: randomUUID(), agentWorkId })
          .then(() => app!.hub.work.end({ commandId: randomUUID(), agentWorkId }))
          .catch(() => undefined);
      }
      if (app && snapshot.presence.reason === 'push-time-out')
        void app.hub.presence
          .setStatus({ commandId: randomUUID(), statusId: 'Available' })
          .catch(() => undefined);
    });
    apps.push(app);
  }
  const idle = await metric(hub.url, 'process_resident_memory_bytes');
  const start = Date.now();
  for (let chat = 0; chat < SECONDS * CHATS_PER_SECOND; chat++) {
    await sleep(Math.max(0, start + (chat * 1000) / CHATS_PER_SECOND - Date.now()));
    void customerPage(hub.url)
      .start({ startId: randomUUID(), name: `Customer ${chat}` })
      .catch(() => undefined);
  }
  await sleep(3_500);
  const loaded = await metric(hub.url, 'process_resident_memory_bytes');
  apps.forEach((app) => app.stop());
  await hub.kill();
  const load = `${AGENTS} agents, ${CHATS_PER_SECOND} chats per second`;
  return [
    { what: `deadlines missed by agents and carried out, ${load}`, value: lateness.length, unit: '' },
    {
      what: `lateness of a deadline as the agent sees it, median, ${load}`,
      value: median(lateness),
      unit: 'ms',
    },
    {
      what: `lateness of a deadline as the agent sees it, 99th percentile, ${load}`,
      value: percentile(lateness, 0.99),
      unit: 'ms',
    },
    {
      what: `lateness of a deadline as the agent sees it, worst, ${load}`,
      value: Math.max(...lateness),
      unit: 'ms',
    },
    { what: `memory of the hub, ${AGENTS} agents linked`, value: idle / 2 ** 20, unit: 'MB' },
    { what: `memory of the hub after the load, ${load}`, value: loaded / 2 ** 20, unit: 'MB' },
  ];
}

/** Start of the process to "ready": the very first time, and on a database that is there. */
export async function measureStart(folder: string): Promise<Result[]> {
  const args = ['--db', `sqlite:${folder}/start.db`, '--embedded', `${folder}/local-user.json`];
  const first = await startHubProcess(args);
  const memory = await metric(first.url, 'process_resident_memory_bytes');
  await first.kill();
  const later: number[] = [];
  for (let round = 0; round < 5; round++) {
    const hub = await startHubProcess(args);
    later.push(hub.readyAfter);
    await hub.kill();
  }
  return [
    { what: 'first start of the hub to ready, with the sample centre', value: first.readyAfter, unit: 'ms' },
    { what: 'every other start of the hub to ready', value: median(later), unit: 'ms' },
    { what: 'memory of the hub with the sample centre, nobody linked', value: memory / 2 ** 20, unit: 'MB' },
  ];
}
