import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { prepareCentre, type RunningApp, startApp } from '../support/app.ts';
import { launchBrowser } from '../support/chromium.ts';
import { soundsWithin } from '../support/loudness.ts';
import { Agent, type Customer, newCustomer } from '../support/people.ts';
import { story } from '../support/story.ts';

/** One agent's day from the start to the last wrap-up, in chronological order. */
let browser: Browser;
let app: RunningApp;
let agent: Agent;
let ana: Customer;

beforeAll(async () => {
  const folder = await prepareCentre({
    configuration: { wrapUpSeconds: 8, extensionSeconds: 4, maxExtensions: 2 },
    chatRouting: { pushTimeOutSeconds: 6 },
  });
  [browser, app] = await Promise.all([launchBrowser(), startApp(folder)]);
  agent = await Agent.open(browser, app.agentUrl);
});
afterAll(async () => {
  await browser?.close();
  await app?.stop();
});

const step = story('an agent’s day from the start to the last wrap-up');

step('signs the agent in as Available after the start, and the empty list says why it is empty', async () => {
  await agent.page.getByRole('button', { name: 'Presence: Available' }).waitFor();
  await agent.page.getByText('Nothing is waiting.').waitFor();
  expect(
    await agent.page.getByRole('meter', { name: 'Capacity', exact: true }).getAttribute('aria-valuemax'),
  ).toBe('5');
});

step('case 3: plays sound once it is enabled, and an offer is audible', async () => {
  await agent.button('Enable sound').click();
  ana = await newCustomer(browser, app.chatUrl, 'Ana', 'Wrong size');
  await ana.say('The jacket is too small');
  await agent.offerFrom('Ana').waitFor();
  expect(await soundsWithin(agent.page)).toBe(true);
});

step('opens an accepted chat, stops ringing, and carries messages both ways', async () => {
  await agent.accept('Ana');
  await agent.log.getByText('The jacket is too small').waitFor();
  await agent.say('Let me have a look');
  await ana.log.getByText('Let me have a look').waitFor();
  await ana.say('Thank you!');
  await agent.log.getByText('Thank you!').waitFor();
});

step('keeps a draft and the open tab over a reload', async () => {
  await agent.message.fill('Half a sentence');
  const drafts = () => readFileSync(join(app.folder, 'drafts.json'), 'utf8');
  await expect.poll(drafts).toContain('Half a sentence');
  await agent.page.reload();
  await agent.tab('Ana').waitFor();
  await expect.poll(() => agent.message.inputValue()).toBe('Half a sentence');
  await agent.message.fill('');
  await ana.page.reload();
  await ana.log.getByText('Let me have a look').waitFor();
});

step('case 17: keeps typed text in its field when an offer arrives', async () => {
  await agent.message.click();
  await agent.page.keyboard.type('I am wri');
  const ben = await newCustomer(browser, app.chatUrl, 'Ben');
  await agent.offerFrom('Ben').waitFor();
  await agent.page.keyboard.type('ting ');
  expect(await agent.message.inputValue()).toBe('I am writing ');
  await agent.page.keyboard.press('Alt+a');
  await agent.tab('Ben').waitFor();
  await ben.leave();
  await agent.page.getByRole('region', { name: 'After-conversation work' }).waitFor();
});

step('counts down wrap-up, extends it up to the last extension, and lets it run out', async () => {
  const extend = agent.wrapUp.getByRole('button', { name: /^Extend/ });
  await extend.click();
  await agent.wrapUp.getByText(/1 left/).waitFor();
  await extend.click();
  await extend.waitFor({ state: 'hidden' });
  await agent.wrapUp.getByRole('textbox', { name: 'Notes' }).fill('Left without a word');
  await agent.wrapUp.waitFor({ state: 'hidden', timeout: 25_000 });
  await agent.tab('Ben').waitFor({ state: 'hidden' });
});

step('case 20: keeps wrap-up and its notes through a status change', async () => {
  await agent.tab('Ana').click();
  await agent.end();
  await agent.wrapUp.waitFor();
  await agent.wrapUp.getByRole('textbox', { name: 'Notes' }).fill('Sends it back');
  await agent.choose('Lunch');
  await agent.wrapUp.waitFor();
  expect(await agent.wrapUp.getByRole('textbox', { name: 'Notes' }).inputValue()).toBe('Sends it back');
  await agent.page.reload();
  await agent.tab('Ana').waitFor();
  await expect
    .poll(() => agent.wrapUp.getByRole('textbox', { name: 'Notes' }).inputValue())
    .toBe('Sends it back');
  await agent.wrapUp.getByRole('button', { name: 'All done' }).click();
  await agent.wrapUp.waitFor({ state: 'hidden' });
  await agent.page.getByRole('button', { name: 'Presence: Lunch' }).waitFor();
});

step('declines with a reason in one click', async () => {
  await agent.choose('Available');
  const cem = await newCustomer(browser, app.chatUrl, 'Cem');
  await agent.offerFrom('Cem').getByRole('button', { name: 'Decline' }).click();
  await agent.page
    .getByRole('menu', { name: 'Decline reasons' })
    .getByRole('menuitem', { name: 'Wrong queue' })
    .click();
  await agent.offerFrom('Cem').waitFor({ state: 'hidden' });
  await cem.position.waitFor();
  await cem.leave();
});

step('changes the status after a missed request, says so, and restores it in one click', async () => {
  const dana = await newCustomer(browser, app.chatUrl, 'Dana');
  await agent.offerFrom('Dana').waitFor();
  await agent.page.getByRole('button', { name: 'Presence: Missed request' }).waitFor({ timeout: 20_000 });
  await agent.page.getByText(/because a request from Dana waited/).waitFor();
  await dana.leave();
  await agent.button(/^Go back to Available/).click();
  await agent.page.getByRole('button', { name: 'Presence: Available' }).waitFor();
});

step('withdraws the offer when the customer leaves while it rings', async () => {
  const eve = await newCustomer(browser, app.chatUrl, 'Eve');
  await agent.offerFrom('Eve').waitFor();
  await eve.leave();
  await agent.offerFrom('Eve').waitFor({ state: 'hidden' });
});

step('handles two conversations at once', async () => {
  const [fay, gus] = [
    await newCustomer(browser, app.chatUrl, 'Fay'),
    await newCustomer(browser, app.chatUrl, 'Gus'),
  ];
  await agent.accept('Fay');
  await agent.accept('Gus');
  await fay.say('From Fay');
  await agent.page.getByRole('list', { name: 'My work' }).getByText('From Fay').waitFor();
  await agent.tab('Fay').click();
  await agent.log.getByText('From Fay').waitFor();
  await agent.say('To Fay');
  await agent.tab('Gus').click();
  await agent.say('To Gus');
  await fay.log.getByText('To Fay').waitFor();
  await gus.log.getByText('To Gus').waitFor();
  expect(await fay.log.getByText('To Gus').count()).toBe(0);
  for (const customer of [fay, gus]) await customer.leave();
  for (const name of ['Fay', 'Gus']) {
    await agent.tab(name).click();
    await agent.wrapUp.getByRole('button', { name: 'All done' }).click();
    await agent.tab(name).waitFor({ state: 'hidden' });
  }
});

step('recovers when the hub is killed in the middle of a conversation', async () => {
  const hal = await newCustomer(browser, app.chatUrl, 'Hal');
  await agent.accept('Hal');
  await agent.say('Before');
  app.killHub();
  await agent.page.getByRole('status', { name: /^Connection: (reconnecting|lost)/ }).waitFor();
  await agent.page.getByRole('status', { name: 'Connection: connected' }).waitFor({ timeout: 30_000 });
  await agent.log.getByText('Before').waitFor();
  await agent.say('After');
  await hal.log.getByText('After').waitFor({ timeout: 30_000 });
  await hal.say('Still here');
  await agent.log.getByText('Still here').waitFor();
  await agent.page.getByRole('button', { name: 'Presence: Available' }).waitFor();
});
