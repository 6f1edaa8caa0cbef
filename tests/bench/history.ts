/**
 * A year of data against an empty database: its effect on agents while the floor is watched, a wallboard is open and
 * month reports run. `--year FILE` measures a database filled by `tests/history/fill.ts` instead of creating one:
 * `node tests/bench/history.ts --items 1000000 --folder FOLDER`, or `… --year FILE --folder FOLDER`.
 */
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { ContractRouterClient } from '@orpc/contract';
import { pino } from 'pino';
import type { supervisorContract } from '#core/contract/supervisor.ts';
import type { AgentSnapshot } from '#core/snapshot.ts';
import { systemClock } from '#hub/base/clock.ts';
import { Hub } from '#hub/app/hub.ts';
import { readInPlace } from '../support/read-in-place.ts';
import { localUser } from '#hub/setup/sample-centre.ts';
import { putUser } from '#hub/setup/write.ts';
import { openStore } from '#hub/store/store.ts';
import { fillYear } from '../history/fill.ts';
import {
  AgentApp,
  customerPage,
  type HubProcess,
  openSocket,
  overSocket,
  prepareCentre,
  putToken,
  startHubProcess,
} from '../support/hub-process.ts';
import { hubMetric, median, percentile, type Result } from './measure.ts';

const AGENTS = 100;
const CHATS_PER_SECOND = 10;
/** The two hubs take turns, so that other load on the machine affects both equally. */
const ROUNDS = 3;
const SECONDS = 15;
const WARM_UP = 5;
const TALKS = 3_000;
const DAY = 86_400_000;

type SupervisorClient = { readonly supervisor: ContractRouterClient<typeof supervisorContract> };

interface Measured {
  readonly offers: number[];
  readonly accepts: number[];
  readonly stalls: number[];
  readonly idleStalls: number[];
  readonly floors: number[];
  readonly dayReports: number[];
  readonly monthReports: number[];
  readonly wallboards: number[];
  /** Processor time of the hub per accepted chat, in milliseconds. */
  readonly perChat: number[];
}

const timed = async (work: Promise<unknown>): Promise<number> => {
  const started = performance.now();
  await work;
  return performance.now() - started;
};

/** Repeats a call until stopped, with `pause` after each answer; returns the durations. */
function again(
  pause: number,
  work: () => Promise<unknown>,
): { readonly took: number[]; stop(): Promise<void> } {
  const took: number[] = [];
  let going = true;
  const done = (async () => {
    while (going) {
      took.push(await timed(work()));
      await sleep(pause);
    }
  })();
  return {
    took,
    stop() {
      going = false;
      return done;
    },
  };
}

/** The longest block of the hub's event loop per second, in milliseconds. */
async function stallsDuring(url: string, seconds: number): Promise<number[]> {
  const stalls: number[] = [];
  await hubMetric(url, 'nodejs_eventloop_lag_max_seconds');
  for (let second = 0; second < seconds; second++) {
    await sleep(1_000);
    stalls.push((await hubMetric(url, 'nodejs_eventloop_lag_max_seconds')) * 1000);
  }
  return stalls;
}

/** Agents who accept every offer at once and talk briefly; records the durations of offers and accepts. */
async function linkAgents(
  url: string,
  tokens: ReadonlyMap<string, string>,
  asked: ReadonlyMap<string, number>,
) {
  const offers: number[] = [];
  const accepts: number[] = [];
  const apps: AgentApp[] = [];
  for (const [name, token] of tokens) {
    const seen = new Set<string>();
    let app: AgentApp | null = null;
    const take = async (agentWorkId: string) => {
      const { work } = app!.hub;
      accepts.push(await timed(work.accept({ commandId: randomUUID(), agentWorkId })));
      await sleep(TALKS);
      await work.end({ commandId: randomUUID(), agentWorkId });
      await work.finishWrapUp({ commandId: randomUUID(), agentWorkId });
    };
    const onSnapshot = (snapshot: AgentSnapshot) => {
      for (const offer of snapshot.offers) {
        if (seen.has(offer.agentWorkId)) continue;
        seen.add(offer.agentWorkId);
        const since = asked.get(offer.subject);
        if (since !== undefined) offers.push(performance.now() - since);
        // Other failures (a chat that another agent has, a stopping hub) are expected here.
        void take(offer.agentWorkId).catch(() => undefined);
      }
    };
    app = await AgentApp.start(url, name, token, onSnapshot);
    apps.push(app);
  }
  return { offers, accepts, stop: () => apps.forEach((app) => app.stop()) };
}

/** A hub with its agents and its supervisor; `round` runs the load for a while. */
class Side {
  readonly seen: Measured = {
    offers: [],
    accepts: [],
    stalls: [],
    idleStalls: [],
    floors: [],
    dayReports: [],
    monthReports: [],
    wallboards: [],
    perChat: [],
  };
  readonly #asked = new Map<string, number>();
  readonly #hub: HubProcess;
  readonly #tokens: ReadonlyMap<string, string>;
  #agents: Awaited<ReturnType<typeof linkAgents>> | null = null;

  private constructor(hub: HubProcess, tokens: ReadonlyMap<string, string>) {
    this.#hub = hub;
    this.#tokens = tokens;
  }

  static async start(address: string, tokens: ReadonlyMap<string, string>): Promise<Side> {
    const side = new Side(await startHubProcess(['--db', address, '--behind-proxy']), tokens);
    const agents = new Map([...tokens].filter(([name]) => name !== 'supervisor'));
    side.#agents = await linkAgents(side.#hub.url, agents, side.#asked);
    return side;
  }

  async idle(seconds: number): Promise<void> {
    this.seen.idleStalls.push(...(await stallsDuring(this.#hub.url, seconds)));
  }

  async round(): Promise<void> {
    const { seen } = this;
    const { url } = this.#hub;
    const socket = await openSocket(url, this.#tokens.get('supervisor')!);
    const { supervisor } = overSocket(socket) as unknown as SupervisorClient;
    const report = (days: number, until = Date.now()) =>
      supervisor.report({ from: until - days * DAY, to: until });
    await report(1);
    for (const until of [Date.now(), Date.now() - 2 * DAY])
      seen.dayReports.push(await timed(report(1, until)));
    const floor = await supervisor.watch({});
    seen.floors.push(await timed(floor.next()));
    const watching = (async () => {
      for await (const _ of floor);
    })().catch(() => undefined);
    const wallboard = again(5_000, () => supervisor.lastHour({}));
    const months = again(1_000, () => report(30));
    const chats = this.#letChatsCome();
    await sleep(WARM_UP * 1_000);
    const agents = this.#agents!;
    const from = { offers: agents.offers.length, accepts: agents.accepts.length };
    const spent = () => hubMetric(url, 'process_cpu_seconds_total');
    const before = await spent();
    seen.stalls.push(...(await stallsDuring(url, SECONDS)));
    const after = await spent();
    const accepts = agents.accepts.slice(from.accepts);
    seen.offers.push(...agents.offers.slice(from.offers));
    seen.accepts.push(...accepts);
    seen.perChat.push(((after - before) * 1000) / Math.max(1, accepts.length));
    await chats.stop();
    await months.stop();
    await wallboard.stop();
    seen.monthReports.push(...months.took);
    seen.wallboards.push(...wallboard.took);
    await sleep(TALKS + 1_000);
    socket.terminate();
    await watching;
  }

  async stop(): Promise<void> {
    this.#agents?.stop();
    await this.#hub.kill();
  }

  #letChatsCome(): { stop(): Promise<void> } {
    let coming = true;
    const start = Date.now();
    const done = (async () => {
      for (let chat = 0; coming; chat++) {
        await sleep(Math.max(0, start + (chat * 1000) / CHATS_PER_SECOND - Date.now()));
        const subject = randomUUID();
        this.#asked.set(subject, performance.now());
        void customerPage(this.#hub.url)
          .start({ startId: randomUUID(), name: 'Cora', subject })
          .catch(() => undefined);
      }
    })();
    return {
      stop() {
        coming = false;
        return done;
      },
    };
  }
}

/** Computes all daily sums one after the other, as the hub does. */
async function addUp(address: string): Promise<number> {
  const store = await openStore(address);
  const hub = new Hub({
    store,
    clock: systemClock,
    log: pino({ level: 'silent' }),
    processMetrics: false,
    longReads: readInPlace(store),
    options: { host: '127.0.0.1', port: 0, tls: null, behindProxy: false, publicUrl: null, customerPage: '' },
  });
  await hub.prepare();
  const started = performance.now();
  await hub.services.dailySums.catchUp();
  const took = performance.now() - started;
  const { days } = await store.reader
    .selectFrom('summed_day')
    .select((select) => select.fn.countAll<number>().as('days'))
    .executeTakeFirstOrThrow();
  await store.close();
  return took / Math.max(1, Number(days));
}

/** Returns a token for each of these users, who must exist in the database. */
async function renewTokens(
  address: string,
  users: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  const tokens = new Map<string, string>();
  const store = await openStore(address);
  await store.write(async (db) => {
    for (const name of users.keys()) tokens.set(name, await putToken(db, name));
  });
  await store.close();
  return tokens;
}

/** @param filledYear an SQLite file to use as it is, for repeated runs; `null` = one is created and removed */
export async function measureHistory(
  folder: string,
  items: number,
  messages: number,
  filledYear: string | null = null,
): Promise<Result[]> {
  const names = Array.from({ length: AGENTS }, (_, index) => `agent${index}`);
  const prepare = async (address: string) => {
    const tokens = new Map(await prepareCentre(address, names));
    const store = await openStore(address);
    await store.write(async (db) => {
      await putUser(db, {
        ...localUser({ username: 'supervisor', name: 'Sora Supervisor' }),
        id: 'supervisor',
        roles: ['supervisor'],
      });
      tokens.set('supervisor', await putToken(db, 'supervisor'));
    });
    await store.close();
    return tokens;
  };
  const made = [join(folder, 'empty.db'), ...(filledYear === null ? [join(folder, 'year.db')] : [])];
  const emptyAt = `sqlite:${made[0]}`;
  const yearAt = `sqlite:${filledYear ?? made[1]}`;
  try {
    const emptyTokens = await prepare(emptyAt);
    const yearTokens = filledYear === null ? await prepare(yearAt) : await renewTokens(yearAt, emptyTokens);
    const filled = filledYear === null ? await timed(fillYear({ address: yearAt, items, messages })) : 0;
    const perDay = await addUp(yearAt);
    const empty = await Side.start(emptyAt, emptyTokens);
    const year = await Side.start(yearAt, yearTokens);
    try {
      await sleep(3_000);
      for (let round = 0; round < ROUNDS; round++)
        for (const side of [empty, year]) {
          await side.idle(6);
          await side.round();
        }
    } finally {
      await empty.stop();
      await year.stop();
    }
    return toResults(items, { filled, perDay, empty: empty.seen, year: year.seen });
  } finally {
    for (const file of made)
      for (const more of ['', '-wal', '-shm', '.lock']) rmSync(`${file}${more}`, { force: true });
  }
}

function toResults(
  items: number,
  seen: {
    readonly filled: number;
    readonly perDay: number;
    readonly empty: Measured;
    readonly year: Measured;
  },
): Result[] {
  const { filled, perDay, empty, year } = seen;
  const at = `${items.toLocaleString('en')} items that are over, SQLite`;
  const load = `${CHATS_PER_SECOND} chats per second, ${AGENTS} agents, a watched floor, a wallboard and month reports, ${at}`;
  const against = (what: string, of: (one: Measured) => number): Result => ({
    what,
    value: of(year),
    unit: 'ms',
    baseline: { what: 'empty database', value: of(empty) },
  });
  const both = (what: string, of: (one: Measured) => readonly number[]): Result[] => [
    against(`${what}, median, ${load}`, (one) => median(of(one))),
    against(`${what}, 95th percentile, ${load}`, (one) => percentile(of(one), 0.95)),
  ];
  return [
    ...(filled === 0
      ? []
      : [
          { what: `filling a database with ${at}`, value: filled / 1000, unit: 's' },
          { what: `adding up one day, ${at}`, value: perDay, unit: 'ms' },
        ]),
    ...both('request to offer on the agent’s socket', (one) => one.offers),
    ...both('accept', (one) => one.accepts),
    against(`longest stall of the hub in a second, median, ${load}`, (one) => median(one.stalls)),
    against(`longest stall of the hub, ${load}`, (one) => Math.max(...one.stalls)),
    against(`longest stall of the hub while nothing happens, ${AGENTS} agents linked, ${at}`, (one) =>
      Math.max(...one.idleStalls),
    ),
    against(`the hub's processor time for each chat, ${load}`, (one) => median(one.perChat)),
    against(`the floor opens, ${at}`, (one) => median(one.floors)),
    against(`report of a day, median, ${at}`, (one) => median(one.dayReports)),
    against(`report of a day, worst, ${at}`, (one) => Math.max(...one.dayReports)),
    ...both('report of a month', (one) => one.monthReports),
    ...both('last hour of the wallboard', (one) => one.wallboards),
  ];
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      items: { type: 'string', default: '300000' },
      messages: { type: 'string', default: '3' },
      folder: { type: 'string' },
      year: { type: 'string' },
    },
  });
  if (values.folder === undefined)
    throw new Error('--folder is needed: the databases are made and removed there');
  for (const { what, value, unit, baseline } of await measureHistory(
    values.folder,
    Number(values.items),
    Number(values.messages),
    values.year ?? null,
  ))
    console.log(
      `${what}: ${value.toFixed(1)} ${unit}${baseline ? `, ${baseline.what}: ${baseline.value.toFixed(1)}, ratio ${(value / baseline.value).toFixed(2)}` : ''}`,
    );
  process.exit(0);
}
