/** What a person waits for: the first page after a start, and the next frame after a key or a click. */
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { startApp } from '../support/app.ts';
import { launchBrowser } from '../support/chromium.ts';
import { median, percentile, type Result } from './measure.ts';

/** As seen by the browser's event timing: from the input to the frame that shows its effect. */
const watchEvents = `window.paints = []; new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (entry.interactionId) window.paints.push(entry.duration);
}).observe({ type: 'event', durationThreshold: 16, buffered: true });`;

export async function measureUse(folder: string): Promise<Result[]> {
  const browser = await launchBrowser();
  const started = performance.now();
  const app = await startApp(mkdtempSync(join(folder, 'use-')));
  try {
    const page = await browser.newPage();
    await page.goto(app.agentUrl);
    await page.getByRole('button', { name: /^Presence: / }).waitFor();
    const usable = performance.now() - started;

    await page.evaluate(watchEvents);
    for (let round = 0; round < 10; round++) {
      await page.getByRole('button', { name: /^Presence: / }).click();
      await page.getByRole('menu').first().waitFor();
      await page.keyboard.type('lu');
      await page.keyboard.press('Escape');
      await page.getByRole('menu').first().waitFor({ state: 'hidden' });
      await page.getByRole('link', { name: 'Preferences' }).click();
      await page.getByRole('link', { name: 'Work' }).click();
    }
    await page.waitForTimeout(500);
    const paints = await page.evaluate<number[]>('window.paints');
    return [
      { what: 'start of everything to a page that can be used', value: usable, unit: 'ms' },
      { what: `interaction to paint, median of ${paints.length}`, value: median(paints), unit: 'ms' },
      { what: 'interaction to paint, 95th percentile', value: percentile(paints, 0.95), unit: 'ms' },
    ];
  } finally {
    await browser.close();
    await app.stop();
  }
}
