import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { launchBrowser } from '../support/chromium.ts';
import { expectClean } from '../support/expect-clean.ts';
import { narrow, openDesk, wide } from './desk.ts';
import { states } from './states.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** Colours are the same tokens at every width, so each theme is looked at in one of the two. */
const looks = [
  { colorScheme: 'light', viewport: wide },
  { colorScheme: 'dark', viewport: narrow },
] as const;

describe.each(looks)('in the $colorScheme theme axe finds nothing serious', ({ colorScheme, viewport }) => {
  it.each(states)('$name', async (state) => {
    const { before, ready, window } = state;
    const desk = await openDesk(browser, state.mirror(), { colorScheme, viewport, before, ready, window });
    try {
      await state.act?.(desk.page, desk.shell);
      await expectClean(desk.page);
    } finally {
      await desk.leave();
    }
  });
});
