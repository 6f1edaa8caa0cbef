/** `npm run screenshots [-- part-of-a-name]`: builds the renderer and shoots its states into docs/screenshots/. */
import { build } from 'vite';
import { launchBrowser } from '../support/chromium.ts';
import { shootAgentGallery } from './gallery.ts';

const root = new URL('../../', import.meta.url).pathname;
const only = process.argv[2] ?? '';
await build({ configFile: `${root}vite.config.ts`, logLevel: 'warn' });
const browser = await launchBrowser();
try {
  const shots = await shootAgentGallery(browser, `${root}docs/screenshots`, only);
  console.log(`${shots} screenshots in docs/screenshots/`);
} finally {
  await browser.close();
}
