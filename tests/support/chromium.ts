/** A real Chromium for every test that needs a page: a configured one, the system's, or the one from npm. */
import { existsSync } from 'node:fs';
import chromiumFromNpm from '@sparticuz/chromium';
import { type Browser, type BrowserServer, chromium } from 'playwright-core';
import { keepPagesOf } from './evidence.ts';

const system = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Quiet, and without network traffic; the autoplay rules stay as for a user. */
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Path of the browser that tests use. */
export async function browserPath(): Promise<string> {
  const given = process.env.CHROME_PATH;
  if (given) return given;
  return system.find((path) => existsSync(path)) ?? chromiumFromNpm.executablePath();
}

/** Starts a headless browser; the caller closes it. */
export async function launchBrowser(extra: readonly string[] = []): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: await browserPath(),
    args: [...quiet, ...extra],
  });
  return keepPagesOf(browser);
}

/** Starts one whose process can be killed from outside (`kill`), as a system does. */
export async function launchBrowserToKill(extra: readonly string[] = []): Promise<BrowserServer> {
  return chromium.launchServer({ executablePath: await browserPath(), args: [...quiet, ...extra] });
}
