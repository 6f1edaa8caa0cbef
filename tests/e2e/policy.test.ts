import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PASSWORD, prepareCentre, type RunningApp, startApp } from '../support/app.ts';
import { launchBrowser } from '../support/chromium.ts';

/** A machine with a policy for hub and language, where the application opens in the browser. */
let browser: Browser;
let team: RunningApp;
let desk: RunningApp;

beforeAll(async () => {
  [browser, team] = await Promise.all([
    launchBrowser(),
    startApp(await prepareCentre({ colleagues: ['noor.haddad'] })),
  ]);
  const folder = mkdtempSync(join(tmpdir(), 'onqueue-managed-'));
  writeFileSync(join(folder, 'policy.json'), JSON.stringify({ hub: team.hubUrl, language: 'ko' }));
  desk = await startApp(folder);
});
afterAll(async () => {
  await browser?.close();
  await desk?.stop();
  await team?.stop();
});

it('uses the hub and language of the policy, and offers no other', async () => {
  expect(desk.hubUrl).toBe(team.hubUrl);
  expect(readdirSync(desk.folder)).not.toContain('hub.db');
  const page = await browser.newPage();
  await page.goto(desk.agentUrl);
  const address = page.getByRole('textbox', { name: '허브 주소' });
  expect(await address.inputValue()).toBe(team.hubUrl);
  expect(await address.getAttribute('readonly')).not.toBeNull();
  await page.getByRole('textbox', { name: '사용자 이름' }).fill('noor.haddad');
  await page.getByLabel('비밀번호').fill(PASSWORD);
  await page.getByRole('button', { name: '로그인' }).click();
  await page.getByRole('button', { name: /^상태: / }).waitFor();
});
