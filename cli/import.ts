/**
 * `onqueue import`: imports a Salesforce or Dynamics set-up. Exit code 0 = planned or applied, 1 = nothing could be
 * read.
 */
import { userInfo } from 'node:os';
import { Argument, Command } from 'commander';
import { applyImport, planImport } from '#hub/exchange/import/apply-import.ts';
import { importSources, readSource } from '#hub/exchange/import/import-sources.ts';
import { unreadable } from '#hub/exchange/import/remarks.ts';
import { type ImportReport, readSourceFile } from '#hub/exchange/import/report.ts';
import { SourceProblem } from '#hub/exchange/import/sources/source-entry.ts';
import type { GivenAddress } from '#hub/store/address.ts';
import { openStore } from '#hub/store/store.ts';
import { databaseAddress, databaseOptions, withoutStoreErrors } from './hub-database.ts';
import { reportLines } from './import-report.ts';

interface Options extends GivenAddress {
  readonly dryRun?: true;
  readonly json?: true;
  readonly moveAssignments?: true;
}

const NOTHING_READ = 1;
/** Work that takes longer than this reports its progress. */
const PROGRESS_DELAY_MS = 1_000;

export const importCommand = (): Command =>
  databaseOptions(new Command('import'))
    .description('bring a set-up over from Salesforce or Dynamics; running it again changes nothing')
    .addArgument(new Argument('<source>', 'where it comes from').choices(importSources))
    .argument('<path>', 'a folder or a zip file')
    .option('--dry-run', 'only say what would change')
    .option('--json', 'the report as JSON, see docs/IMPORT.md')
    .option('--move-assignments', 'also move people who have another presence configuration here')
    .action(bringOver);

async function bringOver(
  source: (typeof importSources)[number],
  path: string,
  options: Options,
): Promise<void> {
  const report = await withoutStoreErrors(() => work(source, path, options)).catch((error: unknown) => {
    if (!(error instanceof SourceProblem)) throw error;
    console.error(unreadable('SOURCE_UNREADABLE', error.fault).message);
    return null;
  });
  if (report && !readSourceFile(report))
    console.error(`Nothing to import from ${source} was found in ${path}.`);
  if (report && options.json) console.log(JSON.stringify(report, null, 2));
  else if (report) for (const line of reportLines(report)) console.log(line);
  if (!report || !readSourceFile(report)) process.exitCode = NOTHING_READ;
}

async function work(
  source: (typeof importSources)[number],
  path: string,
  options: Options,
): Promise<ImportReport> {
  const planner = await readSource(source, path, sayEverySecond());
  const store = await openStore(databaseAddress(options), { beside: true });
  try {
    const confirmMove = () => options.moveAssignments === true;
    if (options.dryRun) return await planImport(store, planner, { confirmMove });
    const actor = { id: null, name: `onqueue import (${personHere()})` };
    return await applyImport(store, planner, { confirmMove, actor, now: Date.now() });
  } finally {
    await store.close();
  }
}

/** Written to standard error, so that the report can be piped. */
function sayEverySecond(): (files: number) => void {
  let next = performance.now() + PROGRESS_DELAY_MS;
  return (files) => {
    if (performance.now() < next) return;
    next = performance.now() + PROGRESS_DELAY_MS;
    console.error(`${files} files read …`);
  };
}

function personHere(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}
