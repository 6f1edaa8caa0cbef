/** A large floor before one supervisor: 2,000 agents and 5,000 waiting items, some of them changing all the time. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { putUser } from '#hub/setup/write.ts';
import { localUser } from '#hub/setup/sample-centre.ts';
import { openStore } from '#hub/store/store.ts';
import { prepareCentre, startApp } from '../support/app.ts';
import { launchBrowser } from '../support/chromium.ts';
import { customerPage } from '../support/hub-process.ts';
import { median, percentile, type Result } from './measure.ts';

const AGENTS = 2_000;
const ITEMS = 5_000;
const CHANGES_PER_SECOND = 50;
const SECONDS = 10;

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

async function fill(folder: string): Promise<void> {
  const store = await openStore(`sqlite:${join(folder, 'hub.db')}`);
  await store.write(async (db) => {
    for (let agent = 0; agent < AGENTS; agent++) {
      const name = `Agent ${agent}`;
      await putUser(db, {
        ...localUser({ username: `agent${agent}`, name }),
        id: `agent${agent}`,
        roles: ['agent'],
      });
    }
    const now = Date.now();
    for (let item = 0; item < ITEMS; item++)
      await db
        .insertInto('work_item')
        .values({
          id: randomUUID(),
          channel_id: 'chat',
          queue_id: 'care',
          state: 'queued',
          customer_id: null,
          customer: `Customer ${item}`,
          subject: 'A question about an order',
          fields_json: '{}',
          external_id: null,
          source: 'api',
          priority: 1,
          secondary_priority: null,
          required_agent_id: null,
          required_profile_id: null,
          preferred_agent_id: null,
          original_at: now - item,
          owner_agent_id: null,
          help_wanted: 0,
          opened_at: null,
          ended_at: null,
          ended_by: null,
          end_reason: null,
          outcome: null,
        })
        .execute();
  });
  await store.close();
}

async function cpuSeconds(hub: string): Promise<number> {
  const text = await (await fetch(`${hub}/metrics`)).text();
  return Number(/^process_cpu_seconds_total (.+)$/m.exec(text)?.[1]);
}

export async function measureSupervision(): Promise<Result[]> {
  const folder = await prepareCentre();
  await fill(folder);
  const browser = await launchBrowser();
  const app = await startApp(folder);
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(app.agentUrl);
    await page.getByRole('button', { name: /^Presence: / }).waitFor();
    await page.getByRole('button', { name: /^Presence: / }).click();
    await page.getByRole('menuitemradio', { name: 'Lunch' }).click();
    const started = performance.now();
    await page.getByRole('link', { name: 'Supervisor' }).click();
    await page.getByRole('row').filter({ hasText: 'Agent 1' }).first().waitFor();
    const shown = performance.now() - started;
    const before = await cpuSeconds(app.hubUrl);
    const idleFrom = performance.now();
    await sleep(5_000);
    const idle = (await cpuSeconds(app.hubUrl)) - before;
    const idleShare = (idle * 1000) / (performance.now() - idleFrom);

    await page.getByRole('link', { name: 'Work in progress' }).click();
    await page.getByRole('row').filter({ hasText: 'Customer' }).first().waitFor();
    let stop = false;
    const changing = (async () => {
      for (let change = 0; !stop; change++) {
        await customerStarts(app.hubUrl, change);
        await sleep(1000 / CHANGES_PER_SECOND);
      }
    })();
    const cpu = await cpuSeconds(app.hubUrl);
    const busyFrom = performance.now();
    const frames: number[] = [];
    for (let round = 0; round < SECONDS / 3; round++)
      frames.push(...(await page.evaluate<number[]>(scrollAndCount)));
    const busy = ((await cpuSeconds(app.hubUrl)) - cpu) * 1000;
    const busyShare = busy / (performance.now() - busyFrom);
    stop = true;
    await changing;
    const floor = `${AGENTS} agents and ${ITEMS} waiting items`;
    return [
      { what: `supervisor page to the first row, ${floor}`, value: shown, unit: 'ms' },
      {
        what: `hub's share of a core while nothing happens, ${floor}, one supervisor`,
        value: idleShare,
        unit: '',
      },
      {
        what: `hub's share of a core while chats come, ${floor}, one supervisor`,
        value: busyShare,
        unit: '',
      },
      { what: `frame while scrolling work in progress, median, ${floor}`, value: median(frames), unit: 'ms' },
      {
        what: `frame while scrolling work in progress, 95th percentile, ${floor}`,
        value: percentile(frames, 0.95),
        unit: 'ms',
      },
    ];
  } finally {
    await browser.close();
    await app.stop();
  }
}

/** One more who waits. A hub that has had enough for a moment says so; the next one tries again. */
async function customerStarts(hub: string, number: number): Promise<void> {
  await customerPage(hub)
    .start({ startId: randomUUID(), name: `New ${number}` })
    .catch(() => undefined);
}
