/**
 * Builds the pages before the tests that use them, unless their build is newer than their sources, and unpacks
 * the browser: tests use what ships, under the policy that ships.
 */
import { join } from 'node:path';
import { buildPages } from '../../cli/build-pages.ts';
import { browserPath } from './chromium.ts';

const root = join(import.meta.dirname, '..', '..');

export async function setup(): Promise<void> {
  await buildPages(root, () => undefined);
  // Unpacked once, instead of by each test file in its own temporary folder.
  process.env.CHROME_PATH = await browserPath();
}
