/** The Chromium in which windows are pages. The test starts it; this process only uses it. */
import { type Browser, type BrowserContext, chromium } from 'playwright-core';

const connections = new Map<string, Promise<Browser>>();

const connect = (endpoint: string): Promise<Browser> => {
  const made = connections.get(endpoint) ?? chromium.connectOverCDP(endpoint);
  connections.set(endpoint, made);
  return made;
};

/**
 * The single context of the application, with its own profile. A window named in `ELECTRON_DOUBLE_APART`
 * (`ARGUMENT ENDPOINT`) has its own browser, which stands for its own renderer process in Electron while that
 * browser runs.
 */
export async function pagesOfThisApp(windowArguments: readonly string[]): Promise<BrowserContext> {
  const endpoint = process.env.ELECTRON_DOUBLE_BROWSER;
  if (!endpoint) throw new Error('ELECTRON_DOUBLE_BROWSER is not set');
  const [argument = '', apart = ''] = process.env.ELECTRON_DOUBLE_APART?.split(' ') ?? [];
  if (windowArguments.includes(argument)) {
    const own = await connect(apart).catch(() => null);
    if (own?.isConnected()) return contextOf(own);
  }
  return contextOf(await connect(endpoint));
}

function contextOf(browser: Browser): BrowserContext {
  const [context] = browser.contexts();
  if (!context) throw new Error('the browser has no context');
  return context;
}
