import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { prepareCentre, type RunningApp, startApp } from '../support/app.ts';
import { launchBrowser } from '../support/chromium.ts';
import { Agent, newCustomer } from '../support/people.ts';

let browser: Browser;
let app: RunningApp;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterEach(() => app?.stop());
afterAll(() => browser?.close());

it('case 15: detects an open but silent connection within two heartbeats, and reconnects', async () => {
  app = await startApp(await prepareCentre());
  const agent = await Agent.open(browser, app.agentUrl);
  await agent.presence.waitFor();
  await agent.button('Enable sound').click();
  const ana = await newCustomer(browser, app.chatUrl, 'Ana');
  await agent.accept('Ana');
  await agent.say('Before the cut');

  app.silenceHub(true);
  const alarm = agent.page
    .getByRole('alert')
    .filter({ hasText: /connection/i })
    .first();
  await alarm.waitFor({ timeout: 40_000 });
  await agent.page.getByRole('status', { name: /^Connection: (reconnecting|lost)/ }).waitFor();
  app.silenceHub(false);

  await agent.page.getByRole('status', { name: 'Connection: connected' }).waitFor({ timeout: 30_000 });
  await alarm.waitFor({ state: 'hidden' });
  await agent.say('After the cut');
  await ana.log.getByText('After the cut').waitFor({ timeout: 20_000 });
  expect(await agent.presence.getAttribute('aria-label')).toMatch(/^Presence: /);
  await ana.leave();
  await agent.context.close();
});

it('works in Korean from the first page to the wrap-up', async () => {
  const context = await browser.newContext({ locale: 'ko-KR' });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  app = await startApp(await prepareCentre({ language: 'ko' }));
  await page.goto(app.agentUrl);
  await page.getByRole('button', { name: '상태: 상담 가능' }).waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('ko');

  const customer = await context.newPage();
  await customer.goto(app.chatUrl);
  await customer.getByRole('textbox').first().fill('김하늘');
  await customer.getByRole('button', { name: '채팅 시작' }).click();
  await page.bringToFront();
  await page
    .getByRole('article', { name: /김하늘/ })
    .getByRole('button', { name: '수락' })
    .click();
  await page.getByRole('tab', { name: /김하늘/ }).waitFor();
  await page.getByRole('button', { name: '대화 종료' }).click();
  await page.getByRole('button', { name: '완료' }).click();
  await page.getByRole('tab', { name: /김하늘/ }).waitFor({ state: 'hidden' });
  await context.close();
});
