/** The evidence of a failed browser test: a screenshot of each page, a trace of each context, process logs. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext } from 'playwright-core';

/** Where each failed test gets its own folder. CI keeps it. */
const EVIDENCE = join(import.meta.dirname, '..', '..', 'tmp', 'failed');

/** With `ONQUEUE_TRACE=full` traces include the page at each step, which adds a seventh to the run time. */
const SNAPSHOTS = process.env.ONQUEUE_TRACE === 'full';

/** Saves its evidence into the folder; `number` distinguishes sources of one kind. */
type Save = (folder: string, number: number) => Promise<void> | void;

/** One set per process: the runner and the tests each load their own copy of this module. */
const shared = globalThis as { __onqueueEvidence?: Set<Save> };
const sources = (shared.__onqueueEvidence ??= new Set());

/** Registers evidence for failed tests. Returns a function that unregisters it. */
function keepWhenFailed(save: Save): () => void {
  sources.add(save);
  return () => sources.delete(save);
}

/** Registers the output of a process; `text` is called when a test has failed. */
export const keepLog = (name: string, text: () => string): (() => void) =>
  keepWhenFailed((folder, number) => writeFileSync(join(folder, `${name}-${number}.log`), text()));

/** Registers the pages of each context that this browser opens. */
export function keepPagesOf(browser: Browser): Browser {
  const newContext = browser.newContext.bind(browser);
  browser.newContext = async (options) => {
    const context = await newContext(options);
    await keepPages(context);
    return context;
  };
  return browser;
}

/** Records a trace of this context, which a failed test saves with a screenshot of each of its pages. */
export async function keepPages(context: BrowserContext): Promise<void> {
  await context.tracing.start({ snapshots: SNAPSHOTS });
  const stop = keepWhenFailed(async (folder, number) => {
    for (const [index, page] of context.pages().entries())
      await page.screenshot({ path: join(folder, `page-${number}-${index + 1}.png`), timeout: 5_000 });
    await context.tracing.stopChunk({ path: join(folder, `trace-${number}.zip`) });
    await context.tracing.startChunk();
  });
  context.on('close', stop);
}

/** Saves all registered evidence. Returns the folder, or null when there is nothing to save. */
export async function saveEvidence(file: string, title: string): Promise<string | null> {
  if (sources.size === 0) return null;
  const name = `${file}-${title}`.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 120);
  const folder = join(EVIDENCE, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const saved = await Promise.allSettled([...sources].map(async (save, index) => save(folder, index + 1)));
  const problems = saved.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []));
  if (problems.length > 0) writeFileSync(join(folder, 'not-saved.txt'), problems.join('\n'));
  return folder;
}
