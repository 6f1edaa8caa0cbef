import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { prepareCentre } from '../support/app.ts';
import { newCustomer } from '../support/people.ts';
import { Desktop, onlyOnLinuxDouble, openBrowser, STEP_TIMEOUT_MS, type SharedBrowser } from './desktop.ts';

/**
 * Updates: the real electron-updater, a real server, and a stand-in for the installed file that reports when it was
 * started. As an AppImage, because that package needs nothing of the system to install.
 */
const soon = { timeout: STEP_TIMEOUT_MS };
let shared: SharedBrowser;
let desktop: Desktop;
let folder: string;
let server: Server;
let feed: string;
let asked: string[] = [];
/** What the server offers, by channel. */
let offered: Record<string, string> = {};
/** `stagingPercentage` of the description. */
let staged = 100;
/** Sent instead of the described file. */
let tampered: string | null = null;

const program = (version: string) => `#!/bin/sh\necho ${version} > "$(dirname "$0")/started"\n`;
const description = (version: string): string => {
  const file = program(version);
  const sha512 = createHash('sha512').update(file).digest('base64');
  const name = `OnQueue-${version}.AppImage`;
  return [
    `version: ${version}`,
    'files:',
    `  - url: ${name}`,
    `    sha512: ${sha512}`,
    `    size: ${file.length}`,
    `path: ${name}`,
    `sha512: ${sha512}`,
    `stagingPercentage: ${staged}`,
    "releaseDate: '2026-01-05T09:00:00.000Z'",
    '',
  ].join('\n');
};

beforeAll(async () => {
  server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://feed').pathname.slice(1);
    asked.push(path);
    const channel = /^(\w+)-linux\.yml$/.exec(path)?.[1];
    const version = channel === undefined ? undefined : offered[channel];
    const file = /^OnQueue-(\d+\.\d+\.\d+)\.AppImage$/.exec(path)?.[1];
    const body = version ? description(version) : file ? (tampered ?? program(file)) : null;
    response.writeHead(body === null ? 404 : 200).end(body ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  feed = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server?.close());

beforeEach(async () => {
  asked = [];
  offered = {};
  staged = 100;
  tampered = null;
  folder = await prepareCentre({ chatRouting: { pushTimeOutSeconds: 60 } });
  shared = await openBrowser();
});
afterEach(async () => {
  await desktop?.end();
  await shared?.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** Starts it as an AppImage in its own folder, or reports another location. */
async function start(policy: object = {}, elsewhere?: string): Promise<string> {
  const image = join(folder, 'apps', 'OnQueue.AppImage');
  mkdirSync(join(folder, 'apps'), { recursive: true });
  writeFileSync(image, program('0.0.0'));
  chmodSync(image, 0o755);
  writeFileSync(join(folder, 'policy.json'), JSON.stringify(policy));
  const env = {
    APPIMAGE: elsewhere ?? image,
    ONQUEUE_UPDATE_FEED: feed,
    XDG_CACHE_HOME: join(folder, 'cache'),
  };
  desktop = Desktop.start(shared, folder, { env });
  await (await desktop.page('main')).getByRole('button', { name: 'Presence: Available' }).waitFor();
  return image;
}
const started = () =>
  existsSync(join(folder, 'apps', 'started'))
    ? readFileSync(join(folder, 'apps', 'started'), 'utf8').trim()
    : null;
const labels = async () => (await desktop.call('tray'))!.menu.map(({ label }) => label);
/** The result of a check. */
async function check(): Promise<string> {
  await desktop.call('chooseInMenu', ['Help', 'Check for updates…']);
  await expect.poll(async () => (await desktop.call('dialogs')).length, soon).toBe(1);
  const [dialog] = await desktop.call('dialogs');
  await desktop.call('answer', 'OK');
  return dialog!.message;
}

onlyOnLinuxDouble(
  'downloads a new version, waits while a customer is served, and installs it when the agent confirms',
  async () => {
    offered = { latest: '9.0.0' };
    const image = await start();
    const customer = await newCustomer(shared.browser, desktop.chatUrl, 'Ana');
    const main = await desktop.page('main');
    await main
      .getByRole('article', { name: 'Chat from Ana' })
      .getByRole('button', { name: 'Accept' })
      .click();
    await main.getByRole('tab', { name: 'Ana' }).waitFor();

    expect(await check()).toMatch(/OnQueue 9\.0\.0 is ready/);
    await main.getByText('OnQueue 9.0.0 is ready. You can restart when your open work is done.').waitFor();
    expect(await main.getByRole('button', { name: 'Restart now' }).count()).toBe(0);
    expect(await labels()).toContain('OnQueue 9.0.0 waits for your open work');
    expect(await labels()).not.toContain('Restart for OnQueue 9.0.0');
    expect(started()).toBeNull();

    await customer.leave();
    await main.getByRole('button', { name: 'All done' }).click();
    await main.getByRole('button', { name: 'Restart now' }).click();
    expect(await desktop.ended).toBe(0);
    await expect.poll(started, soon).toBe('9.0.0');
    expect(readFileSync(image, 'utf8')).toBe(program('9.0.0'));
  },
);

onlyOnLinuxDouble('installs it on quit; does not announce the current version', async () => {
  offered = { latest: '0.0.1' };
  await start();
  expect(await check()).toMatch(/is the newest version/);
  offered = { latest: '9.0.1' };
  expect(await check()).toMatch(/9\.0\.1 is ready/);
  await desktop.call('quit').catch(() => undefined);
  expect(await desktop.ended).toBe(0);
  await expect.poll(started, soon).toBe('9.0.1');
});

onlyOnLinuxDouble('does not install a file that differs from its description', async () => {
  offered = { latest: '9.0.2' };
  tampered = '#!/bin/sh\nexit 1\n';
  await start();
  expect(await check()).toMatch(/cannot be reached/);
  expect(await labels()).not.toContain('Restart for OnQueue 9.0.2');
});

onlyOnLinuxDouble(
  'restarts the application after a failed installation, reports it and does not retry automatically',
  async () => {
    offered = { latest: '9.0.3' };
    const image = await start();
    expect(await check()).toMatch(/9\.0\.3 is ready\. It is installed when you quit/);
    // The file was moved after the application started.
    rmSync(image);
    const main = await desktop.page('main');
    await main.getByRole('button', { name: 'Restart now' }).click();
    expect(await desktop.ended).toBe(0);
    expect(started()).toBeNull();
    expect(JSON.parse(readFileSync(join(folder, 'chromium', 'relaunch.json'), 'utf8'))).toEqual({
      args: [expect.stringMatching(/main\.js$/)],
      execPath: image,
    });

    await desktop.end();
    await start();
    const again = await desktop.page('main');
    await again.getByText('The new version of OnQueue could not be installed.').waitFor();
    expect(await check()).toMatch(/9\.0\.3 is ready\. It is installed when you choose Restart/);
    await desktop.call('quit').catch(() => undefined);
    expect(await desktop.ended).toBe(0);
    expect(started()).toBeNull();

    await desktop.end();
    await start();
    expect(await check()).toMatch(/9\.0\.3 is ready/);
    await (await desktop.page('main')).getByRole('button', { name: 'Restart now' }).click();
    expect(await desktop.ended).toBe(0);
    await expect.poll(started, soon).toBe('9.0.3');
  },
);

onlyOnLinuxDouble('tries nothing on quit where the program cannot be replaced', async () => {
  offered = { latest: '9.0.4' };
  await start({}, join(folder, 'nobody’s', 'OnQueue.AppImage'));
  expect(await check()).toMatch(/this computer then asks somebody who may install programs/);
  await desktop.call('quit').catch(() => undefined);
  expect(await desktop.ended).toBe(0);
  expect(desktop.output).not.toMatch(/APPIMAGE|ENOENT/);
});

onlyOnLinuxDouble(
  'does not download a version rolled out to no one yet, and downloads it once rolled out to all',
  async () => {
    offered = { latest: '9.0.5' };
    staged = 0;
    await start();
    expect(await check()).toMatch(/is the newest version/);
    staged = 100;
    expect(await check()).toMatch(/9\.0\.5 is ready/);
  },
);

onlyOnLinuxDouble(
  'uses the channel the user chose unless a policy fixes it; a policy can delegate updates to others',
  async () => {
    offered = { beta: '9.1.0' };
    await start({ updateChannel: 'preview' });
    expect(await check()).toMatch(/9\.1\.0 is ready/);
    expect(asked).toContain('beta-linux.yml');
    await desktop.call('chooseInTray', ['Preferences']);
    const main = await desktop.page('main');
    await main.getByRole('heading', { name: 'Preferences' }).waitFor();
    expect(await main.getByRole('combobox', { name: 'New versions' }).count()).toBe(0);
  },
);

onlyOnLinuxDouble('updates preview users to a newer release, even where there are no previews', async () => {
  offered = { latest: '9.2.0' };
  await start({ updateChannel: 'preview' });
  expect(await check()).toMatch(/9\.2\.0 is ready/);
  offered = { latest: '9.3.0', beta: '9.2.9' };
  expect(await check()).toMatch(/9\.3\.0 is ready/);
  offered = {};
  expect(await check()).toMatch(/cannot be reached/);
});

onlyOnLinuxDouble('contacts no server when the policy is none', async () => {
  await start({ updateChannel: 'none' });
  expect(await check()).toMatch(/brought up to date by somebody else/);
  expect(asked).toEqual([]);
});
