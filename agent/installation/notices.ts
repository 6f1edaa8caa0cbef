/** Third-party notices: the licences of the packages that are bundled, one part for each, in files beside the bundles. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const NOTICES_FILE = 'third-party-notices.txt';

const RULE = `\n\n${'-'.repeat(80)}\n\n`;
const HEAD = 'OnQueue contains the following third-party software.';

/** One text of several: every part once, in the order of names. */
export function formatNotices(texts: readonly string[]): string {
  const parts = texts.flatMap((text) => text.split(RULE)).map((part) => part.trim());
  const named = [...new Set(parts)].filter((part) => part !== '' && part !== HEAD);
  return `${[HEAD, ...named.sort((a, b) => a.localeCompare(b, 'en'))].join(RULE)}\n`;
}

/** The notices of everything that is built below `root`. Bundles that are not there have none. */
export function readNotices(root: string): string {
  const files = ['desktop', 'renderer', 'customer'].map((bundle) => join(root, 'dist', bundle, NOTICES_FILE));
  return formatNotices(files.filter((file) => existsSync(file)).map((file) => readFileSync(file, 'utf8')));
}
