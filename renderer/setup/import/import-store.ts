/** The import in progress. It continues while other pages are open; the hub keeps it for a quarter of an hour. */
import { create } from 'zustand';
import type { ImportState, PlannedRecord } from '#core/contract/setup-system.ts';
import type { ImportReport, ImportSource, Remark } from '#core/setup/import-report.ts';
import { bridge } from '../../bridge/connection.ts';
import { errorCode, errorText } from '../../i18n/error-text.ts';
import { loadSetupSnapshot } from '../setup-snapshot.ts';
import { UploadTooLarge, upload } from '../upload.ts';
import { type Choice, everything, rangesOf } from './choice.ts';
import type { Parts } from './dropped-files.ts';

type Problem = NonNullable<ImportState['problem']> | 'too-much';

export interface ImportInProgress {
  readonly step: 'none' | 'sending' | 'reading' | 'planned' | 'applying' | 'applied' | 'failed';
  /** Bytes sent, files read or records written. */
  readonly done: number;
  readonly of: number | null;
  readonly problem: Problem | null;
  /** The hub's error, or the message of another error. */
  readonly detail: Remark | string | null;
  readonly report: ImportState['report'];
  readonly plan: readonly PlannedRecord[];
  readonly choice: Choice;
  /** The users and profiles to move, as `type name`. */
  readonly moves: ReadonlySet<string>;
  /** The plan was recalculated because Setup changed meanwhile. */
  readonly anew: boolean;
}

const nothing: ImportInProgress = {
  step: 'none',
  done: 0,
  of: null,
  problem: null,
  detail: null,
  report: null,
  plan: [],
  choice: new Set(),
  moves: new Set(),
  anew: false,
};

export const useImport = create<ImportInProgress>(() => nothing);
const set = (part: Partial<ImportInProgress>) => useImport.setState(part);

let importId: string | null = null;
let number: number | null = null;
let sending: AbortController | null = null;

const POLL_INTERVAL_MS = 150;
const pause = () => new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL_MS));

/** Sends a source and has it planned. */
export async function startImport(parts: Parts, source: ImportSource | null): Promise<void> {
  await leaveImport();
  const stop = new AbortController();
  sending = stop;
  set({ ...nothing, step: 'sending' });
  try {
    const uploadId = await upload(parts, (done) => set({ done }), stop.signal);
    set({ step: 'reading', done: 0 });
    ({ importId } = await bridge.setup.imports.begin({ uploadId, source }));
    await follow();
  } catch (error) {
    if (!stop.signal.aborted) fail(error);
  }
}

/** Discards the import, here and at the hub. What has been applied stays. */
export async function leaveImport(): Promise<void> {
  sending?.abort();
  sending = null;
  const left = importId;
  importId = null;
  number = null;
  useImport.setState(nothing, true);
  if (left !== null) await bridge.setup.imports.close({ importId: left }).catch(() => undefined);
}

/** Moves these users and profiles as well, and plans again. */
export async function setMoves(moves: ReadonlySet<string>): Promise<void> {
  if (importId === null) return;
  set({ moves, step: 'reading' });
  try {
    await bridge.setup.imports.replan({ importId, moves: [...moves] });
    await follow();
  } catch (error) {
    fail(error);
  }
}

export async function applyImport(): Promise<void> {
  const { plan, choice } = useImport.getState();
  if (importId === null || number === null) return;
  set({ step: 'applying', done: 0, of: choice.size, anew: false });
  try {
    await bridge.setup.imports.apply({ importId, plan: number, chosen: rangesOf(plan, choice) });
    await follow();
  } catch (error) {
    if (errorCode(error) !== 'VERSION_CONFLICT') return fail(error);
    set({ step: 'reading', anew: true });
    await follow().catch(fail);
  }
}

/** Polls until the import has reached its next step. */
async function follow(): Promise<void> {
  for (;;) {
    const id = importId;
    if (id === null) return;
    const state = await bridge.setup.imports.state({ importId: id });
    if (id !== importId) return;
    if (state.stage === 'failed')
      return set({ step: 'failed', problem: state.problem, detail: state.detail });
    if (state.stage === 'planned' || state.stage === 'applied') return arrive(id, state);
    set({ done: state.done, of: state.of });
    await pause();
  }
}

async function arrive(id: string, state: ImportState): Promise<void> {
  const plan: PlannedRecord[] = [];
  while (plan.length < state.records)
    plan.push(
      ...(await bridge.setup.imports.records({ importId: id, plan: state.plan ?? 0, from: plan.length })),
    );
  if (id !== importId) return;
  number = state.plan;
  const applied = state.stage === 'applied';
  const { choice } = useImport.getState();
  set({
    step: applied ? 'applied' : 'planned',
    report: state.report,
    plan,
    choice: applied ? choice : everything(plan),
    done: state.done,
  });
  if (applied) void loadSetupSnapshot();
}

function fail(error: unknown): void {
  if (error instanceof UploadTooLarge) return set({ step: 'failed', problem: 'too-much', detail: null });
  set({ step: 'failed', problem: null, detail: errorText(error) });
}

/** The whole report, in its machine-readable form. */
export function wholeReport({ report, plan }: ImportInProgress): ImportReport | null {
  return report && { ...report, records: plan.map(({ record }) => record) };
}
