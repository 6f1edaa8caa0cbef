import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { Mirror } from '#core/contract/bridge.ts';
import { launchBrowser } from '../support/chromium.ts';
import { type Desk, openDesk } from './desk.ts';

/** Gives a test file one browser, and checks after each test that there were no errors and no blocked content. */
export function useDesks(args: readonly string[] = []) {
  let browser: Browser;
  const open: Desk[] = [];
  beforeAll(async () => {
    browser = await launchBrowser(args);
  });
  afterEach(async () => {
    const desks = open.splice(0);
    await Promise.all(desks.map((desk) => desk.leave()));
    expect(desks.flatMap(({ complaints }) => complaints)).toEqual([]);
  });
  afterAll(() => browser.close());
  return async (mirror?: Mirror, options?: Parameters<typeof openDesk>[2]): Promise<Desk> => {
    const desk = await openDesk(browser, mirror, options);
    open.push(desk);
    return desk;
  };
}

/** Waits until `look` returns the expected value; reports the last value on timeout. */
export const soon = <T>(look: () => T | Promise<T>) => expect.poll(look, { timeout: 8_000, interval: 40 });

/** The name of the focused element. */
export const focused = (page: Page): Promise<string | null> =>
  page.evaluate(`document.activeElement?.getAttribute('aria-label') ?? null`);
