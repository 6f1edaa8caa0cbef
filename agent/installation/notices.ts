/** Third-party notices: the licences of the bundled packages, one part for each, in files beside the bundles. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const NOTICES_FILE = 'third-party-notices.txt';

const RULE = `\n\n${'-'.repeat(80)}\n\n`;
const HEAD = 'OnQueue contains the following third-party software.';

/** Merges several texts into one: every part once, sorted by name. */
export function formatNotices(texts: readonly string[]): string {
  const parts = texts.flatMap((text) => text.split(RULE)).map((part) => part.trim());
  const named = [...new Set(parts)].filter((part) => part !== '' && part !== HEAD);
  return `${[HEAD, ...named.sort((a, b) => a.localeCompare(b, 'en'))].join(RULE)}\n`;
}

/** The notices of everything that is built below `root`. Missing bundles have none. */
export function readNotices(root: string): string {
  const files = ['desktop', 'renderer', 'customer'].map((bundle) => join(root, 'dist', bundle, NOTICES_FILE));
  return formatNotices(files.filter((file) => existsSync(file)).map((file) => readFileSync(file, 'utf8')));
}
