import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { PASSWORD, prepareCentre, type RunningApp, startApp } from '../support/app.ts';
import { launchBrowser } from '../support/chromium.ts';
import { expectClean } from '../support/expect-clean.ts';
import { inSetup } from '../support/in-setup.ts';
import { Agent, type Customer, newCustomer } from '../support/people.ts';
import { story } from '../support/story.ts';

/** An admin manages access; the change reaches an agent at another desk at once. */
let browser: Browser;
let office: RunningApp;
let desk: RunningApp;
let admin: Agent;
let page: Page;
let noor: Agent;

beforeAll(async () => {
  const folder = await prepareCentre({ colleagues: ['noor.haddad'] });
  [browser, office] = await Promise.all([launchBrowser(), startApp(folder)]);
  desk = await startApp(mkdtempSync(join(tmpdir(), 'onqueue-desk-')), ['--hub', office.hubUrl]);
  admin = await Agent.open(browser, office.agentUrl);
  page = admin.page;
  await admin.presence.waitFor();
  // Noor takes the work.
  await admin.choose('Lunch');
  await openSetup();
  noor = await Agent.open(browser, desk.agentUrl);
  await noor.signIn(office.hubUrl, 'noor.haddad');
});
afterAll(async () => {
  await browser?.close();
  await desk?.stop();
  await office?.stop();
});

const { openSetup, goTo, heading, field, number, check, select } = inSetup(() => page);
const open = async (place: string, record: string) => {
  await goTo(place);
  await page.getByRole('link', { name: record, exact: true }).click();
  await heading(record).waitFor();
};
/** Saves, and waits for the confirmation. */
const save = async () => {
  const said = page.getByRole('button', { name: 'Dismiss' });
  while ((await said.count()) > 0) await said.first().click();
  await admin.button('Save').click();
  await page.getByText('Saved.', { exact: true }).waitFor();
};
/** Moves one entry between two lists, with the keyboard. */
async function pick(list: string, entry: string): Promise<void> {
  await page.getByRole('listbox', { name: list }).selectOption({ label: entry });
  await page.getByRole('listbox', { name: list }).press('Enter');
}
/** The part of a page needed to paste. */
interface Clipboard {
  readonly DataTransfer: new () => { setData(type: string, text: string): void };
  readonly ClipboardEvent: new (type: string, init: object) => Event;
}
/** Pastes as a spreadsheet does. */
const paste = (into: string, text: string) =>
  field(into).evaluate((input, given) => {
    const { DataTransfer, ClipboardEvent } = globalThis as unknown as Clipboard;
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', given);
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
    (input as unknown as EventTarget).dispatchEvent(event);
  }, text);
const capacityOfNoor = () =>
  noor.page.getByRole('meter', { name: 'Capacity', exact: true }).getAttribute('aria-valuemax');
const effective = (setting: string) =>
  page
    .getByRole('table', { name: 'Effective settings' })
    .getByRole('row', { name: new RegExp(`^${setting}`) });

const step = story('an admin manages people and access');

step('creates a configuration from scratch, assigns it, and applies it to the agent at once', async () => {
  await goTo('Presence configurations');
  await admin.button('New presence configuration').click();
  await field('Name').fill('Evening shift');
  await number('Capacity').fill('5');
  await check('Allow agents to decline').check();
  await check('Allow agents to choose a decline reason').check();
  await pick('Available decline reasons', 'Technical problem');
  await pick('Available decline reasons', 'Wrong queue');
  await check('Give agents wrap-up time').check();
  await number('Duration').fill('40');
  await check('Let agents extend').check();
  await number('Extension duration').fill('15');
  await number('Max extensions').fill('1');
  await field('Agent alias').fill('{!Nickname} of the evening');
  await pick('Available users', 'Noor Haddad');
  const preview = page.getByRole('region', { name: 'What an agent will see' });
  await preview.getByText('Technical problem, Wrong queue').waitFor();
  await preview.getByText('Noor of the evening').waitFor();
  await preview.getByText('0:40 + 1 × 0:15').first().waitFor();
  await expectClean(page);
  await save();
  await heading('Evening shift').waitFor();

  const customer = await newCustomer(browser, office.chatUrl, 'Ana');
  const offer = noor.offerFrom('Ana');
  await offer.getByRole('button', { name: 'Decline' }).click();
  const reasons = noor.page.getByRole('menuitem');
  await reasons.first().waitFor();
  expect((await reasons.allInnerTexts()).map((text) => text.trim())).toEqual([
    'Technical problem',
    'Wrong queue',
  ]);
  await noor.page.keyboard.press('Escape');
  await noor.accept('Ana');
  await customer.page
    .getByText(/Noor of the evening/)
    .first()
    .waitFor();
  await noor.end();
  await noor.wrapUp
    .getByRole('timer')
    .getByText(/^0:(40|3\d)$/)
    .waitFor();
  const extend = noor.wrapUp.getByRole('button', { name: /^Extend 0:15/ });
  await extend.click();
  await extend.waitFor({ state: 'hidden' });
  await noor.wrapUp.getByRole('button', { name: 'All done' }).click();
  await customer.context.close();
});

step('allows five chats, not six, with capacity 5 and size 1', async () => {
  const customers: Customer[] = [];
  for (const name of ['One', 'Two', 'Three', 'Four', 'Five'])
    customers.push(await newCustomer(browser, office.chatUrl, name));
  for (const name of ['One', 'Two', 'Three', 'Four', 'Five']) await noor.accept(name);
  const sixth = await newCustomer(browser, office.chatUrl, 'Six');
  await sixth.position.getByText(/next/).waitFor();
  expect(await noor.offerFrom('Six').count()).toBe(0);

  await open('Users', 'Noor Haddad');
  await number('Capacity').fill('6');
  await save();
  await noor.accept('Six');
  for (const customer of [...customers, sixth]) await customer.leave();
  for (let left = 6; left > 0; left--) {
    const done = noor.wrapUp.getByRole('button', { name: 'All done' });
    await done.click();
    await expect
      .poll(() => noor.page.getByRole('tablist', { name: 'Open work' }).getByRole('tab').count())
      .toBe(left - 1);
  }
});

step('prefers a user’s capacity of 50 to the profile’s 40, shows its source and applies it', async () => {
  await open('User profiles', 'Care team');
  await number('Capacity').fill('40');
  await save();
  await open('Users', 'Noor Haddad');
  await number('Capacity').fill('');
  await effective('Capacity').getByText('profile Care team; configuration Evening shift says 5').waitFor();
  await save();
  await expect.poll(capacityOfNoor).toMatch(/^40/);
  await number('Capacity').fill('50');
  await effective('Capacity')
    .getByText('set on Noor Haddad; profile Care team says 40; configuration Evening shift says 5')
    .waitFor();
  await save();
  await expect.poll(capacityOfNoor).toMatch(/^50/);
  await expectClean(page);
});

step('removes a deactivated status from the menu of a connected agent', async () => {
  const item = noor.page.getByRole('menuitemradio', { name: 'In training' });
  await noor.presence.click();
  await item.waitFor();
  await open('Presence statuses', 'In training');
  await admin.button('Deactivate').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Deactivate' }).click();
  await admin.button('Activate').waitFor();
  await item.waitFor({ state: 'hidden' });
  await noor.page.keyboard.press('Escape');
});

step('allows only Offline to an agent without any granted status', async () => {
  await open('Users', 'Noor Haddad');
  await select('User profile').selectOption({ label: 'No profile' });
  await page.getByText(/No status is granted/).waitFor();
  await save();
  await noor.presence.click();
  const items = noor.page.getByRole('menuitemradio');
  await expect.poll(() => items.count()).toBe(1);
  expect(await items.first().innerText()).toContain('Offline');
  await noor.page.keyboard.press('Escape');
  await select('User profile').selectOption({ label: 'Care team' });
  await save();
});

step(
  'signs a new user in with the password of the form; the list filters by who takes part in routing',
  async () => {
    await goTo('Users');
    await admin.button('New user').click();
    await field('Name').fill('Gilda Moss');
    await field('Username').fill('gilda moss');
    await page.getByLabel('Password', { exact: true }).fill('short');
    await admin.button('Save').click();
    await page.getByText('Without spaces.').waitFor();
    await page.getByText('At least 10 characters.', { exact: true }).waitFor();
    await field('Username').fill('noor.haddad');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await admin.button('Save').click();
    await page.getByText('This name is already in use.').waitFor();
    await field('Username').fill('gilda.moss');
    await pick('Available statuses', 'Available');
    await pick('Available queues', 'Customer care');
    await expectClean(page);
    await save();
    await heading('Gilda Moss').waitFor();
    const answer = await fetch(new URL('/rpc/auth/signIn', office.hubUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ json: { username: 'gilda.moss', password: PASSWORD } }),
    });
    expect(answer.status).toBe(200);
    await effective('Queues').getByText('set on Gilda Moss: Customer care').waitFor();

    await goTo('Users');
    await open('Users', 'Gilda Moss');
    await check('Agent').uncheck();
    await check('Administrator').check();
    await save();
    await goTo('Users');
    await select('Show').selectOption({ label: 'Omni-channel users' });
    await page.getByRole('row', { name: /Noor Haddad/ }).waitFor();
    expect(await page.getByRole('row', { name: /Gilda Moss/ }).count()).toBe(0);
    await page.getByRole('button', { name: 'Capacity' }).click();
    await page.getByRole('button', { name: 'Capacity' }).click();
    await expect.poll(() => page.getByRole('rowheader').first().innerText()).toBe('Noor Haddad');
  },
);

step('shows a supervisor with a scope only the people and queues in it', async () => {
  await open('Users', 'Noor Haddad');
  await check('Supervisor').check();
  await check('Supervises only some').check();
  await pick('Available – Queues', 'Orders and returns');
  await expectClean(page);
  await save();

  const link = noor.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Supervisor' });
  await link.click();
  const row = (table: string, name: string) =>
    noor.page.getByRole('table', { name: table }).getByRole('row', { name: new RegExp(name) });
  await row('Agents', 'Jonas Berg').waitFor();
  expect(await row('Agents', 'Mina Seo').count()).toBe(0);
  const pages = noor.page.getByRole('navigation', { name: 'Supervisor pages' });
  await pages.getByRole('link', { name: 'Queues' }).click();
  await row('Queues', 'Orders and returns').waitFor();
  expect(await row('Queues', 'Customer care').count()).toBe(0);

  await check('Supervises only some').uncheck();
  await save();
  await row('Queues', 'Customer care').waitFor();
  await pages.getByRole('link', { name: 'Agents' }).click();
  await row('Agents', 'Mina Seo').waitFor();

  await check('Supervisor').uncheck();
  await save();
  await link.waitFor({ state: 'hidden' });
});

step('signs a deactivated user out', async () => {
  await open('Users', 'Noor Haddad');
  await admin.button('Deactivate').click();
  await page
    .getByRole('dialog')
    .getByText(/is signed out now/)
    .waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Deactivate' }).click();
  await admin.button('Activate').waitFor();
  await noor.page
    .getByRole('alert')
    .getByText(/You were signed out/)
    .waitFor();
});

step(
  'shows a channel as primary for live chat, with its settings beside the rules of the configuration',
  async () => {
    await open('Service channels', 'Chat');
    expect(await select('Capacity pool').isDisabled()).toBe(true);
    await check('Own wrap-up time').check();
    await number('Duration').fill('29');
    await number('Max extensions').fill('2');
    await admin.button('Save').click();
    await page.getByText('Between 30 and 3600.').waitFor();
    await page.getByText('Give both').waitFor();
    await number('Duration').fill('30');
    await number('Extension duration').fill('15');
    await check('Order by a field of the work').check();
    await field('Secondary-priority field').fill('Tier');
    await admin.button('Add a row').click();
    await paste('Value, row 1', Array.from({ length: 755 }, (_, at) => `Tier ${at}\t${at}`).join('\n'));
    await field('Value, row 1').waitFor();
    await expect.poll(() => field('Value, row 1').inputValue()).toBe('Tier 0');
    await expectClean(page);
    await save();
    await page.reload();
    await expect.poll(() => field('Value, row 1').inputValue()).toBe('Tier 0');
  },
);

step('sizes a routing configuration in units or percent; deleting it lists where it is used', async () => {
  await goTo('Queues and routing');
  await page.getByRole('link', { name: 'Routing configurations' }).click();
  await expectClean(page);
  await page.getByRole('link', { name: 'Cases' }).click();
  await page.getByRole('radio', { name: 'In percent of the capacity' }).check();
  await number('Percent of capacity').fill('100.5');
  await admin.button('Save').click();
  await page.getByText('Between 0 and 100.').waitFor();
  await number('Percent of capacity').fill('33.333');
  await number('Push time-out').fill('21');
  await page.getByText(/Calls ring for 20 s at most/).waitFor();
  await save();
  await page.reload();
  await expect.poll(() => number('Percent of capacity').inputValue()).toBe('33.333');
  await admin.button('Delete').click();
  await page.getByRole('dialog').getByText('Queue Case desk: routes by it').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
});

step('copies a queue, lets it overflow into another one, and deletes it when it is unused', async () => {
  await open('Queues and routing', 'Case desk');
  await admin.button('Duplicate').click();
  await heading('New queue').waitFor();
  await field('Name').fill('Night desk');
  await select('Overflow').selectOption({ label: 'Overflow queue' });
  await admin.button('Save').click();
  await page.getByText('Fill this in.').waitFor();
  await select('Overflow queue').selectOption({ label: 'Case desk' });
  await field('Outcomes').fill('Solved\nsolved');
  await admin.button('Save').click();
  await page.getByText('“solved” stands here twice.').waitFor();
  await field('Outcomes').fill('Solved\n\nPassed on\n');
  await expectClean(page);
  await save();
  await heading('Night desk').waitFor();
  await open('Queues and routing', 'Case desk');
  await admin.button('Delete').click();
  await page.getByRole('dialog').getByText('Queue Night desk: overflows into it').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await open('Queues and routing', 'Night desk');
  await admin.button('Delete').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await heading('Queues and routing').waitFor();
  await page.getByRole('row', { name: /Night desk/ }).waitFor({ state: 'hidden' });
});

step('reports that a record was deleted by another admin, and keeps the typed values', async () => {
  await open('User profiles', 'Care team');
  await admin.button('Duplicate').click();
  await heading('New user profile').waitFor();
  await field('Name').fill('Weekend team');
  await save();
  await heading('Weekend team').waitFor();
  const other = await admin.anotherWindow();
  await other.goto(page.url());
  await field('Description').fill('Two days');
  const chosen = other.getByRole('listbox', { name: 'Selected queues' });
  await chosen.waitFor();
  const queues = await chosen.getByRole('option').allInnerTexts();
  expect(queues.length).toBeGreaterThan(0);
  await chosen.selectOption(queues.map((label) => ({ label })));
  await chosen.press('Enter');
  await other.getByRole('button', { name: 'Save' }).click();
  await other.getByText('Saved.', { exact: true }).waitFor();
  await other.getByRole('button', { name: 'Delete' }).click();
  await other.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await other.getByRole('heading', { level: 1, name: 'User profiles' }).waitFor();
  await other.close();
  await page
    .getByRole('alert')
    .getByText(/Somebody else has deleted this/)
    .waitFor();
  expect(await field('Description').inputValue()).toBe('Two days');
  expect(await admin.button('Save').isDisabled()).toBe(true);
});
