/** A page of the built renderer connected to a scripted shell, with its errors. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Mirror } from '#core/contract/bridge.ts';
import type { Message } from '#core/conversations/message.ts';
import { ScriptedBridge } from './scripted-bridge.ts';
import { aMirror, aSnapshot } from './world.ts';

export interface Desk {
  readonly shell: ScriptedBridge;
  readonly page: Page;
  /** Errors of the page, including blocked content; must stay empty. */
  readonly complaints: readonly string[];
  readonly leave: () => Promise<void>;
}

export const wide = { width: 1280, height: 800 };
export const narrow = { width: 400, height: 760 };

/** Opens the page with this mirror and waits until the presence bar (or `ready`) appears. */
export async function openDesk(
  browser: Browser,
  mirror: Mirror = aMirror(aSnapshot()),
  options: BrowserContextOptions & {
    readonly before?: (shell: ScriptedBridge) => void;
    readonly ready?: string;
    /** The page of a window other than the main one. */
    readonly window?: 'offers';
  } = {},
): Promise<Desk> {
  const { before, ready = 'header', window, ...context } = options;
  const shell = await new ScriptedBridge(mirror).start();
  before?.(shell);
  const opened = await browser.newContext({ viewport: wide, locale: 'en-GB', ...context });
  const page = await opened.newPage();
  page.setDefaultTimeout(10_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/WebSocket connection/.test(message.text()))
      complaints.push(message.text());
  });
  await page.goto(window === undefined ? shell.startUrl : shell.startUrl.replace('/#', `/${window}.html#`));
  await page.locator(ready).first().waitFor();
  return {
    shell,
    page,
    complaints,
    leave: async () => {
      await opened.close();
      await shell.stop();
    },
  };
}

/** A short conversation that ends with the customer's message. */
export function aTalk(customer: string, now = Date.now()): readonly Message[] {
  const texts: ReadonlyArray<readonly [from: 'customer' | 'agent' | 'system', text: string, ago: number]> = [
    ['system', '', 6 * 60],
    ['customer', 'Hello! My order 20418 should have been here on Tuesday.', 6 * 60],
    ['customer', 'The tracking page has not moved since Sunday.', 5 * 60 + 40],
    ['agent', `Hello ${customer.split(' ')[0]}, I am sorry about that. Let me look it up for you.`, 5 * 60],
    [
      'agent',
      'It left our warehouse on Saturday and is now at the depot in Porto. The driver brings it tomorrow between 9 and 12.',
      2 * 60,
    ],
    ['customer', 'Tomorrow is fine. Do I have to be at home?', 60],
    ['customer', 'Thank you, that helps!', 40],
  ];
  return texts.map(([from, text, ago], index) => ({
    number: index + 1,
    clientId: `m-${index + 1}`,
    from,
    sender: from === 'customer' ? customer : from === 'agent' ? 'Mina Park' : 'Mina',
    text,
    event: from === 'system' ? 'agent-joined' : null,
    at: now - ago * 1_000,
  }));
}
