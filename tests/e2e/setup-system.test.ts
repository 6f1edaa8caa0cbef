/** The admin imports and exports a set-up, connects other systems, reads the audit log, and chooses a sound. */
import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { ImportReport } from '#core/setup/import-report.ts';
import { fixtures, metadata, writeInto, zipOf, zipOfFolder } from '../import/stage.ts';
import { prepareCentre, type RunningApp, startApp } from '../support/app.ts';
import { launchBrowser } from '../support/chromium.ts';
import { expectClean } from '../support/expect-clean.ts';
import { inSetup } from '../support/in-setup.ts';
import { loudness } from '../support/loudness.ts';
import { Agent } from '../support/people.ts';
import { story } from '../support/story.ts';
import { wavOf } from '../support/upload.ts';

const lighthouse = join(fixtures, 'salesforce', 'lighthouse');
let browser: Browser;
let app: RunningApp;
let agent: Agent;
let page: Page;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'onqueue-e2e-'));
  const centre = await prepareCentre({
    configuration: {
      wrapUp: false,
      wrapUpSeconds: null,
      extend: false,
      extensionSeconds: null,
      maxExtensions: null,
    },
  });
  [browser, app] = await Promise.all([launchBrowser(), startApp(centre)]);
  agent = await Agent.open(browser, app.agentUrl);
  page = agent.page;
  await agent.presence.waitFor();
  // No offers ring while forms are filled in.
  await agent.choose('Away');
});
afterAll(async () => {
  await browser?.close();
  await app?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const { openSetup, heading, field, ...setup } = inSetup(() => page);
const goTo = async (place: string) => {
  await openSetup();
  await setup.goTo(place);
  await heading(place).waitFor();
};
const plan = () => page.getByRole('region', { name: 'What would change' });
const begin = (zip: Buffer) =>
  page
    .getByLabel('Zip file to import')
    .setInputFiles({ name: 'org.zip', mimeType: 'application/zip', buffer: zip });

const step = story('an admin imports a set-up and connects other systems');

step('a custom sound: is recognised by its content, previewed before it is saved, and rings', async () => {
  await goTo('Presence configurations');
  await page.getByRole('link', { name: 'Care team' }).click();
  const file = page.getByLabel('Sound file');
  await file.setInputFiles({
    name: 'song.wav',
    mimeType: 'audio/wav',
    buffer: Buffer.from('no sound at all'),
  });
  await page.getByText(/This is no sound that can be played here/).waitFor();
  await file.setInputFiles({ name: 'long.wav', mimeType: 'audio/wav', buffer: wavOf(31) });
  await page.getByText(/It may last 30 seconds at most/).waitFor();
  await file.setInputFiles({ name: 'Lighthouse horn.bin', mimeType: 'audio/wav', buffer: wavOf(2) });
  await page.getByText(/“Lighthouse horn” is uploaded/).waitFor();
  await expectClean(page);
  await agent.button('Play the sound').click();
  await agent.button('Stop the sound').waitFor();
  await expect.poll(() => loudness(page)).toBeGreaterThan(0.1);
  await agent.button('Play the sound').waitFor();
  await agent.button('Save').click();
  await page.getByText('Saved.').waitFor();
  await page.getByText('Uploaded sounds').click();
  await page.getByText('Used by Care team').waitFor();
  expect(await agent.button('Delete Lighthouse horn').isDisabled()).toBe(true);
});

step('a custom sound: plays when an offer arrives', async () => {
  // A page that has played the sound keeps it in memory; this one starts fresh.
  await page.reload();
  const asked = page.waitForResponse((response) => response.url().includes('/hub-sounds/'));
  await agent.choose('Available');
  const customer = await browser.newPage();
  await customer.goto(app.chatUrl);
  await customer.getByRole('textbox', { name: 'Your name' }).fill('Bo');
  await customer.getByRole('button', { name: 'Start chat' }).click();
  await page.getByRole('region', { name: 'Incoming work' }).getByRole('article').first().waitFor();
  expect((await asked).headers()['content-type']).toBe('audio/wav');
  await expect.poll(() => loudness(page)).toBeGreaterThan(0.1);
  await page.getByRole('button', { name: 'Accept' }).first().click();
  await customer.close();
  await agent.choose('Away');
});

step(
  'import: of a zip: shows, searches, filters and applies the plan, and downloads the report',
  async () => {
    await goTo('Import and export');
    await expectClean(page);
    await begin(await zipOfFolder(lighthouse));
    await plan().waitFor();
    await plan().getByText('From Salesforce').waitFor();
    await expectClean(page);
    await agent.button(/^Left out/).click();
    await page.getByRole('row', { name: /Both_At_Once/ }).waitFor();
    await agent.button(/^All \d/).click();
    await page.getByRole('searchbox', { name: 'Search' }).fill('lamps');
    await page.getByRole('row', { name: /Available_Lamps/ }).waitFor();
    await page.getByRole('button', { name: 'Available_Lamps' }).click();
    await page.getByRole('region', { name: 'About Available_Lamps' }).waitFor();

    // The status needs its channel: without the channel it is not imported either.
    const status = page.getByRole('checkbox', { name: 'Apply Available_Lamps' });
    await page.getByRole('searchbox', { name: 'Search' }).fill('lamp');
    const channel = page.getByRole('checkbox', { name: 'Apply Lamp_Repair' });
    await channel.uncheck();
    expect(await status.isChecked()).toBe(false);
    await status.check();
    expect(await channel.isChecked()).toBe(true);
    await page.getByRole('searchbox', { name: 'Search' }).fill('');
    await page.getByRole('checkbox', { name: 'Apply all shown' }).check();

    await agent.button(/^Apply \d+ changes$/).click();
    await page.getByText(/changes applied/).waitFor();
    const download = page.waitForEvent('download');
    await agent.button('Download the report').click();
    const report = ImportReport.parse(JSON.parse(readFileSync(await (await download).path(), 'utf8')));
    expect(report).toMatchObject({ source: 'salesforce', applied: true });
    expect(report.totals.create).toBeGreaterThan(10);
  },
);

step('import: a second time: reports everything as unchanged', async () => {
  await agent.button('Import something else').click();
  await begin(await zipOfFolder(lighthouse));
  await page.getByText('Everything is here already: nothing changes.').waitFor();
});

step('import: of a folder', async () => {
  await agent.button('Import something else').click();
  const source = join(folder, 'project');
  writeInto(
    source,
    'x/Weary.presenceDeclineReason',
    metadata('PresenceDeclineReason', '<label>Weary</label>'),
  );
  writeInto(source, 'x/Lamp.cls', 'not opened');
  writeInto(source, '.git/HEAD', 'never looked at');
  await page.getByLabel('Folder to import').setInputFiles(source);
  await page.getByRole('checkbox', { name: 'Apply Weary' }).waitFor();
  await page.getByText('Not opened: 1 × .cls').waitFor();
});

step('import: of a dropped unreadable file: shows one sentence and allows another try', async () => {
  await agent.button('Import something else').click();
  const transfer = await page.evaluateHandle(() => {
    const data = new (
      globalThis as never as { DataTransfer: new () => { items: { add(file: File): void } } }
    ).DataTransfer();
    data.items.add(new File(['not a zip'], 'broken.zip', { type: 'application/zip' }));
    return data;
  });
  await page.getByText('Drop a zip file or a folder here').dispatchEvent('drop', { dataTransfer: transfer });
  await page
    .getByRole('alert')
    .getByText(/This cannot be read|Nothing was found/)
    .waitFor();
  await begin(await zipOf({ 'readme.txt': 'hello' }));
  await page
    .getByRole('alert')
    .getByText(/Nothing was found here/)
    .waitFor();
  await agent.button('Import something else').click();
});

step(
  'import: of 10,000 people: renders only the visible rows, and the keyboard reaches the last',
  async () => {
    const value = Array.from({ length: 10_000 }, (_, index) => ({
      systemuserid: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      domainname: `user${String(index).padStart(5, '0')}@example.org`,
      fullname: `User ${index}`,
    }));
    await begin(await zipOf({ 'users.json': JSON.stringify({ value }) }));
    await page.getByRole('row', { name: /user00000/ }).waitFor({ timeout: 60_000 });
    expect(await page.getByRole('row').count()).toBeLessThan(80);
    const asked = performance.now();
    await page.getByRole('searchbox', { name: 'Search' }).fill('user0777');
    await page.getByRole('row', { name: /user07779/ }).waitFor();
    expect(await page.getByRole('row').count()).toBeLessThan(20);
    console.log(`found among 10,000 lines in ${Math.round(performance.now() - asked)} ms`);
    await page.getByRole('searchbox', { name: 'Search' }).fill('');
    await page.getByRole('button', { name: /user00000/ }).press('End');
    await page.getByRole('button', { name: /user09999/ }).waitFor();
    await expect.poll(() => page.locator(':focus').innerText()).toMatch(/user09999/);
    await agent.button('Import something else').click();
  },
);

step('import: of an export changes nothing', async () => {
  const download = page.waitForEvent('download');
  await agent.button('Export to Salesforce').click();
  const zip = readFileSync(await (await download).path());
  await begin(zip);
  await page.getByText('Everything is here already: nothing changes.').waitFor();
  await agent.button('Import something else').click();
});

const speak = async (preferences: string, label: string, language: string) => {
  await page.getByRole('link', { name: preferences }).click();
  await page.getByRole('combobox', { name: label }).selectOption(language);
};
step(
  'in Korean: explains unreadable files and omissions of an export in the language of the reader',
  async () => {
    await speak('Preferences', 'Language', 'ko');
    await page.getByRole('link', { name: '설정', exact: true }).click();
    await page.getByRole('link', { name: '가져오기·내보내기' }).click();
    const choose = (buffer: Buffer) =>
      page
        .getByLabel('가져올 zip 파일')
        .setInputFiles({ name: 'org.zip', mimeType: 'application/zip', buffer });
    await page.getByRole('button', { name: 'Salesforce로 내보내기' }).click();
    await page.getByText('Salesforce에 해당하는 곳이 없어 빠진 내용:').click();
    await page.getByText(/^Care team 구성: .*사용자 지정 소리/).waitFor();
    expect(await page.getByText('custom sound').count()).toBe(0);

    await choose((await zipOfFolder(lighthouse)).subarray(0, 2_000));
    await page.getByRole('alert').getByText('아무것도 읽지 못했습니다: zip 파일이').waitFor();
    await expectClean(page);
    const broken = '<PresenceDeclineReason>\n<label>';
    await choose(await zipOf({ 'Bad.presenceDeclineReason': broken }));
    const why = /파일을 제외했습니다: XML 형식이 올바르지 않습니다.*2번째 줄/;
    await page.getByRole('alert').getByText(why).waitFor();
    const label = metadata('PresenceDeclineReason', '<label>Good</label>');
    await choose(await zipOf({ 'Bad.presenceDeclineReason': broken, 'Good.presenceDeclineReason': label }));
    await page.getByRole('button', { name: 'Bad.presenceDeclineReason' }).click();
    await page
      .getByRole('region', { name: /Bad.presenceDeclineReason/ })
      .getByText(why)
      .waitFor();
    await expectClean(page);
    await page.getByRole('button', { name: '다른 설정 가져오기' }).click();
    await speak('환경설정', '언어', 'en');
  },
);

let receiver: Server;
const received: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];
let refuse = false;
beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      if (!refuse) received.push({ headers: request.headers, body });
      response.writeHead(refuse ? 503 : 204).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
});
afterAll(() => receiver?.close());
let key = '';
let secret = '';

step(
  'other systems: connect with a key that is shown once, records its use, and can be revoked',
  async () => {
    await goTo('API keys');
    await field('Name of the new key').fill('Shop');
    await agent.button('Create a key').click();
    const shown = page.getByRole('dialog', { name: 'Key “Shop”' });
    await expectClean(page);
    key = await shown.getByRole('textbox', { name: 'Key' }).inputValue();
    await shown.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('row', { name: /Shop .* Never/ }).waitFor();
    expect(await page.content()).not.toContain(key);
    expect((await createItem()).status).toBe(201);
    await goTo('Webhooks');
    await goTo('API keys');
    expect(await page.getByRole('row', { name: /Shop .* Never/ }).count()).toBe(0);
    await expectClean(page);
  },
);

step('other systems: receive signed events, with retries after an outage', async () => {
  await goTo('Webhooks');
  await agent.button('New webhook').click();
  await agent.button('Save').click();
  await page.getByText('Choose at least one event.').waitFor();
  await field('Name').fill('Shop floor');
  await field('Address').fill('http://169.254.169.254/latest');
  await page.getByRole('checkbox', { name: 'All events' }).check();
  await agent.button('Save').click();
  await page.getByText(/OnQueue does not send there/).waitFor();
  const { port } = receiver.address() as AddressInfo;
  await field('Address').fill(`http://127.0.0.1:${port}/hook`);
  await expectClean(page);
  await agent.button('Save').click();
  const shown = page.getByRole('dialog', { name: 'Secret of “Shop floor”' });
  secret = await shown.getByRole('textbox', { name: 'Secret' }).inputValue();
  await shown.getByRole('button', { name: 'Done' }).click();

  await agent.button('Send a test').click();
  await page.getByRole('row', { name: /Send a test Delivered 204/ }).waitFor();
  refuse = true;
  await createItem();
  await page.getByRole('row', { name: /work-item.created · Created Waiting/ }).waitFor();
  refuse = false;
  await page
    .getByRole('row', { name: /work-item.created · Created Delivered 204 2/ })
    .waitFor({ timeout: 30_000 });
  await expectClean(page);

  for (const { headers, body } of received) {
    const [id, at] = [headers['webhook-id'], headers['webhook-timestamp']];
    const hmac = createHmac('sha256', Buffer.from(secret.replace('whsec_', ''), 'base64'));
    expect(headers['webhook-signature']).toBe(`v1,${hmac.update(`${id}.${at}.${body}`).digest('base64')}`);
  }
  const created = received
    .map(({ body }) => JSON.parse(body))
    .find(({ type }) => type === 'work-item.created');
  expect(created).toMatchObject({ data: { workItem: { customer: 'Ada', state: 'queued' } } });
});

step('other systems: are rejected with a revoked key', async () => {
  await goTo('API keys');
  await agent.button('Revoke Shop').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await page.getByText('There are no keys.').waitFor();
  expect((await createItem()).status).toBe(401);
});

const createItem = () =>
  fetch(`${app.hubUrl}/api/v1/work-items`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ channel: 'cases', queue: 'cases', customer: 'Ada' }),
  });

step(
  'the audit log: shows who changed what, with before and after, and can be searched and downloaded',
  async () => {
    await goTo('Decline reasons');
    await page.getByRole('link', { name: 'Wrong queue' }).click();
    await field('Name').fill('Wrong desk');
    await agent.button('Save').click();
    await page.getByText('Saved.').waitFor();
    await goTo('Audit log');
    await expectClean(page);
    const change = page.getByRole('row', {
      name: /Decline reason “Wrong desk” changed .*Wrong queue.*Wrong desk/,
    });
    await change.waitFor();
    await page.getByRole('combobox', { name: 'What' }).selectOption({ label: 'Webhook' });
    await page.getByRole('row', { name: /Webhook “Shop floor” created/ }).waitFor();
    await change.waitFor({ state: 'detached' });
    expect(await page.content()).not.toContain('whsec_');
    await page.getByRole('combobox', { name: 'What' }).selectOption({ label: 'Everything' });
    await page.getByRole('searchbox', { name: 'Name or id of the record' }).fill('wrong desk');
    await change.waitFor();
    const download = page.waitForEvent('download');
    await agent.button('Download CSV').click();
    const csv = readFileSync(await (await download).path(), 'utf8');
    expect(csv).toMatch(/decline-reason,[^,]+,Wrong desk,.*Wrong queue → Wrong desk/);
    writeFileSync(join(folder, 'audit.csv'), csv);
  },
);
