/** The first admin: replaces the sample with their own contact centre in one click, and sets their own password. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { join } from 'node:path';
import { fixtures, zipOfFolder } from '../import/stage.ts';
import { PASSWORD, prepareCentre, type RunningApp, startApp } from '../support/app.ts';
import { launchBrowser } from '../support/chromium.ts';
import { Agent } from '../support/people.ts';

let browser: Browser;
let app: RunningApp;
beforeAll(async () => {
  browser = await launchBrowser();
});
beforeEach(async () => {
  app = await startApp(await prepareCentre({ colleagues: ['noor.haddad'] }));
});
afterEach(() => app?.stop());
afterAll(() => browser?.close());

it('lets an agent change their password, and rejects the old one', async () => {
  const team = await startApp((await prepareCentre()) + '-team', ['--hub', app.hubUrl]);
  try {
    const noor = await Agent.open(browser, team.agentUrl);
    await noor.signIn(app.hubUrl, 'noor.haddad');
    const { page } = noor;
    await page.getByRole('link', { name: 'Preferences' }).click();
    const form = page.getByRole('form', { name: 'Change password' });
    const field = (name: string) => form.getByLabel(name, { exact: true });
    await field('Present password').fill('not this one');
    await field('New password').fill('battery staple');
    await field('New password again').fill('battery staples');
    await form.getByRole('button', { name: 'Change the password' }).click();
    await form.getByText('These are not the same.').waitFor();
    await field('New password again').fill('battery staple');
    await form.getByRole('button', { name: 'Change the password' }).click();
    await form.getByText(/User name or password is not right/).waitFor();
    await field('Present password').fill(PASSWORD);
    for (const [weak, words] of [
      ['Noor Haddad 1', /little more than a name/],
      ['password123', /too easy to guess/],
    ] as const) {
      await field('New password').fill(weak);
      await field('New password again').fill(weak);
      await form.getByRole('button', { name: 'Change the password' }).click();
      await form.getByText(words).waitFor();
    }
    await field('New password').fill('battery staple');
    await field('New password again').fill('battery staple');
    await form.getByRole('button', { name: 'Change the password' }).click();
    await page.getByText(/Your password is changed/).waitFor();
    expect(await noor.presence.count()).toBe(1);
    // S22: the packages of the page and their licences.
    const opened = noor.context.waitForEvent('page');
    await page.getByRole('link', { name: 'Third-party notices' }).click();
    await (await opened).getByText(/^react-dom 19/m).waitFor();
    const signIn = (password: string) =>
      fetch(`${app.hubUrl}/rpc/auth/signIn`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ json: { username: 'noor.haddad', password, device: 'test' } }),
      }).then(({ status }) => status);
    expect(await signIn(PASSWORD)).toBe(401);
    expect(await signIn('battery staple')).toBe(200);
    await noor.context.close();
  } finally {
    await team.stop();
  }
});

it('starts empty from the first card, imports, and can choose imported statuses', async () => {
  const admin = await Agent.open(browser, app.agentUrl);
  const { page } = admin;
  await admin.presence.waitFor();
  await page
    .getByRole('region', { name: 'Welcome to OnQueue' })
    .getByRole('button', { name: /Start empty/ })
    .click();
  const question = page.getByRole('dialog', { name: 'Remove the sample contact centre?' });
  await question.getByRole('button', { name: 'Cancel' }).click();
  await page
    .getByRole('region', { name: 'Welcome to OnQueue' })
    .getByRole('button', { name: /Start empty/ })
    .click();
  await question.getByRole('button', { name: 'Start empty' }).click();
  await page.getByRole('heading', { level: 1, name: 'Import and export' }).waitFor();
  await page.getByText(/The contact centre is empty/).waitFor();
  expect(await page.getByRole('region', { name: 'Start empty' }).count()).toBe(0);
  await page.getByLabel('Zip file to import').setInputFiles({
    name: 'org.zip',
    mimeType: 'application/zip',
    buffer: await zipOfFolder(join(fixtures, 'salesforce', 'lighthouse')),
  });
  await admin.button(/^Apply \d+ changes$/).click();
  await page.getByText(/changes applied/).waitFor();
  await admin.presence.click();
  await page.getByRole('menuitemradio', { name: /01 \| Lamps/ }).click();
  await page.getByRole('button', { name: /^Presence: 01 \| Lamps/ }).waitFor();
  await page.getByRole('link', { name: 'Preferences' }).click();
  await page.getByText('You are signed in by this computer and need no password.').waitFor();
  await admin.context.close();
});
