/**
 * Builds the pages when they are missing or older than their sources, so that a fresh checkout starts with one command.
 */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

interface Page {
  readonly config: string;
  /** The file whose age counts. */
  readonly built: string;
  readonly sources: readonly string[];
}

const shared = ['core', 'package-lock.json'] as const;
const pages: readonly Page[] = [
  {
    config: 'vite.config.ts',
    built: 'dist/renderer/index.html',
    sources: ['renderer', 'vite.config.ts', ...shared],
  },
  {
    config: 'vite.customer.config.ts',
    built: 'dist/customer/index.html',
    sources: ['customer', 'vite.customer.config.ts', ...shared],
  },
];

/** Work that takes longer than this is announced. */
const PROGRESS_DELAY_MS = 1_000;

/** Builds the pages that are out of date below `root`; `say` gets one line when that takes more than a second. */
export async function buildPages(root: string, say: (line: string) => void): Promise<void> {
  const stale = pages.filter((page) => isStale(root, page));
  if (stale.length === 0) return;
  const timer = setTimeout(() => say('Building the pages, once after each update …'), PROGRESS_DELAY_MS);
  try {
    // Imported lazily: a start with built pages needs no bundler, and an installed copy has none.
    const { build } = await import('vite');
    for (const { config } of stale)
      await asShipped(() =>
        build({ configFile: join(root, config), root: undefined, logLevel: 'error', mode: 'production' }),
      );
  } finally {
    clearTimeout(timer);
  }
}

const desktop: Page = {
  config: 'vite.desktop.config.ts',
  built: 'dist/desktop/main.js',
  sources: ['electron', 'agent', 'hub', 'assets/icons', 'vite.desktop.config.ts', ...shared],
};

/** Builds the desktop shell when it is missing or older than its sources. */
export async function buildDesktop(root: string): Promise<void> {
  if (!isStale(root, desktop)) return;
  const { createBuilder } = await import('vite');
  await asShipped(async () => {
    const builder = await createBuilder({ configFile: join(root, desktop.config), logLevel: 'error' });
    await builder.buildApp();
  });
}

/** Runs `build` without the inherited `NODE_ENV`, which would bundle the development builds of libraries. */
async function asShipped(build: () => Promise<unknown>): Promise<void> {
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  try {
    await build();
  } finally {
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
  }
}

/** Whether every page has been built, regardless of its age. */
export const pagesBuilt = (root: string): Readonly<Record<string, boolean>> =>
  Object.fromEntries(pages.map(({ built }) => [built, existsSync(join(root, built))]));

/** Missing, or older than the newest of its sources. A copy without sources is used unchanged. */
function isStale(root: string, { config, built, sources }: Page): boolean {
  if (!existsSync(join(root, config))) return false;
  const builtAt = statSync(join(root, built), { throwIfNoEntry: false })?.mtimeMs;
  return builtAt === undefined || sources.some((source) => newest(join(root, source)) > builtAt);
}

/** Modification time of the newest file at or below `path`, excluding tests. */
export function newest(path: string): number {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return 0;
  if (!found.isDirectory()) return /\.test\.tsx?$/.test(path) ? 0 : found.mtimeMs;
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), 0);
}
