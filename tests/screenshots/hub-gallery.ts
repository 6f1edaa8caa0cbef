/**
 * Shoots the pages that show a whole hub, the supervisor's and Setup's, on a real hub with an invented morning:
 * light and dark in English, light in Korean.
 */
import { mkdir } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import type { Language } from '#core/vocabulary.ts';
import { AgentAtWork, type Manner } from '../support/agents-at-work.ts';
import { startApp } from '../support/app.ts';
import { prepareBusyFloor } from './busy-floor.ts';

interface Shot {
  readonly name: string;
  /** Path of the page. */
  readonly place: string;
  /** What is open on the page. */
  readonly act?: (page: Page) => Promise<void>;
}

/** Every linked agent accepts offers, and stays busy while the screenshots are taken. */
const unhurried: Manner = { takes: () => 500, talks: () => 3_600_000, wrapsUp: null, pauses: null };

const rows = (page: Page) => page.locator('tbody tr[data-row]');
const shots: readonly Shot[] = [
  {
    name: 'supervisor-agents',
    place: 'supervisor/agents',
    act: (page) => rows(page).nth(1).locator('th button').click(),
  },
  {
    name: 'supervisor-queues',
    place: 'supervisor/queues',
    async act(page) {
      await rows(page)
        .filter({ hasText: /\d:\d\d/ })
        .first()
        .locator('th button')
        .click();
      await page.locator('aside li button').first().click();
    },
  },
  { name: 'supervisor-work', place: 'supervisor/work' },
  { name: 'supervisor-wallboard', place: 'supervisor/wallboard' },
  { name: 'supervisor-reports', place: 'supervisor/reports' },
  ...['statuses', 'configurations', 'decline-reasons', 'users', 'profiles', 'channels', 'queues'].map(
    (place) => ({ name: `setup-${place}`, place: `setup/${place}` }),
  ),
  { name: 'setup-configuration', place: 'setup/configurations/care' },
  { name: 'setup-user', place: 'setup/users/person1' },
  { name: 'setup-channel', place: 'setup/channels/chat' },
  { name: 'setup-queue', place: 'setup/queues/care' },
  { name: 'setup-import', place: 'setup/import' },
  { name: 'setup-webhooks', place: 'setup/webhooks' },
  { name: 'setup-audit', place: 'setup/audit' },
];

/** `only` = part of a file name. */
export async function shootHubGallery(browser: Browser, folder: string, only = ''): Promise<number> {
  await mkdir(folder, { recursive: true });
  let count = 0;
  for (const language of ['en', 'ko'] as const) {
    const wanted = shots.filter(({ name }) => `${name}.wide.${language}`.includes(only));
    if (wanted.length > 0) count += await shootIn(browser, folder, language, wanted);
  }
  return count;
}

async function shootIn(
  browser: Browser,
  folder: string,
  language: Language,
  wanted: readonly Shot[],
): Promise<number> {
  const { folder: data, tokens } = await prepareBusyFloor(language);
  const app = await startApp(data);
  const agents: AgentAtWork[] = [];
  let count = 0;
  try {
    for (const [id, token] of tokens) agents.push(await AgentAtWork.link(app.hubUrl, id, token, unhurried));
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      locale: language === 'ko' ? 'ko-KR' : 'en-GB',
    });
    const page = await context.newPage();
    await page.goto(app.agentUrl);
    await page.locator('nav').first().waitFor();
    // The supervisor takes no chats meanwhile.
    await page.keyboard.press('Control+Shift+P');
    await page.getByRole('menuitemradio').nth(5).click();
    await page.mouse.click(720, 12);
    for (const theme of language === 'ko' ? (['light'] as const) : (['light', 'dark'] as const)) {
      await page.emulateMedia({ colorScheme: theme });
      for (const { name, place, act } of wanted) {
        await page.goto(`${app.agentUrl.split('#')[0]}#/${place}`);
        await page.waitForTimeout(1_000);
        await act?.(page);
        await page.waitForTimeout(700);
        await page.screenshot({ path: `${folder}/${name}.wide.${theme}.${language}.png` });
        count += 1;
      }
    }
    await context.close();
  } finally {
    for (const agent of agents) agent.stop();
    await app.stop();
  }
  return count;
}
