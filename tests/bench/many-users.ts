/** Setup with ten thousand users: the list, its scrolling, and a save until the page confirms it. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { readDirectory } from '#hub/directory/directory.ts';
import * as write from '#hub/setup/write.ts';
import { openStore } from '#hub/store/store.ts';
import { prepareCentre, startApp } from '../support/app.ts';
import { launchBrowser } from '../support/chromium.ts';
import { median, percentile, type Result } from './measure.ts';

const USERS = 10_000;

/** A data directory with the sample centre and this many additional people. */
async function crowdedCentre(): Promise<string> {
  const folder = await prepareCentre();
  const store = await openStore(`sqlite:${join(folder, 'hub.db')}`);
  const like = (await store.read(readDirectory)).users.get('noor.haddad')!;
  await store.write(async (db) => {
    for (let at = 0; at < USERS; at++)
      await write.putUser(db, { ...like, id: randomUUID(), username: `agent${at}`, name: `Agent ${at}` });
  });
  await store.close();
  return folder;
}

/** Scrolls the list a screen per frame and returns the duration of each frame. */
const scrollThrough = `(async () => {
  const scroller = [...document.querySelectorAll('main *')].find((element) => element.scrollHeight > 50_000
    && /auto|scroll/.test(getComputedStyle(element).overflowY));
  const frames = [];
  for (let at = 0, last = performance.now(); at < 120; at++) {
    scroller.scrollTop += 900;
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    frames.push(now - last);
    last = now;
  }
  return frames;
})()`;

/** Presses Save and returns the time until the page confirms it. */
const saveOnce = `(async () => {
  const said = () => document.body.textContent.split('Saved.').length;
  const [before, from] = [said(), performance.now()];
  [...document.querySelectorAll('button')].find((button) => button.textContent === 'Save').click();
  while (said() <= before) await new Promise((resolve) => setTimeout(resolve, 2));
  return performance.now() - from;
})()`;

export async function measureManyUsers(): Promise<Result[]> {
  const browser = await launchBrowser();
  const app = await startApp(await crowdedCentre());
  try {
    const page = await browser.newPage({ locale: 'en-US' });
    await page.goto(app.agentUrl);
    await page.getByRole('button', { name: /^Presence: / }).waitFor();
    const home = page.url().split('#')[0];

    const asked = performance.now();
    await page.goto(`${home}#/setup/users`);
    await page.getByRole('link', { name: 'Agent 0', exact: true }).waitFor();
    const listed = performance.now() - asked;
    const frames = await page.evaluate<number[]>(scrollThrough);

    await page.goto(`${home}#/setup/users/noor.haddad`);
    const saves: number[] = [];
    for (let round = 0; round < 10; round++) {
      await page.getByRole('spinbutton', { name: 'Capacity' }).fill(String(10 + round));
      saves.push(await page.evaluate<number>(saveOnce));
      for (const toast of await page.getByRole('button', { name: 'Dismiss' }).all()) await toast.click();
    }
    return [
      { what: `Setup's list of ${USERS} users, until it is there`, value: listed, unit: 'ms' },
      {
        what: 'its scrolling, a screen per frame, 95th percentile of a frame',
        value: percentile(frames, 0.95),
        unit: 'ms',
      },
      {
        what: `a save among ${USERS} users, until the page confirms it, median`,
        value: median(saves),
        unit: 'ms',
      },
    ];
  } finally {
    await browser.close();
    await app.stop();
  }
}
