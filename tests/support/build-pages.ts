/**
 * Builds the pages before the tests that look at them, unless they have been built since their sources changed, and unpacks
 * the browser: tests see what ships, under the policy that ships.
 */
import { join } from 'node:path';
import { buildPages } from '../../cli/build-pages.ts';
import { browserPath } from './chromium.ts';

const root = join(import.meta.dirname, '..', '..');

export async function setup(): Promise<void> {
  await buildPages(root, () => undefined);
  // Unpacked once, and not by each test file in a temporary folder of its own.
  process.env.CHROME_PATH = await browserPath();
}
