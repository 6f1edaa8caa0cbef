/** `npm run screenshots [-- part-of-a-name]`: builds the pages and shoots their states into docs/screenshots/. */
import { build } from 'vite';
import { launchBrowser } from '../support/chromium.ts';
import { shootCustomerGallery } from './customer-gallery.ts';
import { shootHubGallery } from './hub-gallery.ts';
import { shootAgentGallery } from './gallery.ts';

const root = new URL('../../', import.meta.url).pathname;
const only = process.argv[2] ?? '';
for (const config of ['vite.config.ts', 'vite.customer.config.ts'])
  await build({ configFile: `${root}${config}`, logLevel: 'warn' });
const browser = await launchBrowser();
try {
  const into = `${root}docs/screenshots`;
  const shots =
    (await shootAgentGallery(browser, into, only)) +
    (await shootHubGallery(browser, into, only)) +
    (await shootCustomerGallery(browser, `${root}dist/customer`, into, only));
  console.log(`${shots} screenshots in docs/screenshots/`);
} finally {
  await browser.close();
}
