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

/** Colour tokens are the same at every width, so each theme is checked at one of the two. */
const looks = [
  { colorScheme: 'light', viewport: wide },
  { colorScheme: 'dark', viewport: narrow },
] as const;

describe.each(looks)('no serious axe findings in the $colorScheme theme', ({ colorScheme, viewport }) => {
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
