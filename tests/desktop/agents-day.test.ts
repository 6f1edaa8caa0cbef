import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { prepareCentre } from '../support/app.ts';
import { newCustomer } from '../support/people.ts';
import { Desktop, openBrowser, PATIENCE, type SharedBrowser } from './desktop.ts';

/** An agent's day with tray, offer window and notifications, in the order in which it happens. Driver: the double. */
let shared: SharedBrowser;
let desktop: Desktop;
let folder: string;

beforeAll(async () => {
  folder = await prepareCentre({ chatRouting: { pushTimeOutSeconds: 60 } });
  shared = await openBrowser();
  desktop = Desktop.start(shared, folder);
});
afterAll(async () => {
  await desktop?.end();
  await shared?.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

const soon = { timeout: PATIENCE };

it('signs in by itself, and the tray says so', async () => {
  const page = await desktop.page('main');
  await page.getByRole('button', { name: 'Presence: Available' }).waitFor();
  await expect.poll(async () => (await desktop.call('tray'))?.icon, soon).toBe('tray-available-light.png');
  expect((await desktop.call('tray'))?.tooltip).toMatch(/^Available · since .+ · 0 of 5$/);
});
