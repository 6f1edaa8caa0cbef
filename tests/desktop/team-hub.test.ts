import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { PROTOCOL } from '#core/defaults.ts';
import { startScriptedHub } from '../support/scripted-hub.ts';
import { PASSWORD, prepareCentre, type RunningApp, startApp } from '../support/app.ts';
import { selfSigned } from '../support/self-signed.ts';
import { startTlsFront, type TlsFront } from '../support/tls-front.ts';
import { Desktop, openBrowser, STEP_TIMEOUT_MS, type SharedBrowser } from './desktop.ts';

/** Working with a team hub with a private certificate, and all that can go wrong when connecting to it. */
const soon = { timeout: STEP_TIMEOUT_MS };
const USERNAME = 'noor.haddad';
const genuine = selfSigned('hub.example.com');
let shared: SharedBrowser;
let desktop: Desktop;
let page: Page;
let folder: string;
let team: RunningApp;
let front: TlsFront;

beforeAll(async () => {
  team = await startApp(await prepareCentre({ colleagues: [USERNAME] }));
});
afterAll(() => team?.stop());
beforeEach(async () => {
  front = await startTlsFront(Number(new URL(team.hubUrl).port), genuine);
  folder = await prepareCentre();
  shared = await openBrowser();
});
afterEach(async () => {
  await desktop?.end();
  await shared?.close();
  await front?.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function start(): Promise<void> {
  desktop = Desktop.start(shared, folder);
  page = await desktop.page('main');
}
/** Starts it with its own hub, and opens the page for choosing another one. */
async function openSignIn(): Promise<void> {
  await start();
  await page.getByRole('button', { name: 'Presence: Available' }).waitFor();
  await desktop.call('chooseInTray', ['Preferences']);
  await page.getByRole('button', { name: /hub/i }).first().click();
}
async function signIn(hub: string, password = PASSWORD): Promise<void> {
  await page.getByRole('textbox', { name: 'Hub address' }).fill(hub);
  await page.getByRole('textbox', { name: 'Username' }).fill(USERNAME);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}
const question = (name: RegExp) => page.getByRole('dialog', { name });
const problem = (text: RegExp) => page.getByRole('alert').getByText(text).waitFor();
/** Waits for the link to the hub: the presence button appears before it. */
async function atWork(): Promise<void> {
  await page.getByRole('button', { name: /^Presence: / }).waitFor();
  await page.getByRole('status', { name: 'Connection: connected' }).waitFor({ state: 'attached' });
}

it('shows an unknown certificate, sends nothing before it is trusted, and does not ask again', async () => {
  await openSignIn();
  await signIn(front.url);
  const asked = question(/Do you trust this hub/);
  await asked.getByText('hub.example.com, Example Works').first().waitFor();
  await asked.getByText(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/).waitFor();
  expect(front.passedOn).toBe(0);
  await asked.getByRole('button', { name: 'Do not trust' }).click();
  await asked.waitFor({ state: 'hidden' });
  expect(front.passedOn).toBe(0);

  await page.getByRole('button', { name: 'Sign in' }).click();
  await asked.getByRole('button', { name: 'Trust and sign in' }).click();
  await atWork();
  await desktop.end();
  await start();
  await atWork();
  await desktop.call('chooseInTray', ['Preferences']);
  await page.getByText(front.url).waitFor();
});

it('refuses a changed certificate visibly, and only the user can trust the new one', async () => {
  await openSignIn();
  await signIn(front.url);
  await question(/Do you trust/)
    .getByRole('button', { name: 'Trust and sign in' })
    .click();
  await atWork();
  const before = front.passedOn;
  front.show(selfSigned('hub.example.com'));
  await problem(/another certificate than the one you trusted/);
  const tries = front.connections;
  await expect.poll(() => front.connections, soon).toBeGreaterThan(tries);
  expect(front.passedOn - before).toBeLessThan(400);
  await desktop.call('chooseInTray', ['Preferences']);
  await page.getByRole('button', { name: /hub/i }).first().click();
  await signIn(front.url);
  const asked = question(/certificate of this hub has changed/);
  await asked.getByText(/Go on only if your administrator/).waitFor();
  await asked.getByRole('button', { name: 'Trust the new certificate' }).click();
  await atWork();
  await page.getByText(/another certificate than/).waitFor({ state: 'hidden' });
});

it('explains each connection problem in one sentence', async () => {
  await openSignIn();
  await signIn('hub of the team');
  await problem(/no address of a hub/);
  await signIn('http://hub.example.com');
  await problem(/https only/);
  await signIn('https://noor:secret@hub.example.com');
  await problem(/Leave name and password out/);
  await signIn('http://127.0.0.1:9');
  await problem(/cannot be reached/);
  await signIn(`${team.hubUrl}/somewhere`);
  await problem(/no OnQueue hub/);
  await signIn(team.hubUrl, 'not it');
  await problem(/password is not right/);
  await signIn(team.hubUrl);
  await atWork();
});

it('detects an incompatible hub version before the password is sent, and also while the agent works', async () => {
  const hub = await startScriptedHub({ now: Date.now, username: USERNAME, password: PASSWORD });
  try {
    await openSignIn();
    hub.speak(PROTOCOL - 1);
    await signIn(hub.url);
    await problem(/hub is older than your OnQueue .* Ask your administrator to update the hub/);
    hub.speak(PROTOCOL + 1);
    await signIn(hub.url);
    await problem(/hub is newer than your OnQueue.* Update OnQueue/);
    expect(hub.named('auth.signIn')).toEqual([]);
    hub.speak(PROTOCOL);
    await signIn(hub.url);
    await atWork();
    hub.speak(PROTOCOL - 1);
    hub.cut();
    await problem(/The hub is older than this OnQueue/);
    hub.speak(PROTOCOL);
    await page.getByText(/The hub is older than this OnQueue/).waitFor({ state: 'hidden' });
  } finally {
    await hub.close();
  }
});

it('writes a report that says why the link was lost, without token or password', async () => {
  const hub = await startScriptedHub({ now: Date.now, username: USERNAME, password: PASSWORD });
  await openSignIn();
  await signIn(hub.url);
  await atWork();
  const [token = ''] = hub.tokens;
  expect(token).toMatch(/^[\w-]{36}$/);
  await hub.close();
  await expect.poll(() => readFileSync(join(folder, 'troubles.log'), 'utf8'), soon).toContain('link: ');
  await desktop.call('chooseInMenu', ['Help', 'Save diagnostics…']);
  await expect.poll(() => desktop.call('shownInFolder'), soon).toHaveLength(1);
  const report = readFileSync(join(folder, 'diagnostics.txt'), 'utf8');
  expect(report).toMatch(/^✗ Link: .*127\.0\.0\.1/m);
  expect(report).toMatch(/^· Trouble: \S+ (\(\d+ times\) )?link: (the connection was cut|.*ECONNREFUSED)/m);
  expect(report).not.toContain(token);
  expect(report).not.toContain(PASSWORD);
});

it('reports an expired token, and signing in again is the only step needed', async () => {
  await openSignIn();
  await signIn(team.hubUrl);
  await atWork();
  await desktop.end();
  const database = new DatabaseSync(join(team.folder, 'hub.db'), { timeout: 5_000 });
  database.exec('DELETE FROM token');
  database.close();
  await start();
  await problem(/You were signed out/);
  await page.getByLabel('Password').waitFor();
  expect(await page.getByRole('textbox', { name: 'Hub address' }).inputValue()).toBe(team.hubUrl);
  await signIn(team.hubUrl);
  await atWork();
});

it('lets a policy fix the hub: offers no other and starts none of its own', async () => {
  writeFileSync(join(folder, 'policy.json'), JSON.stringify({ hub: team.hubUrl }));
  await start();
  await page.getByLabel('Password').waitFor();
  expect(await desktop.call('hubPids')).toEqual([]);
  const address = page.getByRole('textbox', { name: 'Hub address' });
  expect(await address.inputValue()).toBe(team.hubUrl);
  expect(await address.getAttribute('readonly')).not.toBeNull();
  expect(await page.getByRole('button', { name: 'Use the embedded hub' }).count()).toBe(0);
  await page.getByRole('textbox', { name: 'Username' }).fill(USERNAME);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await atWork();
  await desktop.call('chooseInTray', ['Preferences']);
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
  expect(await page.getByRole('button', { name: /hub/i }).count()).toBe(0);
  await expect.poll(() => readFileSync(join(folder, 'device.json'), 'utf8'), soon).toContain(USERNAME);
});

it('reports a hub that does not answer at the start, and offers to choose another one', async () => {
  await openSignIn();
  await signIn(front.url);
  await question(/Do you trust/)
    .getByRole('button', { name: 'Trust and sign in' })
    .click();
  await atWork();
  await desktop.end();
  front.show(selfSigned('hub.example.com'));
  await start();
  await problem(/another certificate than the one you trusted/);
  await page.getByRole('button', { name: /hub/i }).click();
  await page.getByRole('button', { name: 'Use the embedded hub' }).click();
  await page.getByRole('button', { name: 'Presence: Available' }).waitFor();
});
