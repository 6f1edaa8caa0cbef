import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { prepareCentre, type RunningApp, startApp } from '../support/app.ts';
import { launchBrowser } from '../support/chromium.ts';
import { soundsWithin } from '../support/loudness.ts';
import { Agent, newCustomer } from '../support/people.ts';
import { story } from '../support/story.ts';

/** Two agents on one hub: the second one signs in from a separate application, as another agent does. */
let browser: Browser;
let first: RunningApp;
let second: RunningApp;
let agent: Agent;
let colleague: Agent;

beforeAll(async () => {
  const folder = await prepareCentre({
    colleagues: ['noor.haddad'],
    configuration: { wrapUp: false, extend: false },
    chatRouting: { pushTimeOutSeconds: 6 },
  });
  [browser, first] = await Promise.all([launchBrowser(), startApp(folder)]);
  second = await startApp(mkdtempSync(join(tmpdir(), 'onqueue-colleague-')), ['--hub', first.hubUrl]);
  agent = await Agent.open(browser, first.agentUrl);
  await agent.presence.waitFor();
  colleague = await Agent.open(browser, second.agentUrl);
});
afterAll(async () => {
  await browser?.close();
  await second?.stop();
  await first?.stop();
});

const startTransfer = async (to: string, note: string) => {
  await agent.button('Transfer').click();
  const dialog = agent.page.getByRole('dialog');
  await dialog.getByRole('radio', { name: to }).check();
  await dialog.getByRole('textbox', { name: /Note/ }).fill(note);
  await dialog.getByRole('button', { name: 'Transfer now' }).click();
  await dialog.waitFor({ state: 'hidden' });
};

const step = story('two agents share the work of one hub');

step('rejects a wrong password with a message, and signs in with the right one', async () => {
  await colleague.page.getByRole('textbox', { name: 'Hub address' }).fill(first.hubUrl);
  await colleague.page.getByRole('textbox', { name: 'Username' }).fill('noor.haddad');
  await colleague.page.getByLabel('Password').fill('wrong password');
  await colleague.button('Sign in').click();
  await colleague.page.getByText(/password is /).waitFor();
  await colleague.signIn(first.hubUrl, 'noor.haddad');
  await colleague.page.getByRole('button', { name: 'Presence: Available' }).waitFor();
});

step(
  'transfers by offer: a declined transfer returns with its reason, an accepted one moves with its history',
  async () => {
    await colleague.choose('Lunch');
    const ana = await newCustomer(browser, first.chatUrl, 'Ana', 'Refund');
    await agent.accept('Ana');
    await agent.say('One moment, I will ask Noor');
    await colleague.choose('Available');

    await startTransfer('Noor Haddad', 'Refund, order HL-7');
    const offer = colleague.offerFrom('Ana');
    await offer.getByText('Refund, order HL-7').waitFor();
    await offer.getByRole('button', { name: 'Decline' }).click();
    await colleague.page.getByRole('menuitem', { name: 'With another customer' }).click();
    await agent.page.getByText('Noor Haddad declined your transfer', { exact: false }).waitFor();
    await agent.say('Still with me');

    await startTransfer('Noor Haddad', 'Please');
    await colleague.accept('Ana');
    await colleague.log.getByText('Still with me').waitFor();
    await agent.tab('Ana').waitFor({ state: 'hidden' });
    await colleague.say('Hello, this is Noor');
    await ana.log.getByText('Hello, this is Noor').waitFor();
    await ana.leave();
    await colleague.tab('Ana').waitFor({ state: 'hidden' });
  },
);

step('case 5: stops ringing and withdraws the offer when another agent gets the item', async () => {
  await colleague.choose('Lunch');
  const bo = await newCustomer(browser, first.chatUrl, 'Bo');
  await agent.offerFrom('Bo').waitFor();
  await colleague.choose('Available');
  await agent.offerFrom('Bo').getByRole('button', { name: 'Decline' }).click();
  await agent.page.getByRole('menuitem', { name: 'Not my subject' }).click();
  await colleague.accept('Bo');
  await agent.offerFrom('Bo').waitFor({ state: 'hidden' });
  expect(await agent.offers.getByRole('article').count()).toBe(0);
  await bo.leave();
});

step('asks before going Offline with an open conversation, and hands it to a free agent', async () => {
  await colleague.choose('Lunch');
  const cy = await newCustomer(browser, first.chatUrl, 'Cy');
  await agent.accept('Cy');
  await agent.presence.click();
  await agent.page.getByRole('menuitemradio', { name: 'Offline' }).click();
  await agent.page
    .getByRole('dialog')
    .getByRole('button', { name: /Hand over/ })
    .click();
  await agent.page.getByRole('button', { name: 'Presence: Offline' }).waitFor();
  await colleague.choose('Available');
  await colleague.accept('Cy');
  await cy.leave();
});

step('case 21: shows the same in a second window, and only one of them rings', async () => {
  await agent.choose('Available');
  await colleague.choose('Lunch');
  const other = await agent.anotherWindow();
  await other.getByRole('button', { name: 'Presence: Available' }).waitFor();
  await other.getByRole('button', { name: 'Enable sound' }).click();
  const di = await newCustomer(browser, first.chatUrl, 'Di');
  await agent.offerFrom('Di').waitFor();
  await other.getByRole('article', { name: 'Chat from Di' }).waitFor();
  const ringing = await Promise.all([agent.page, other].map((page) => soundsWithin(page, 1_500)));
  expect(ringing.filter(Boolean)).toHaveLength(1);
  await other.close();
  await agent.accept('Di');
  await di.leave();
});
