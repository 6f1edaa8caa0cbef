import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Browser, BrowserContext } from 'playwright-core';
import { launchBrowser } from '../chromium.ts';
import { keepLog } from '../evidence.ts';

/** Fails on purpose: `tests/renderer/evidence.test.ts` looks at what that leaves. */
let browser: Browser;
let context: BrowserContext;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterEach(() => context.close());
afterAll(() => browser.close());

it('shows a page on which something is missing', async () => {
  keepLog('process', () => 'what a process has said');
  context = await browser.newContext();
  const page = await context.newPage();
  await page.setContent('<h1>Here</h1>');
  expect(await page.getByRole('heading').textContent()).toBe('There');
});
