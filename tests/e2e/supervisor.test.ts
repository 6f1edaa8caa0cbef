import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { prepareCentre, type RunningApp, startApp } from '../support/app.ts';
import { launchBrowser } from '../support/chromium.ts';
import { expectClean } from '../support/expect-clean.ts';
import { Agent, newCustomer } from '../support/people.ts';
import { story } from '../support/story.ts';

/** A supervisor, an agent and their customers, each in their own browser context; checks both sides of every action. */
let browser: Browser;
let first: RunningApp;
let second: RunningApp;
let supervisor: Agent;
let agent: Agent;

beforeAll(async () => {
  const folder = await prepareCentre({
    colleagues: ['noor.haddad'],
    configuration: { wrapUpSeconds: 120, capacity: 2 },
    chatRouting: { pushTimeOutSeconds: 60 },
    careQueue: { memberProfileIds: [], memberUserIds: ['noor.haddad'] },
  });
  [browser, first] = await Promise.all([launchBrowser(), startApp(folder)]);
  second = await startApp(mkdtempSync(join(tmpdir(), 'onqueue-agent-')), ['--hub', first.hubUrl]);
  supervisor = await Agent.open(browser, first.agentUrl, { viewport: { width: 1440, height: 900 } });
  await supervisor.presence.waitFor();
  await supervisor.choose('Lunch');
  agent = await Agent.open(browser, second.agentUrl);
  await agent.signIn(first.hubUrl, 'noor.haddad');
});
afterAll(async () => {
  await browser?.close();
  await second?.stop();
  await first?.stop();
});

const show = async (tab: 'Agents' | 'Queues' | 'Work in progress' | 'Wallboard' | 'Reports') => {
  await supervisor.page.bringToFront();
  await supervisor.page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: 'Supervisor' })
    .click();
  await supervisor.page
    .getByRole('navigation', { name: 'Supervisor pages' })
    .getByRole('link', { name: tab })
    .click();
};
const row = (table: string, text: string): Locator =>
  supervisor.page.getByRole('table', { name: table }).getByRole('row').filter({ hasText: text });
const side = (name: string) => supervisor.page.getByRole('complementary', { name });
const yes = (name: string) => supervisor.page.getByRole('dialog').getByRole('button', { name }).click();

const step = story('a supervisor watches the floor and acts on it');

step(
  'sees each agent’s activity within a second, and sets a status; the agent sees by whom and why',
  async () => {
    await show('Agents');
    await row('Agents', 'Noor Haddad').getByText('Available').waitFor();
    await supervisor.page.getByRole('checkbox', { name: 'Noor Haddad' }).check();
    await supervisor.button('Set status').click();
    const dialog = supervisor.page.getByRole('dialog');
    await dialog.getByLabel('New status').selectOption({ label: 'Away – Lunch' });
    await dialog.getByLabel('Note').fill('Enjoy your meal');
    await yes('Set status');
    await agent.page.getByRole('button', { name: 'Presence: Lunch' }).waitFor();
    await agent.page
      .getByText(/^Set by (?!you|the system)/)
      .first()
      .waitFor();
    await row('Agents', 'Noor Haddad').getByText('Lunch').waitFor();
    await agent.choose('Available');
  },
);

step('gets an alert when an agent asks for help, monitors, whispers, and lowers the flag', async () => {
  const ana = await newCustomer(browser, first.chatUrl, 'Ana', 'Broken zip');
  await agent.accept('Ana');
  await ana.say('The zip is broken');
  await agent.page.bringToFront();
  await agent.button('More actions').click();
  await agent.page.getByRole('menuitem', { name: 'Ask a supervisor' }).click();
  await supervisor.page
    .getByRole('alert')
    .filter({ hasText: 'Noor Haddad asks for help with Ana' })
    .waitFor();
  await supervisor.page.bringToFront();
  await supervisor.button('Look').click();
  const panel = side('Work');
  await panel.getByRole('heading', { name: 'Ana' }).waitFor();
  await panel.getByRole('button', { name: 'Read along' }).click();
  await panel.getByRole('log').getByText('The zip is broken').waitFor();
  await panel.getByRole('textbox', { name: 'Whisper to the agent' }).fill('Offer a new one');
  await panel.getByRole('button', { name: 'Whisper' }).click();
  await agent.log.getByText('Offer a new one').waitFor();
  expect(await ana.log.getByText('Offer a new one').count()).toBe(0);
  await panel.getByRole('button', { name: 'Lower the flag' }).click();
  await supervisor.page.getByRole('alert').filter({ hasText: 'asks for help' }).waitFor({ state: 'hidden' });
  await agent.say('You get a new one');
  await panel.getByRole('log').getByText('You get a new one').waitFor();
});

step('takes a conversation over; the agent wraps up, the supervisor ends the wrap-up', async () => {
  await show('Work in progress');
  await row('Work in progress', 'Ana').getByRole('button').first().click();
  await side('Work').getByRole('button', { name: 'Take over' }).click();
  await yes('Take over');
  await agent.wrapUp.waitFor();
  await agent.page.getByText(/took over the work with Ana/).waitFor();
  // The panel stays with the agent's work, which is in wrap-up now.
  await side('Work').getByRole('button', { name: 'End wrap-up' }).click();
  await yes('End wrap-up');
  await agent.wrapUp.waitFor({ state: 'hidden' });
  // Now it follows the work that the supervisor has taken over.
  await side('Work').getByText('Open', { exact: false }).first().waitFor();
  await side('Work').getByRole('button', { name: 'Close', exact: true }).last().click();
  await yes('Close');
  await row('Work in progress', 'Open').waitFor({ state: 'hidden' });
});

step(
  'removes an agent from a queue and adds them back; keeps a membership through a user profile',
  async () => {
    await agent.choose('Available');
    const change = async (member: boolean) => {
      await show('Agents');
      await row('Agents', 'Noor Haddad').getByRole('button').first().click();
      await side('Agent').getByRole('button', { name: 'Change queues' }).click();
      const dialog = supervisor.page.getByRole('dialog');
      expect(await dialog.getByRole('checkbox', { name: 'Case desk' }).isDisabled()).toBe(true);
      await dialog.getByRole('checkbox', { name: 'Customer care' }).setChecked(member);
      await yes('Change queues');
      await row('Agents', 'Noor Haddad')
        .getByText('Customer care')
        .waitFor({ state: member ? 'visible' : 'hidden' });
    };
    await change(false);
    const fay = await newCustomer(browser, first.chatUrl, 'Fay');
    await fay.position.waitFor();
    await show('Queues');
    await row('Queues', 'Customer care').getByRole('button').first().click();
    await side('Queue').getByRole('button', { name: 'Why waiting?' }).last().click();
    await side('Queue').getByText('Not a member of the queue Customer care').first().waitFor();
    expect(await agent.offerFrom('Fay').count()).toBe(0);
    await change(true);
    await agent.offerFrom('Fay').waitFor();
    await fay.leave();
    await agent.offerFrom('Fay').waitFor({ state: 'hidden' });
  },
);

step(
  'sees why an item waits, assigns over capacity only after a warning, and returns work to the queue',
  async () => {
    await newCustomer(browser, first.chatUrl, 'Bo');
    await agent.accept('Bo');
    await newCustomer(browser, first.chatUrl, 'Cleo');
    await agent.accept('Cleo');
    await newCustomer(browser, first.chatUrl, 'Dan');
    await show('Queues');
    await row('Queues', 'Customer care').getByRole('button').first().click();
    const panel = side('Queue');
    await panel.getByRole('button', { name: 'Why waiting?' }).first().click();
    await panel.getByText(/Not enough room: it needs 1, and 2 of 2 are in use/).waitFor();
    await newCustomer(browser, first.chatUrl, 'Eli');
    const waiting = () => panel.getByRole('list', { name: 'Next in line' }).locator('> li');
    await waiting().nth(1).getByText('Eli').waitFor();
    await panel.getByRole('button', { name: 'Put Eli first' }).click();
    await expect.poll(() => waiting().first().textContent()).toContain('Eli');
    const lower = panel.getByRole('button', { name: 'Lower the priority of Eli' });
    await lower.click();
    await lower.click();
    await panel.getByText('Priority 2').waitFor();
    await expect.poll(() => waiting().first().textContent()).toContain('Dan');
    expect(await lower.evaluate((button) => button.matches(':focus'))).toBe(true);
    await panel.getByRole('button', { name: 'Assign' }).first().click();
    await supervisor.page.getByRole('dialog').getByLabel('Agent').selectOption({ index: 1 });
    const chosen = supervisor.page
      .getByRole('dialog')
      .getByLabel('Agent')
      .locator('option', { hasText: 'Noor' });
    await supervisor.page
      .getByRole('dialog')
      .getByLabel('Agent')
      .selectOption((await chosen.getAttribute('value')) ?? '');
    await yes('Assign');
    await supervisor.page
      .getByText('Noor Haddad would be 1 over a capacity of 2', { exact: false })
      .waitFor();
    await yes('Assign anyway');
    await agent.accept('Dan');
    await agent.page.getByText(/gave you the work with Dan/).waitFor();

    await show('Work in progress');
    await row('Work in progress', 'Dan').getByRole('button').first().click();
    await side('Work').getByRole('button', { name: 'Return to queue' }).click();
    await yes('Return to queue');
    await agent.tab('Dan').waitFor({ state: 'hidden' });
    await row('Work in progress', 'Dan').getByText('Waiting').waitFor();
    // The panel follows the item, and now shows why it waits.
    await side('Work')
      .getByText(/Noor Haddad/)
      .waitFor();
  },
);

step('ends the wrap-ups of agents and signs them out; the agents see it', async () => {
  await show('Agents');
  await row('Agents', 'Noor Haddad').getByRole('button').first().click();
  const panel = side('Agent');
  await panel.getByRole('img', { name: 'Statuses and work of today' }).waitFor();
  await panel.getByText(/At full capacity|Nothing keeps work away|Not enough room/).waitFor();
  expect(await panel.getByRole('button', { name: 'End wrap-up' }).isDisabled()).toBe(true);
  await agent.tab('Bo').click();
  await agent.end();
  await agent.wrapUp.waitFor();
  await panel.getByRole('button', { name: 'End wrap-up' }).click();
  await yes('End wrap-up');
  await agent.wrapUp.waitFor({ state: 'hidden' });
  await panel.getByRole('button', { name: 'Sign out' }).click();
  const dialog = supervisor.page.getByRole('dialog');
  await dialog.getByRole('checkbox', { name: 'Hand over to the queue' }).check();
  await yes('Sign out');
  await agent.page.getByRole('button', { name: 'Presence: Offline' }).waitFor();
  await row('Agents', 'Noor Haddad').getByText('Offline').waitFor();
  await agent.choose('Available');
});

step('reads the wallboard and a report, and downloads the report', async () => {
  await show('Wallboard');
  await supervisor.page.getByText('Service level', { exact: true }).waitFor();
  await supervisor.page.getByRole('img', { name: /The last hour: Arrived [4-9]/ }).waitFor();
  await show('Reports');
  const table = supervisor.page.getByRole('table', { name: 'Per agent' });
  const noor = table.getByRole('row').filter({ hasText: 'Noor Haddad' });
  await noor.waitFor();
  const [download] = await Promise.all([
    supervisor.page.waitForEvent('download'),
    supervisor.button('Save as CSV').first().click(),
  ]);
  const text = readFileSync((await download.path()) ?? '', 'utf8');
  const [headings = [], ...records] = text
    .replace('\uFEFF', '')
    .trim()
    .split('\r\n')
    .map((line) => line.split(','));
  const cell = (heading: string) =>
    Number(records.find(([name]) => name === 'Noor Haddad')?.[headings.indexOf(heading)]);
  expect(cell('Answered')).toBeGreaterThan(2);
  expect(cell('Time in Available')).toBeGreaterThan(0);
  expect(headings).toContain('Time in Lunch');
});

step('has no serious axe findings on any tab', async () => {
  for (const tab of ['Agents', 'Queues', 'Work in progress', 'Wallboard', 'Reports'] as const) {
    await show(tab);
    await expectClean(supervisor.page, tab);
  }
});

step('is not offered to agents', async () => {
  expect(await agent.page.getByRole('link', { name: 'Supervisor' }).count()).toBe(0);
});
