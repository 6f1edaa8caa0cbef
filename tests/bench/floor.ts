/** Two hundred agents on one embedded hub: checks deadlines, memory use and start time. */
import { setTimeout as sleep } from 'node:timers/promises';
import { putRecord } from '#hub/setup/write.ts';
import { readDirectory } from '#hub/directory/directory.ts';
import { openStore } from '#hub/store/store.ts';
import type { AgentSnapshot } from '#core/snapshot.ts';
import { prepareCentre, startHubProcess } from '../support/hub-process.ts';
import { AgentAtWork, letChatsCome, type Manner } from '../support/agents-at-work.ts';
import { hubMetric, median, percentile, type Result } from './measure.ts';

const AGENTS = 200;
const SECONDS = 25;
const CHATS_PER_SECOND = 20;

/** Every other offer is accepted and ended at once, the others stay until the hub withdraws them. */
function everyOther(answered: Set<string>): Manner {
  let counter = 0;
  return {
    takes({ agentWorkId }) {
      if (counter++ % 2 !== 0) return null;
      answered.add(agentWorkId);
      return 0;
    },
    talks: () => 0,
    wrapsUp: null,
    pauses: null,
  };
}

export async function measureFloor(file: string): Promise<Result[]> {
  const address = `sqlite:${file}`;
  const names = Array.from({ length: AGENTS }, (_, index) => `agent${index}`);
  const tokens = await prepareCentre(address, names);
  const store = await openStore(address);
  await store.write(async (db) => {
    // Offers that time out within the measurement.
    const chat = (await readDirectory(db)).routing.get('chat')!;
    await putRecord(db, 'routing', { ...chat, pushTimeOutSeconds: 3, version: chat.version + 1 });
  });
  await store.close();
  const hub = await startHubProcess(['--db', address, '--behind-proxy']);
  const lateness: number[] = [];
  const answered = new Set<string>();
  const manner = everyOther(answered);
  const agents: AgentAtWork[] = [];
  for (const name of names) {
    const rung = new Map<string, number>();
    const onSnapshot = ({ offers }: AgentSnapshot) => {
      const live = new Map(offers.map(({ agentWorkId, deadline }) => [agentWorkId, deadline]));
      for (const [id, deadline] of rung) {
        if (live.has(id)) continue;
        rung.delete(id);
        if (!answered.has(id)) lateness.push(Date.now() - deadline);
      }
      for (const [id, deadline] of live) if (deadline !== null) rung.set(id, deadline);
    };
    agents.push(await AgentAtWork.link(hub.url, name, tokens.get(name)!, manner, onSnapshot));
  }
  const idle = await hubMetric(hub.url, 'process_resident_memory_bytes');
  const stopChats = letChatsCome(hub.url, CHATS_PER_SECOND);
  await sleep(SECONDS * 1000);
  await stopChats();
  await sleep(3_500);
  const loaded = await hubMetric(hub.url, 'process_resident_memory_bytes');
  for (const agent of agents) agent.stop();
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

/** From process start to "ready": on the first start, and on an existing database. */
export async function measureStart(folder: string): Promise<Result[]> {
  const args = ['--db', `sqlite:${folder}/start.db`, '--embedded', `${folder}/local-user.json`];
  const first = await startHubProcess(args);
  const memory = await hubMetric(first.url, 'process_resident_memory_bytes');
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
