/** Shoots the supervisor's pages, on a real hub with an invented morning: light and dark, English and Korean. */
import { mkdir } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import type { Language } from '#core/vocabulary.ts';
import { startApp } from '../support/app.ts';
import { prepareBusyFloor } from './busy-floor.ts';

const tabs = ['agents', 'queues', 'work', 'wallboard', 'reports'] as const;

/** What is open in the picture of a tab: the day of somebody, who waits and why. */
async function open(page: Page, tab: (typeof tabs)[number]): Promise<void> {
  const rows = page.locator('tbody tr[data-row]');
  if (tab === 'agents') await rows.nth(1).locator('th button').click();
  if (tab === 'queues') {
    await rows
      .filter({ hasText: /\d:\d\d/ })
      .first()
      .locator('th button')
      .click();
    await page.locator('aside li button').first().click();
  }
}

export async function shootFloorGallery(browser: Browser, folder: string, only = ''): Promise<number> {
  await mkdir(folder, { recursive: true });
  let shots = 0;
  for (const language of ['en', 'ko'] as const) {
    const wanted = tabs.filter((tab) => `supervisor-${tab}.wide.${language}`.includes(only) || only === '');
    if (wanted.length > 0) shots += await shootIn(browser, folder, language, wanted);
  }
  return shots;
}

async function shootIn(
  browser: Browser,
  folder: string,
  language: Language,
  wanted: readonly (typeof tabs)[number][],
): Promise<number> {
  const app = await startApp(await prepareBusyFloor(language));
  let shots = 0;
  try {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      locale: language === 'ko' ? 'ko-KR' : 'en-GB',
    });
    const page = await context.newPage();
    await page.goto(app.agentUrl);
    await page.locator('nav').first().waitFor();
    // The supervisor takes no chats meanwhile, and has put the welcome away.
    await page.keyboard.press('Control+Shift+P');
    await page.getByRole('menuitemradio').nth(5).click();
    for (const theme of ['light', 'dark'] as const) {
      if (theme === 'dark' && language === 'ko') continue;
      await page.emulateMedia({ colorScheme: theme });
      for (const tab of wanted) {
        await page.goto(`${app.agentUrl.split('#')[0]}#/supervisor/${tab}`);
        await page.waitForTimeout(1_200);
        await open(page, tab);
        await page.waitForTimeout(900);
        await page.screenshot({ path: `${folder}/supervisor-${tab}.wide.${theme}.${language}.png` });
        shots += 1;
      }
    }
    await context.close();
  } finally {
    await app.stop();
  }
  return shots;
}
