/** What a failed test with a browser leaves: a screenshot of each page, a trace of each context, the logs of the processes. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext } from 'playwright-core';

/** Where each failed test leaves a folder of its own. CI keeps it. */
const EVIDENCE = join(import.meta.dirname, '..', '..', 'tmp', 'failed');

/** With `ONQUEUE_TRACE=full` traces hold the page as it was at each step, which costs a seventh of the time. */
const SNAPSHOTS = process.env.ONQUEUE_TRACE === 'full';

/** Saves what it knows into the folder; `number` tells sources of one kind apart. */
type Save = (folder: string, number: number) => Promise<void> | void;

/** One set per process: the runner and the tests each load this module for themselves. */
const shared = globalThis as { __onqueueEvidence?: Set<Save> };
const sources = (shared.__onqueueEvidence ??= new Set());

/** From now on a failed test saves this too. Returns how to stop that. */
function keepWhenFailed(save: Save): () => void {
  sources.add(save);
  return () => sources.delete(save);
}

/** Keeps what a process has said: `text` is asked when a test has failed. */
export const keepLog = (name: string, text: () => string): (() => void) =>
  keepWhenFailed((folder, number) => writeFileSync(join(folder, `${name}-${number}.log`), text()));

/** Keeps the pages of each context that this browser opens. */
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

/** Saves everything that is kept now. Returns the folder, or null when there is nothing to save. */
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
