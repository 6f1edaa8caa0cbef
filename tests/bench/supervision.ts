/**
 * A large floor before one supervisor: 2,000 agents and 5,000 waiting items, 200 of the agents at work while chats come.
 * The same work is measured with and without the supervisor watching, to isolate the cost of supervision.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { startApp } from '../support/app.ts';
import { launchBrowser } from '../support/chromium.ts';
import { startHubProcess } from '../support/hub-process.ts';
import { Agent } from '../support/people.ts';
import { AgentAtWork, letChatsCome, type Manner } from '../support/agents-at-work.ts';
import { FIRST_STATUS, type LargeFloor, prepareLargeFloor, SUPERVISOR } from './large-floor.ts';
import { hubMetric, percentile, type Result } from './measure.ts';

const FLOOR: LargeFloor = { agents: 2_000, linked: 200, waiting: 5_000, ended: 20_000 };
const CHATS_PER_SECOND = 20;
/** The agents start spread over this time, so that they do not act in lockstep. */
const BEGIN_TIMEOUT_MS = 8_000;
const IDLE = 5_000;
const ROUNDS_PER_TABLE = 3;
const ALONE = 15_000;
const SETTLE = 2_000;

const about = (milliseconds: number) => milliseconds * (0.5 + Math.random());
/** Just under ten seconds per conversation, so that about as many end as arrive. */
const manner: Manner = {
  takes: () => about(1_000),
  talks: () => about(5_000),
  wrapsUp: () => about(2_500),
  pauses: { after: 5, statusId: FIRST_STATUS, for: 5_000 },
};

/** Frames while the table is scrolled from one end to the other and back, in milliseconds. */
const scrollAndCount = `new Promise((resolve) => {
  const box = document.querySelector('table').parentElement;
  const frames = [];
  let last = performance.now();
  const start = last;
  const step = (now) => {
    frames.push(now - last);
    last = now;
    const part = ((now - start) / 3000) % 1;
    box.scrollTop = (part < 0.5 ? part * 2 : 2 - part * 2) * (box.scrollHeight - box.clientHeight);
    if (now - start < 3000) requestAnimationFrame(step);
    else resolve(frames.slice(1));
  };
  requestAnimationFrame(step);
})`;

/** Load of the hub over a period. */
interface Stretch {
  readonly seconds: number;
  /** Share of a core. */
  readonly cpu: number;
  /** Offers accepted per second: loads are comparable only if these are equal. */
  readonly taken: number;
}

async function during(hub: string, work: () => Promise<unknown>): Promise<Stretch> {
  const read = async () => ({
    at: performance.now() / 1000,
    cpu: await hubMetric(hub, 'process_cpu_seconds_total'),
    taken: await hubMetric(hub, 'onqueue_accepted_total'),
  });
  const before = await read();
  await work();
  const after = await read();
  const seconds = after.at - before.at;
  return {
    seconds,
    cpu: (after.cpu - before.cpu) / seconds,
    taken: (after.taken - before.taken) / seconds,
  };
}

/** The sizes of the increments of the floor that reach the page, in bytes. */
function countIncrements(page: Page): number[] {
  const sizes: number[] = [];
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      const text = payload.toString();
      if (text.includes('"goneAgents"')) sizes.push(Buffer.byteLength(text));
    }),
  );
  return sizes;
}

async function showTable(page: Page, link: string): Promise<void> {
  await page.getByRole('link', { name: link, exact: true }).click();
  await page.locator('table [data-row]').first().waitFor();
}

/** The frames of both tables, in milliseconds. */
type Frames = Readonly<Record<'agents' | 'work', readonly number[]>>;

async function scrollBoth(page: Page, rounds: number): Promise<Frames> {
  const scroll = async () => {
    const frames: number[] = [];
    for (let round = 0; round < rounds; round++)
      frames.push(...(await page.evaluate<number[]>(scrollAndCount)));
    return frames;
  };
  await showTable(page, 'Agents');
  const agents = await scroll();
  await showTable(page, 'Work in progress');
  return { agents, work: await scroll() };
}

export async function measureSupervision(kind: string, address: string): Promise<Result[]> {
  const tokens = await prepareLargeFloor(address, FLOOR);
  const hub = await startHubProcess(['--db', address, '--behind-proxy']);
  const browser = await launchBrowser();
  const app = await startApp(mkdtempSync(join(tmpdir(), 'onqueue-supervisor-')), ['--hub', hub.url]);
  const agents: AgentAtWork[] = [];
  let stopChats: (() => Promise<void>) | null = null;
  try {
    for (const [name, token] of tokens) agents.push(await AgentAtWork.link(hub.url, name, token, manner));
    const supervisor = await Agent.open(browser, app.agentUrl, { viewport: { width: 1440, height: 900 } });
    await supervisor.signIn(hub.url, SUPERVISOR);
    const { page } = supervisor;
    const increments = countIncrements(page);
    // Reloaded: as on every day but the first, and with its connection to the shell counted from the start.
    await page.reload();
    await supervisor.presence.waitFor();

    const asked = performance.now();
    await showTable(page, 'Supervisor');
    const shown = performance.now() - asked;
    const idle = await during(hub.url, () => sleep(IDLE));
    const quiet = await scrollBoth(page, 1);

    stopChats = letChatsCome(hub.url, CHATS_PER_SECOND);
    for (const agent of agents) agent.choose('Available', Math.random() * BEGIN_TIMEOUT_MS);
    await sleep(BEGIN_TIMEOUT_MS + SETTLE);
    increments.length = 0;
    let frames: Frames = quiet;
    const watched = await during(hub.url, async () => {
      frames = await scrollBoth(page, ROUNDS_PER_TABLE);
    });
    const reached = [...increments];
    await app.stop();
    await sleep(SETTLE);
    const alone = await during(hub.url, () => sleep(ALONE));
    return toResults(kind, { shown, idle, quiet, watched, alone, frames, reached });
  } finally {
    await stopChats?.();
    for (const agent of agents) agent.stop();
    await browser.close();
    await app.stop();
    await hub.kill();
  }
}

interface Seen {
  readonly shown: number;
  readonly idle: Stretch;
  /** Frames while nothing happens: the baseline of this machine. */
  readonly quiet: Frames;
  readonly watched: Stretch;
  readonly alone: Stretch;
  readonly frames: Frames;
  /** Bytes of each increment. */
  readonly reached: readonly number[];
}

function toResults(kind: string, seen: Seen): Result[] {
  const { shown, idle, quiet, watched, alone, frames, reached } = seen;
  const floor = `${FLOOR.agents} agents and ${FLOOR.waiting} waiting items, ${kind}`;
  const load = `${FLOOR.linked} agents at work, ${CHATS_PER_SECOND} chats per second, ${floor}`;
  const frame = (tab: keyof Frames, name: string): Result[] =>
    ([0.5, 0.95] as const).map((part) => {
      const which = part === 0.5 ? 'median' : '95th percentile';
      return {
        what: `frame while scrolling ${name}, a screen per frame, ${which}, ${load}`,
        value: percentile(frames[tab], part),
        unit: 'ms',
        baseline: { what: 'while nothing happens', value: percentile(quiet[tab], part) },
      };
    });
  const besides = 'without a supervisor';
  const bytes = reached.reduce((sum, one) => sum + one, 0);
  return [
    { what: `supervisor page to the first row, ${floor}`, value: shown, unit: 'ms' },
    {
      what: `hub's share of a core while nothing happens, one supervisor, ${FLOOR.linked} agents linked, ${floor}`,
      value: idle.cpu,
      unit: '',
    },
    {
      what: `hub's share of a core with one supervisor, ${load}`,
      value: watched.cpu,
      unit: '',
      baseline: { what: besides, value: alone.cpu },
    },
    {
      what: `offers taken by the agents, one supervisor, ${load}`,
      value: watched.taken,
      unit: '/s',
      baseline: { what: besides, value: alone.taken },
    },
    ...frame('agents', 'the agents'),
    ...frame('work', 'work in progress'),
    {
      what: `increments that reach a supervisor, ${load}`,
      value: reached.length / watched.seconds,
      unit: '/s',
    },
    {
      what: `increment that reaches a supervisor, mean, ${load}`,
      value: bytes / reached.length / 1024,
      unit: 'kB',
    },
  ];
}
