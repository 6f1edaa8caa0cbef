import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { prepareCentre, type RunningApp, startApp } from '../support/app.ts';
import { launchBrowser } from '../support/chromium.ts';
import { expectClean } from '../support/expect-clean.ts';
import { inSetup } from '../support/in-setup.ts';
import { Agent } from '../support/people.ts';
import { story } from '../support/story.ts';

/** The admin of a small centre changes Setup and sees the effect at once as the agent, who is the same person. */
let browser: Browser;
let app: RunningApp;
let agent: Agent;
let page: Page;

beforeAll(async () => {
  const folder = await prepareCentre({
    configuration: { wrapUp: false, wrapUpSeconds: null, extend: false },
  });
  [browser, app] = await Promise.all([launchBrowser(), startApp(folder)]);
  agent = await Agent.open(browser, app.agentUrl);
  page = agent.page;
  await agent.presence.waitFor();
});
afterAll(async () => {
  await browser?.close();
  await app?.stop();
});

const { openSetup, goTo, heading, field } = inSetup(() => page);
const save = () => agent.button('Save').click();

const step = story('an admin sets up a small contact centre');

step(
  'creates a status: shows errors at their fields, and derives the developer name from the name',
  async () => {
    await openSetup();
    await heading('Presence statuses').waitFor();
    await page.getByRole('link', { name: 'Lunch' }).waitFor();
    await expectClean(page);

    await agent.button('New presence status').click();
    await save();
    await page.getByText('Fill this in.').first().waitFor();
    expect(await field('Name').getAttribute('aria-invalid')).toBe('true');
    await expectClean(page);

    await field('Name').fill('Coaching call');
    expect(await field('Developer Name').inputValue()).toBe('Coaching_call');
    await field('Presence text').fill('Coaching');
    await page.getByRole('combobox', { name: 'Base status' }).selectOption({ label: 'Away' });
    await save();
    await heading('Coaching call').waitFor();
    expect(await field('Developer Name').isDisabled()).toBe(true);
    await goTo('Presence statuses');
    await page.getByRole('row', { name: /Coaching call/ }).waitFor();
  },
);

step('reorders statuses of one base with the keyboard', async () => {
  const names = async () => (await page.getByRole('rowheader').allInnerTexts()).map((name) => name.trim());
  const before = await names();
  const moved = before.indexOf('Coaching call');
  await page.getByRole('link', { name: 'Coaching call' }).press('Alt+ArrowUp');
  await expect.poll(async () => (await names()).indexOf('Coaching call')).toBe(moved - 1);
  await expect.poll(() => page.locator(':focus').innerText()).toBe('Coaching call');
});

step('deactivates a status after listing its uses, and shows it among the inactive ones', async () => {
  await page.getByRole('link', { name: 'Lunch' }).click();
  await agent.button('Deactivate').click();
  const question = page.getByRole('dialog');
  await question
    .getByText(/may choose it/)
    .first()
    .waitFor();
  await question.getByRole('button', { name: 'Deactivate' }).click();
  await agent.button('Activate').waitFor();
  await goTo('Presence statuses');
  await agent.button('Inactive').click();
  await page.getByRole('link', { name: 'Lunch' }).waitFor();
});

step('asks before discarding unsaved changes', async () => {
  await goTo('Decline reasons');
  await page.getByRole('link', { name: 'Wrong queue' }).click();
  await field('Name').fill('Wrong line');
  await goTo('Presence statuses');
  await page
    .getByRole('dialog', { name: 'Unsaved changes' })
    .getByRole('button', { name: 'Keep editing' })
    .click();
  expect(await field('Name').inputValue()).toBe('Wrong line');
  await goTo('Presence statuses');
  await page.getByRole('dialog').getByRole('button', { name: 'Discard changes' }).click();
  await heading('Presence statuses').waitFor();
});

/** Another admin's window with the same record. */
async function saveElsewhere(name: string): Promise<void> {
  const other = await agent.anotherWindow();
  await other.goto(page.url());
  await other.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  await other.getByRole('button', { name: 'Save' }).click();
  await other.getByRole('heading', { level: 1, name }).waitFor();
  await other.close();
}

step('shows changes of another admin live', async () => {
  await goTo('Decline reasons');
  await page.getByRole('link', { name: 'Wrong queue' }).click();
  await heading('Wrong queue').waitFor();
  await saveElsewhere('Other queue');
  await heading('Other queue').waitFor();
  expect(await field('Name').inputValue()).toBe('Other queue');
});

step('keeps typed values when another admin saves, and asks which to keep', async () => {
  const changed = page.getByRole('alert').getByText(/Somebody else changed this/);
  await field('Name').fill('Wrong line');
  await saveElsewhere('Third queue');
  await changed.waitFor();
  expect(await field('Name').inputValue()).toBe('Wrong line');
  await expectClean(page);
  await save();
  await changed.waitFor();
  await agent.button('Load the new version').click();
  await changed.waitFor({ state: 'hidden' });
  await expect.poll(() => field('Name').inputValue()).toBe('Third queue');

  await field('Name').fill('Wrong line');
  await saveElsewhere('Fourth queue');
  await agent.button('Keep my changes on top').click();
  await changed.waitFor({ state: 'hidden' });
  await save();
  await heading('Wrong line').waitFor();
});

step('changes the capacity of a configuration, effective for the agent at once', async () => {
  await goTo('Presence configurations');
  await page.getByRole('link', { name: 'Care team' }).click();
  await expectClean(page);
  const capacity = page.getByRole('spinbutton', { name: 'Capacity', exact: true });
  await capacity.fill('0');
  await save();
  await page.getByText('Between 1 and 10000.').waitFor();
  await capacity.fill('9');
  await save();
  await page.getByText('Saved.', { exact: true }).last().waitFor();
  const meter = page.getByRole('meter', { name: 'Capacity', exact: true });
  await expect.poll(() => meter.getAttribute('aria-valuemax')).toMatch(/^9(000)?$/);
});

step('disables a setting that another one rules out, with the reason beside it', async () => {
  const decline = page.getByRole('checkbox', { name: 'Allow agents to decline' });
  const accept = page.getByRole('checkbox', { name: 'Automatically accept requests' });
  expect(await accept.isDisabled()).toBe(true);
  await page.getByText(/Not together with letting agents decline/).waitFor();
  await decline.uncheck();
  expect(await accept.isDisabled()).toBe(false);
  expect(await page.getByRole('listbox', { name: 'Selected decline reasons' }).isDisabled()).toBe(true);
  await agent.button('Cancel').click();
});

step('moves users from another configuration only after confirmation', async () => {
  await page.getByRole('link', { name: 'Care team' }).click();
  await agent.button('Duplicate').click();
  await heading('New presence configuration').waitFor();
  expect(await field('Name').inputValue()).toBe('Care team copy');
  await page
    .getByRole('listbox', { name: 'Available profiles' })
    .selectOption({ label: 'Care team (now: Care team)' });
  await page.getByRole('listbox', { name: 'Available profiles' }).press('Enter');
  await save();
  const question = page.getByRole('dialog', { name: 'Move to this configuration?' });
  await question.getByText(/Care team: leaves “Care team”/).waitFor();
  await question.getByRole('button', { name: 'Cancel' }).click();
  await heading('New presence configuration').waitFor();
  await save();
  await question.getByRole('button', { name: 'Move and save' }).click();
  await heading('Care team copy').waitFor();
  await goTo('Presence configurations');
  await page.getByRole('row', { name: 'Care team copy 9 0 1' }).waitFor();
});
