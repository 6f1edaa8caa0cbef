import { prepareCentre, startApp } from '/work/wt-system/tests/support/app.ts';
import { launchBrowser } from '/work/wt-system/tests/support/chromium.ts';
import { Agent } from '/work/wt-system/tests/support/people.ts';
import { zipOfFolder } from '/work/wt-system/tests/import/stage.ts';
const [browser, app] = await Promise.all([launchBrowser(), startApp(await prepareCentre())]);
const agent = await Agent.open(browser, app.agentUrl, { colorScheme: (process.argv[2] ?? 'light') as 'light', ...(process.argv[3] === 'ko' ? { locale: 'ko-KR' } : {}) });
const page = agent.page;
page.on('console', (m) => console.log('console', m.type(), m.text()));
page.on('pageerror', (e) => console.log('pageerror', e.message));
await page.getByRole('button', { name: /^(Presence|현재 상태|상태)/ }).first().waitFor();
await page.screenshot({ path: '/tmp/sys/0.png' });
const base = new URL('/', page.url()).href;
await page.goto(base + '#/setup/import');
await page.waitForTimeout(800);
await page.screenshot({ path: '/tmp/sys/1.png', fullPage: true });
await page.locator('input[type=file]').first().setInputFiles({ name: 'org.zip', mimeType: 'application/zip', buffer: await zipOfFolder('/work/wt-system/tests/import/fixtures/salesforce/lighthouse') });
await page.waitForTimeout(2500);
await page.screenshot({ path: '/tmp/sys/2.png', fullPage: true });
for (const [n, p] of [['3', 'api-keys'], ['4', 'webhooks/new'], ['5', 'audit'], ['6', 'configurations/care']]) {
  await page.goto(base + '#/setup/' + p);
  await page.waitForTimeout(900);
  await page.screenshot({ path: `/tmp/sys/${n}.png`, fullPage: true });
}
await browser.close(); await app.stop();
