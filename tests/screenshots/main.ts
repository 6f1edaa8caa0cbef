/** `npm run screenshots [-- part-of-a-name]`: builds the pages and shoots their states into docs/screenshots/. */
import { join } from 'node:path';
import { buildPages } from '../../cli/build-pages.ts';
import { launchBrowser } from '../support/chromium.ts';
import { shootCustomerGallery } from './customer-gallery.ts';
import { shootHubGallery } from './hub-gallery.ts';
import { shootAgentGallery } from './gallery.ts';

const root = join(import.meta.dirname, '..', '..');
const only = process.argv[2] ?? '';
await buildPages(root, console.log);
const browser = await launchBrowser();
try {
  const into = join(root, 'docs', 'screenshots');
  const shots =
    (await shootAgentGallery(browser, into, only)) +
    (await shootHubGallery(browser, into, only)) +
    (await shootCustomerGallery(browser, join(root, 'dist', 'customer'), into, only));
  console.log(`${shots} screenshots in docs/screenshots/`);
} finally {
  await browser.close();
}
