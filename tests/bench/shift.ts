/**
 * A shift of one agent in the built desktop application on the Electron double, with its embedded hub: the memory of
 * the main process and the hub after the first chats, and after all of them.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ORPCError } from '@orpc/client';
import { buildDesktop, buildPages } from '../../cli/build-pages.ts';
import { DoubleApp } from '../desktop/double-app.ts';
import { root } from '../desktop/driven-app.ts';
import { openBrowser } from '../desktop/shared-browser.ts';
import { prepareCentre } from '../support/app.ts';
import { customerPage } from '../support/hub-process.ts';
import { hubMetric, type Result } from './measure.ts';

/** A busy day of eight hours: one every four minutes. */
const CHATS = 120;
const STEP_TIMEOUT_MS = 20_000;
/** By then, garbage has been collected. */
const SETTLE_MS = 5_000;

export async function measureShift(): Promise<Result[]> {
  await buildPages(root, () => undefined);
  await buildDesktop(root);
  const folder = await prepareCentre({
    configuration: { wrapUp: false },
    chatRouting: { pushTimeOutSeconds: 60 },
  });
  const browser = await openBrowser();
  const app = new DoubleApp(browser, folder, { nodeOptions: ['--expose-gc'] });
  try {
    await until(
      async () => (await app.call('tray'))?.tooltip?.startsWith('Available') === true,
      'the sign-in',
    );
    const { hubPort } = JSON.parse(readFileSync(join(folder, 'device.json'), 'utf8')) as { hubPort: number };
    const hub = `http://127.0.0.1:${hubPort}`;
    const held = async () => {
      await sleep(SETTLE_MS);
      return {
        main: await app.call('heap'),
        hub: await hubMetric(hub, 'process_resident_memory_bytes'),
      };
    };
    await serve(app, hub, 0, CHATS / 4);
    const before = await held();
    await serve(app, hub, CHATS / 4, CHATS);
    const after = await held();
    const shift = `after ${CHATS} chats of one shift`;
    const begun = `after ${CHATS / 4}`;
    const line = (what: string, bytes: number, first: number): Result => ({
      what: `memory of ${what}, ${shift}`,
      value: bytes / 2 ** 20,
      unit: 'MB',
      baseline: { what: begun, value: first / 2 ** 20 },
    });
    return [
      line('the main process, its heap (the double’s own pages are driven from it)', after.main, before.main),
      line('its embedded hub', after.hub, before.hub),
    ];
  } finally {
    await app.end();
    await browser.close();
  }
}

/** Each chat arrives, rings, is accepted in the tray, gets a message, and is ended by its customer. */
async function serve(app: DoubleApp, hub: string, from: number, to: number): Promise<void> {
  for (let chat = from; chat < to; chat++) {
    const name = `Customer ${chat}`;
    const token = await start(hub, name);
    const rings = async () =>
      (await app.call('tray'))?.menu.some(({ label }) => label === `Chat from ${name}`) ?? false;
    await until(rings, `the offer from ${name}`);
    await app.call('chooseInTray', [`Chat from ${name}`, 'Accept']);
    await until(async () => !(await rings()), `the end of ringing for ${name}`);
    const customer = customerPage(hub, token);
    await customer.send({ clientId: randomUUID(), text: 'Where is my order?' });
    await customer.end({});
  }
}

/** All customers share this machine's address; on a rate limit the request is repeated. */
async function start(hub: string, name: string): Promise<string> {
  const startId = randomUUID();
  for (;;) {
    try {
      return (await customerPage(hub).start({ startId, name })).token;
    } catch (error) {
      if (!(error instanceof ORPCError) || error.code !== 'TOO_MANY') throw error;
      await sleep(1_000);
    }
  }
}

async function until(there: () => Promise<boolean>, what: string): Promise<void> {
  for (const end = Date.now() + STEP_TIMEOUT_MS; !(await there());) {
    if (Date.now() > end) throw new Error(`${what} did not come`);
    await sleep(50);
  }
}
