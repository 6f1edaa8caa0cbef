import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { prepareCentre } from '../support/app.ts';
import { Desktop, onlyOnDouble, openBrowser, type SharedBrowser } from './desktop.ts';

/** Electron's security checklist, as far as it applies to the application. */
let shared: SharedBrowser;
let desktop: Desktop;
let folder: string;
let page: Page;

beforeAll(async () => {
  folder = await prepareCentre();
  shared = await openBrowser();
  desktop = Desktop.start(shared, folder);
  page = await desktop.page('main');
  await page.getByRole('button', { name: 'Presence: Available' }).waitFor();
});
afterAll(async () => {
  await desktop?.end();
  await shared?.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

it('runs every window sandboxed, isolated and without Node', async () => {
  expect(await desktop.call('security')).toMatchObject({ sandboxed: true });
  const windows = await desktop.call('windows');
  expect(windows.map(({ name }) => name).sort()).toEqual(['main', 'offers', 'ringer']);
  for (const { preferences } of windows) {
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
    });
    expect(preferences).not.toHaveProperty('webviewTag');
    expect(preferences).not.toHaveProperty('experimentalFeatures');
    expect(preferences).not.toHaveProperty('enableBlinkFeatures');
  }
});

it('lets only the ringing window run its timers in the background', async () => {
  const unthrottled = (await desktop.call('windows')).filter(
    ({ preferences }) => preferences.backgroundThrottling === false,
  );
  expect(unthrottled.map(({ name }) => name)).toEqual(['ringer']);
});

it('exposes one frozen object with exactly these keys to a page', async () => {
  const found = await page.evaluate(() => {
    const { onqueue } = globalThis as unknown as { onqueue: object };
    return { keys: Object.keys(onqueue).sort(), frozen: Object.isFrozen(onqueue) };
  });
  expect(found).toEqual({ keys: ['connect', 'windowId'], frozen: true });
  expect(await page.evaluate(() => typeof (globalThis as { require?: unknown }).require)).toBe('undefined');
});

it('builds the preload as one CommonJS file that requires only electron', () => {
  const preload = readFileSync(join(import.meta.dirname, '../../dist/desktop/preload.cjs'), 'utf8');
  expect([...preload.matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name)).toEqual(['electron']);
  expect(preload).not.toMatch(/\bimport\b[^*]*from/);
});

it('serves pages from their own scheme under a strict policy, and serves nothing else', async () => {
  expect((await desktop.window('main'))?.url).toMatch(/^onqueue:\/\/app\/index\.html/);
  const answer = await desktop.call('fetch', 'onqueue://app/index.html', 'GET');
  const policy = answer?.headers['content-security-policy'] ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self'");
  expect(policy).not.toMatch(/unsafe|\*/);
  const status = async (url: string, method = 'GET') => (await desktop.call('fetch', url, method))?.status;
  expect(await status('onqueue://app/')).toBe(200);
  expect(await status('onqueue://app/sounds/work-request.wav')).toBe(200);
  for (const path of [
    '../package.json',
    '%2e%2e/package.json',
    '..%2fpackage.json',
    '.env',
    'sounds/../index.html%00',
  ])
    expect(await status(`onqueue://app/${path}`), path).toBe(404);
  expect(await status('onqueue://elsewhere/index.html')).toBe(404);
  expect(await status('onqueue://app/index.html', 'POST')).toBe(405);
});

it('prevents a page from navigating away or opening windows; only harmless addresses open other programs', async () => {
  const before = page.url();
  await page.evaluate(() => {
    (globalThis as unknown as { location: { href: string } }).location.href = 'https://example.org/';
  });
  const open = (url: string) =>
    page.evaluate((address) => {
      (globalThis as unknown as { open(url: string): void }).open(address);
    }, url);
  await open('https://example.org/help');
  await expect.poll(() => desktop.call('opened')).toEqual(['https://example.org/help']);
  await open('http://example.org/');
  await open('file:///etc/passwd');
  await open('https://example.org/more');
  await expect
    .poll(() => desktop.call('opened'))
    .toEqual(['https://example.org/help', 'https://example.org/more']);
  // All of this came from the page that tried to navigate away.
  expect(page.url()).toBe(before);
});

onlyOnDouble('permissions are denied unless they are on the list, and to everybody else always', async () => {
  const ask = (permission: string, url = 'onqueue://app/index.html', isMainFrame = true) =>
    desktop.call('permission', permission, url, isMainFrame);
  expect(await ask('notifications')).toEqual({ granted: true, checked: true });
  for (const permission of [
    'media',
    'geolocation',
    'midi',
    'openExternal',
    'usb',
    'clipboard-read',
    'unknown',
  ])
    expect(await ask(permission), permission).toEqual({ granted: false, checked: false });
  expect(await ask('notifications', 'https://example.org/')).toEqual({ granted: false, checked: false });
  expect(await ask('notifications', 'onqueue://app.example.org/')).toEqual({
    granted: false,
    checked: false,
  });
  expect((await ask('notifications', 'onqueue://app/index.html', false)).granted).toBe(false);
});

it('closes the port on a malformed message, and the page gets a new one', async () => {
  const heard = await page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const world = globalThis as unknown as {
          onqueue: { connect(): void };
          addEventListener(
            type: string,
            listener: (event: { data: unknown; ports: unknown[] }) => void,
            options: { once: true },
          ): void;
        };
        const take = ({ ports }: { ports: unknown[] }) => {
          const port = ports[0] as {
            addEventListener(type: string, listener: () => void): void;
            start(): void;
            postMessage(message: unknown): void;
          };
          port.addEventListener('close', () => resolve('closed'));
          port.start();
          port.postMessage({ not: 'a call' });
        };
        world.addEventListener('message', take, { once: true });
        world.onqueue.connect();
      }),
  );
  expect(heard).toBe('closed');
  // The page's own port was closed as well, since a window has one; it shows this until it has a new one.
  const away = page.getByText('The application is not answering.');
  await away.waitFor({ timeout: 3_000 }).catch(() => undefined);
  await away.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Presence: Available' }).waitFor();
  await page.getByRole('button', { name: 'Presence: Available' }).click();
  await page.getByRole('menuitemradio', { name: 'Lunch' }).click();
  await page.getByRole('button', { name: 'Presence: Lunch' }).waitFor();
});

it('keeps secrets out of the diagnostics', async () => {
  await desktop.call('chooseInMenu', ['Help', 'Save diagnostics…']);
  await expect.poll(async () => (await desktop.call('shownInFolder')).length).toBe(1);
  const report = readFileSync(join(folder, 'diagnostics.txt'), 'utf8');
  expect(report).toMatch(/Link: connected/);
  expect(report).toMatch(/Ringing: running/);
  expect(report).toMatch(/Audio outputs: .+; ringing on the system's/);
  expect(report).toMatch(/Notifications: .+, permission of the page: /);
  expect(report).toMatch(/Tray: there/);
  expect(report).toMatch(/Fixed by policy: nothing/);
  expect(report).toMatch(/Updates: no server/);
  const { password } = JSON.parse(readFileSync(join(folder, 'local-user.json'), 'utf8')) as {
    password: string;
  };
  expect(report).not.toContain(password);
});
