/**
 * Reads and plans an import in a thread beside the hub: agents are served however large or hostile a source is, and
 * running out of memory ends only this thread.
 */
import { randomUUID } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import type { ImportSource, Remark } from '#core/setup/import-report.ts';
import { Directory, type DirectoryParts } from '../../directory/directory.ts';
import { detectSource } from './detect-source.ts';
import { readSource } from './import-sources.ts';
import type { ImportPlan } from './planning.ts';
import { unreadable } from './remarks.ts';
import { readSourceFile } from './report.ts';
import { SourceProblem } from './sources/source-entry.ts';

export interface WorkerStart {
  /** Path of the uploaded file. */
  readonly file: string;
  readonly source: ImportSource | null;
}
/** Requests a plan. */
export interface PlanQuestion {
  readonly directory: DirectoryParts;
  /** Users and profiles that may be moved from another presence configuration, as `type name`. */
  readonly moves: readonly string[];
}
export type WorkerAnswer =
  | { readonly kind: 'progress'; readonly files: number }
  | { readonly kind: 'read'; readonly source: ImportSource }
  | { readonly kind: 'plan'; readonly plan: ImportPlan; readonly version: number }
  | { readonly kind: 'problem'; readonly problem: 'unreadable' | 'nothing'; readonly detail: Remark | null };

/** Number of files between two progress reports. */
const PROGRESS_INTERVAL = 20;

const port = parentPort;
if (!port) throw new Error('this is a part of the hub, started by it');
const answer = (message: WorkerAnswer) => port.postMessage(message);

try {
  const { file, source } = workerData as WorkerStart;
  const kind = source ?? (await detectSource(file));
  if (kind === null) answer({ kind: 'problem', problem: 'nothing', detail: null });
  else {
    const planner = await readSource(kind, file, (files) => {
      if (files % PROGRESS_INTERVAL === 0) answer({ kind: 'progress', files });
    });
    port.on('message', ({ directory, moves }: PlanQuestion) => {
      const confirmed = new Set(moves);
      const plan = planner(new Directory(directory), {
        newId: randomUUID,
        confirmMove: ({ type, name }) => confirmed.has(`${type} ${name}`),
      });
      if (readSourceFile(plan.report)) answer({ kind: 'plan', plan, version: directory.version });
      else
        answer({
          kind: 'problem',
          problem: 'nothing',
          detail: plan.report.records[0]?.reason ?? null,
        });
    });
    answer({ kind: 'read', source: kind });
  }
} catch (error) {
  if (!(error instanceof SourceProblem)) throw error;
  answer({ kind: 'problem', problem: 'unreadable', detail: unreadable('SOURCE_UNREADABLE', error.fault) });
}
