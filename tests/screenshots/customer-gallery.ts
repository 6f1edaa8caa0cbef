/** The customer's page in each of its states, on a phone, light and dark, English and Korean. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { type ScriptedCustomerHub, startScriptedCustomerHub } from '../support/scripted-customer-hub.ts';

const words = {
  en: {
    start: 'Start chat',
    name: 'Ana Lindqvist',
    subject: 'Wrong size',
    first: 'Hi! The rain jacket I ordered is too small.',
    answer: 'Hello Ana, I am sorry to hear that. Which size would fit?',
    thanks: 'L, please. Thank you!',
  },
  ko: {
    start: '채팅 시작',
    name: '김하늘',
    subject: '사이즈 교환',
    first: '주문한 방수 재킷이 작아요.',
    answer: '안녕하세요, 불편을 드려 죄송합니다. 어떤 사이즈가 맞으실까요?',
    thanks: 'L로 부탁드려요. 감사합니다!',
  },
} as const;

type Step = (page: Page, hub: ScriptedCustomerHub, text: (typeof words)['en' | 'ko']) => Promise<void>;

/** Each step leads from the previous state to its own. */
const steps: readonly (readonly [name: string, step: Step])[] = [
  ['start', async () => undefined],
  [
    'waiting',
    async (page, _hub, text) => {
      await page.locator('input').first().fill(text.name);
      await page.locator('input').nth(1).fill(text.subject);
      await page
        .getByRole('button')
        .filter({ hasText: /Start|시작/ })
        .first()
        .click();
      await page.locator('textarea').waitFor();
      await page.locator('textarea').fill(text.first);
      await page.locator('textarea').press('Enter');
      await page.getByText(text.first).waitFor();
    },
  ],
  [
    'talking',
    async (page, hub, text) => {
      hub.change({ state: 'talking', agent: 'Mina', position: null, estimatedWaitSeconds: null });
      hub.say('agent', text.answer);
      hub.say('customer', text.thanks);
      hub.change({ marks: { delivered: 3, read: 3 }, agentTyping: true });
      await page.getByText(text.thanks).waitFor();
    },
  ],
  [
    'ended',
    async (page, hub) => {
      hub.change({ state: 'ended', endedBy: 'agent', agentTyping: false });
      await page.locator('textarea').waitFor({ state: 'hidden' });
    },
  ],
];

/** `pages` = the built customer page. Returns the number of screenshots. */
export async function shootCustomerGallery(
  browser: Browser,
  pages: string,
  into: string,
  only: string,
): Promise<number> {
  mkdirSync(into, { recursive: true });
  let count = 0;
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const language of ['en', 'ko'] as const) {
      if (colorScheme === 'dark' && language === 'ko') continue;
      const hub = await startScriptedCustomerHub(pages);
      const context = await browser.newContext({
        colorScheme,
        locale: language === 'ko' ? 'ko-KR' : 'en-US',
        viewport: { width: 390, height: 720 },
      });
      const page = await context.newPage();
      await page.goto(`${hub.url}/chat`);
      await page.locator('input').first().waitFor();
      for (const [name, step] of steps) {
        await step(page, hub, words[language]);
        const file = `customer-${name}.phone.${colorScheme}.${language}.png`;
        if (!file.includes(only)) continue;
        await page.waitForTimeout(250);
        await page.screenshot({ path: join(into, file) });
        count += 1;
      }
      await context.close();
      await hub.close();
    }
  }
  return count;
}
