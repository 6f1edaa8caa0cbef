import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import type { DesktopWindow } from '#core/contract/desktop-bridge.ts';
import { type ScriptedHub, startScriptedHub } from '../support/scripted-hub.ts';
import { anOffer } from '../support/snapshots.ts';
import { Desktop, onlyOnDouble, openBrowser, STEP_TIMEOUT_MS, type SharedBrowser } from './desktop.ts';

/**
 * A shift in a few seconds, in the real pages: nothing grows with the number of offers and conversations, and nothing
 * runs while nothing rings. The hub is scripted, so that only the application is measured.
 * `SHIFT_OFFERS=2000` runs a whole shift.
 */
const OFFERS = Number(process.env.SHIFT_OFFERS ?? 120);
/** One offer out of this many is accepted. */
const ACCEPTED_EACH = 4;
/** Bytes of code and caches that any page allocates in its first minutes. */
const WARM_UP_GROWTH_BYTES = 1.5 * 1024 * 1024;
/** Share of a core the main process may use while idle with a live link to the hub. */
const IDLE = 0.01;
const windows = ['main', 'offers', 'ringer'] as const satisfies DesktopWindow[];

let shared: SharedBrowser;
let desktop: Desktop;
let hub: ScriptedHub;
let folder: string;
let pages: ReadonlyMap<DesktopWindow, Page>;
const sessions = new Map<DesktopWindow, CDPSession>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'onqueue-shift-'));
  hub = await startScriptedHub({ now: Date.now });
  writeFileSync(join(folder, 'policy.json'), JSON.stringify({ hub: hub.url }));
  shared = await openBrowser();
  desktop = Desktop.start(shared, folder, { nodeOptions: ['--expose-gc'] });
  const main = await desktop.page('main');
  await main.getByRole('textbox', { name: 'Username' }).fill(hub.username);
  await main.getByLabel('Password').fill(hub.password);
  await main.getByRole('button', { name: 'Sign in' }).click();
  await main.getByRole('button', { name: 'Presence: Available' }).waitFor();
  pages = new Map(await Promise.all(windows.map(async (name) => [name, await desktop.page(name)] as const)));
  for (const [name, page] of pages) {
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    sessions.set(name, session);
  }
});
afterAll(async () => {
  await desktop?.end();
  await hub?.close();
  await shared?.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** The share of a core used by the main process over this many milliseconds. */
async function shareOfACore(milliseconds: number): Promise<number> {
  const [before, started] = [await desktop.call('cpu'), performance.now()];
  await sleep(milliseconds);
  const now = await desktop.call('cpu');
  const taken = now.user + now.system - before.user - before.system;
  return taken / ((performance.now() - started) * 1_000);
}

async function metrics(name: DesktopWindow): Promise<Record<string, number>> {
  const { metrics: list } = await sessions.get(name)!.send('Performance.getMetrics');
  return Object.fromEntries(list.map((one) => [one.name, one.value]));
}

/** Waits until no window redraws or has done so within half a second. */
async function atRest(): Promise<void> {
  const state = async () => {
    const each = await Promise.all(windows.map(metrics));
    return JSON.stringify(each.map((one) => [one.LayoutCount, one.Nodes, one.JSEventListeners]));
  };
  let before = '';
  const changed = async () => {
    const last = before;
    before = await state();
    return before !== last;
  };
  await expect.poll(changed, { timeout: STEP_TIMEOUT_MS, interval: 500 }).toBe(false);
}

/** The memory of every process after garbage collection. */
async function held(): Promise<Record<string, number>> {
  await atRest();
  const result: Record<string, number> = { 'main process heap': await desktop.call('heap') };
  for (const name of windows) {
    await sessions.get(name)!.send('HeapProfiler.collectGarbage');
    const { JSHeapUsedSize = 0, Nodes = 0, JSEventListeners = 0 } = await metrics(name);
    Object.assign(result, {
      [`${name} heap`]: JSHeapUsedSize,
      [`${name} nodes`]: Nodes,
      [`${name} listeners`]: JSEventListeners,
    });
  }
  return result;
}

/** One offer; some are accepted, the others withdrawn. Every window shows it before it goes. */
async function serve(index: number): Promise<void> {
  const now = Date.now();
  const accepted = index % ACCEPTED_EACH === 0;
  const everywhere = (state: 'attached' | 'detached') =>
    Promise.all(
      (['main', 'offers'] as const).map((name) =>
        pages
          .get(name)
          ?.getByRole('article', { name: `Chat from Customer ${index}` })
          .waitFor({ state }),
      ),
    );
  hub.push(() => ({ offers: [anOffer(index, now)] }));
  await everywhere('attached');
  if (accepted) {
    await desktop.call('chooseInTray', [`Chat from Customer ${index}`, 'Accept']);
    await pages
      .get('main')
      ?.getByRole('tab', { name: `Customer ${index}` })
      .waitFor();
  }
  hub.push(() => ({ offers: [], work: [] }));
  await everywhere('detached');
}

onlyOnDouble(
  'case 19: memory and files do not grow over a shift',
  { timeout: 60_000 + OFFERS * 200 },
  async () => {
    let after: Record<string, number> = {};
    for (let index = 1; index <= OFFERS; index += 1) {
      await serve(index);
      if (index === OFFERS / 4) after = await held();
    }
    const atTheEnd = await held();
    const line = (what: string) => `${what} ×${((atTheEnd[what] ?? 0) / (after[what] || 1)).toFixed(2)}`;
    console.log(
      `After ${OFFERS} offers, against the first quarter: ${Object.keys(atTheEnd).map(line).join(', ')}`,
    );
    for (const [what, value] of Object.entries(atTheEnd)) {
      const first = after[what] ?? 0;
      const young = what.endsWith('heap') ? WARM_UP_GROWTH_BYTES : 0;
      expect(value, line(what)).toBeLessThan(Math.max(first * 1.15, first + young));
    }
  },
);

onlyOnDouble(
  'while nothing rings, hidden windows do not repaint and the main process stays idle',
  async () => {
    await desktop.call('close', 'main');
    await expect
      .poll(async () => (await desktop.window('offers'))?.visible, { timeout: STEP_TIMEOUT_MS })
      .toBe(false);
    await atRest();
    const before = new Map(
      await Promise.all(windows.map(async (name) => [name, await metrics(name)] as const)),
    );
    const started = performance.now();
    const first = await shareOfACore(6_000);
    const wall = (performance.now() - started) * 1_000;
    for (const name of windows) {
      const then = before.get(name) ?? {};
      const later = await metrics(name);
      const since = (what: string) => (later[what] ?? 0) - (then[what] ?? 0);
      // A heartbeat response may change the clock skew by a millisecond; nothing ticks.
      expect(since('LayoutCount'), `${name} lays out`).toBeLessThanOrEqual(2);
      expect(since('ScriptDuration') / (wall / 1e6), `${name} runs scripts`).toBeLessThan(0.01);
    }
    // A few seconds after heavy work V8 collects garbage twice; only the time after that is idle.
    let share = first;
    for (let again = 0; share >= IDLE && again < 2; again += 1) share = await shareOfACore(6_000);
    console.log(`The idle main process takes ${(share * 100).toFixed(2)} % of a core (on the double).`);
    expect(share).toBeLessThan(IDLE);
  },
);
