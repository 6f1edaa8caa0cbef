/** The Chromium of a spec: for the customers, and on the double for the application's windows too. */
import { createServer } from 'node:net';
import { type Browser, chromium } from 'playwright-core';
import type { DesktopWindow } from '#core/contract/desktop-bridge.ts';
import { launchBrowser, launchBrowserToKill } from '../support/chromium.ts';
import { keepPages } from '../support/evidence.ts';

/** A Chromium for the application's windows and for all other pages of a spec. */
export interface SharedBrowser {
  readonly browser: Browser;
  readonly endpoint: string;
  /** Where to inspect the application's pages. */
  readonly observers: readonly Browser[];
  /** The window with its own browser, so that it can crash alone. */
  readonly apart: { readonly window: DesktopWindow; readonly endpoint: string; kill(): Promise<void> } | null;
  close(): Promise<void>;
}

/** What Electron does by itself. */
const asElectron = [
  '--autoplay-policy=no-user-gesture-required',
  '--enable-blink-features=MessagePortCloseEvent',
];

/**
 * `apart` = a window that the spec will crash. A crash ends one renderer, but the headless browser does not always
 * survive that; for the application, ending a browser that holds only that window is equivalent.
 */
export async function openBrowser(apart: DesktopWindow | null = null): Promise<SharedBrowser> {
  const port = await freePort();
  const browser = await launchBrowser([`--remote-debugging-port=${port}`, ...asElectron]);
  const endpoint = `http://127.0.0.1:${port}`;
  const observers = [await chromium.connectOverCDP(endpoint)];
  const own = apart === null ? null : await openApart(apart);
  if (own) observers.push(await chromium.connectOverCDP(own.endpoint));
  // The application's windows are pages of the browser's default context.
  for (const observer of observers) for (const context of observer.contexts()) await keepPages(context);
  return {
    browser,
    endpoint,
    observers,
    apart: own,
    async close() {
      for (const observer of observers) await observer.close();
      await own?.kill();
      await browser.close();
    },
  };
}

async function openApart(window: DesktopWindow) {
  const port = await freePort();
  const server = await launchBrowserToKill([`--remote-debugging-port=${port}`, ...asElectron]);
  return { window, endpoint: `http://127.0.0.1:${port}`, kill: () => server.kill() };
}

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
