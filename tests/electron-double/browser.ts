/** The Chromium in which windows are pages. The test has started it; this process only works in it. */
import { type Browser, type BrowserContext, chromium } from 'playwright-core';

let browser: Promise<Browser> | null = null;

/** The one context of the application: a profile of its own. */
export async function pagesOfThisApp(): Promise<BrowserContext> {
  const endpoint = process.env.ELECTRON_DOUBLE_BROWSER;
  if (!endpoint) throw new Error('ELECTRON_DOUBLE_BROWSER is not set');
  browser ??= chromium.connectOverCDP(endpoint);
  const [context] = (await browser).contexts();
  if (!context) throw new Error('the browser has no context');
  return context;
}
