import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { prepareCentre, type RunningApp, startApp } from '../support/app.ts';
import { launchBrowser } from '../support/chromium.ts';
import { expectClean } from '../support/expect-clean.ts';
import { Agent, Customer, newCustomer } from '../support/people.ts';
import { story } from '../support/story.ts';

/** Auto-accepted work, in Korean where it matters, with the keyboard alone, accessibly. */
let browser: Browser;
let app: RunningApp;
let agent: Agent;

beforeAll(async () => {
  const folder = await prepareCentre({
    configuration: {
      autoAccept: true,
      allowDecline: false,
      chooseDeclineReason: false,
      declineReasonIds: [],
      wrapUpSeconds: 30,
    },
  });
  [browser, app] = await Promise.all([launchBrowser(), startApp(folder)]);
  agent = await Agent.open(browser, app.agentUrl);
  await agent.presence.waitFor();
});
afterAll(async () => {
  await browser?.close();
  await app?.stop();
});

const step = story('an agent with auto-accept');

step('opens auto-accepted work in front if no tab is open, otherwise behind, with a mark', async () => {
  const ana = await newCustomer(browser, app.chatUrl, 'Ana');
  await agent.tab('Ana').waitFor();
  await agent.page.getByText('Opened for you: Ana', { exact: false }).waitFor();
  expect(await agent.tab('Ana').getAttribute('aria-selected')).toBe('true');
  await agent.message.fill('To Ana');
  const ben = await newCustomer(browser, app.chatUrl, 'Ben');
  await ben.say('Anybody there?');
  await agent.tab('Ben').waitFor();
  expect(await agent.tab('Ana').getAttribute('aria-selected')).toBe('true');
  expect(await agent.message.inputValue()).toBe('To Ana');
  await expectClean(agent.page);
  await ana.leave();
  await ben.leave();
});

step('supports status, conversation and wrap-up with the keyboard alone', async () => {
  const { keyboard } = agent.page;
  await agent.page.keyboard.press('Control+Shift+P');
  await agent.page.getByRole('menu', { name: 'Presence statuses' }).waitFor();
  await keyboard.type('lun');
  await keyboard.press('Enter');
  await agent.page.getByRole('button', { name: 'Presence: Lunch' }).waitFor();
  await keyboard.press('Control+1');
  await expect.poll(() => agent.tab('Ana').getAttribute('aria-selected')).toBe('true');
  const tabs = agent.page.getByRole('tablist', { name: 'Open work' }).getByRole('tab');
  for (const left of [1, 0]) {
    const done = agent.wrapUp.getByRole('button', { name: 'All done' });
    await done.focus();
    await keyboard.press('Enter');
    await expect.poll(() => tabs.count()).toBe(left);
  }
});

step('has no serious axe findings on the preferences and on the customer’s page', async () => {
  await agent.page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: 'Preferences' })
    .click();
  await agent.page.getByRole('heading', { name: 'Preferences' }).waitFor();
  await expectClean(agent.page);
  await agent.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Work' }).click();
  const customer = await Customer.open(browser, app.chatUrl);
  await customer.page.getByRole('textbox', { name: 'Your name' }).waitFor();
  await expectClean(customer.page);
  await customer.start('Cleo');
  await customer.position.waitFor();
  await expectClean(customer.page);
  await customer.leave();
});

step('uses Korean when the browser does', async () => {
  const context = await browser.newContext({ locale: 'ko-KR' });
  const page = await context.newPage();
  await page.goto(app.chatUrl);
  await page.getByRole('button', { name: /채팅/ }).waitFor();
  await context.close();
});

step('starts a simulated customer in practice', async () => {
  await agent.choose('Available');
  await agent
    .button(/Practice/)
    .first()
    .click();
  await agent.page
    .getByRole('tablist', { name: 'Open work' })
    .getByRole('tab')
    .first()
    .waitFor({ timeout: 20_000 });
  await agent.log.getByText(/\S/).first().waitFor();
});
