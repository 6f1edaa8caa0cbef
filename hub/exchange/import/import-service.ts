/**
 * Imports through Setup: each is read and planned in a thread of its own, reviewed page by page, and applied in one
 * transaction that agents see at once. They exist in this process only; on another hub an import has to be started
 * again.
 */
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import {
  type ImportState,
  type PlannedRecord,
  type Ranges,
  RECORDS_PER_PAGE,
} from '#core/contract/setup-system.ts';
import { AppError } from '#core/errors.ts';
import type { ImportReport, ImportSource } from '#core/setup/import-report.ts';
import type { HubContext } from '../../unit/context.ts';
import type { User } from '#core/setup/people.ts';
import { type Admin, audit } from '../../audit/audit-line.ts';
import { readSetupVersion } from '../../directory/directory.ts';
import { putUser, raiseSetupVersion } from '../../setup/write.ts';
import type { Unit } from '../../unit/unit.ts';
import { writeChanges } from './apply-import.ts';
import { changesOf, dependenciesOf, reportOfSelection } from './choose-records.ts';
import type { RecordChange } from './draft.ts';
import type { PlanQuestion, WorkerAnswer, WorkerStart } from './import-worker.ts';
import type { ImportPlan } from './planning.ts';

/** Maximum number of concurrent imports per hub, to bound memory. */
const MAX_CONCURRENT_IMPORTS = 2;
/** Memory limit of one thread. The largest accepted source needs about half of it. */
const MEMORY_MB = 1_024;
const IDLE_TIMEOUT_MS = 15 * 60_000;

interface Planned {
  readonly number: number;
  /** The version of Setup that the plan is based on. */
  readonly version: number;
  readonly plan: ImportPlan;
  readonly needs: number[][];
}

interface Import {
  readonly id: string;
  readonly admin: Admin;
  readonly file: string;
  readonly worker: Worker;
  source: ImportSource | null;
  stage: ImportState['stage'];
  problem: ImportState['problem'];
  detail: ImportState['detail'];
  done: number;
  of: number | null;
  moves: readonly string[];
  planned: Planned | null;
  /** The result. */
  report: ImportReport | null;
  touchedAt: number;
}

/** In a bundle the worker is next to the hub's file, under the same name. */
const program = new URL(
  import.meta.url.endsWith('.ts') ? 'import-worker.ts' : 'import-worker.js',
  import.meta.url,
);

export class ImportService {
  readonly #context: HubContext;
  readonly #imports = new Map<string, Import>();

  constructor(context: HubContext) {
    this.#context = context;
  }

  /** Starts reading a zip, which is deleted at the end. @throws TOO_MANY */
  begin(admin: Admin, file: string, source: ImportSource | null): string {
    this.#forget();
    for (const one of this.#imports.values())
      if (one.admin.id === admin.id && one.stage !== 'applying') this.#drop(one);
    const running = [...this.#imports.values()].filter(
      ({ stage }) => stage !== 'applied' && stage !== 'failed',
    );
    if (running.length >= MAX_CONCURRENT_IMPORTS) {
      void rm(file, { force: true });
      throw new AppError('TOO_MANY', { seconds: 60 });
    }
    const workerData: WorkerStart = { file, source };
    const worker = new Worker(program, {
      workerData,
      // Options of the hub's own process (used by a shell to stop it) must not reach the thread.
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
      // Buffers are outside that limit; the amount read into them is limited by the sources.
    });
    const one: Import = {
      id: randomUUID(),
      admin,
      file,
      worker,
      source,
      stage: 'reading',
      problem: null,
      detail: null,
      done: 0,
      of: null,
      moves: [],
      planned: null,
      report: null,
      touchedAt: this.#context.clock.now(),
    };
    this.#imports.set(one.id, one);
    worker.on('message', (message: WorkerAnswer) => this.#hear(one, message));
    worker.on('error', (error: NodeJS.ErrnoException) => {
      const tooLarge = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      if (!tooLarge) this.#context.log.error({ err: error }, 'an import broke');
      this.#fail(one, tooLarge ? 'too-large' : 'broke', null);
    });
    worker.on('exit', () => {
      if (one.stage === 'reading') this.#fail(one, 'broke', null);
    });
    worker.unref();
    return one.id;
  }

  state(admin: Admin, id: string): ImportState {
    const one = this.#of(admin, id);
    const report = one.report ?? one.planned?.plan.report ?? null;
    const { records, ...rest } = report ?? { records: [] };
    return {
      stage: one.stage,
      source: one.source,
      done: one.done,
      of: one.of,
      problem: one.problem,
      detail: one.detail,
      plan: one.planned?.number ?? null,
      report: report ? (rest as ImportState['report']) : null,
      records: records.length,
    };
  }

  /** One page of the plan, or of the result. @throws NOT_FOUND for a plan that is not the newest */
  records(admin: Admin, id: string, plan: number, from: number): PlannedRecord[] {
    const one = this.#of(admin, id);
    if (!one.planned || one.planned.number !== plan) throw new AppError('NOT_FOUND', { what: 'plan' });
    const { records } = one.report ?? one.planned.plan.report;
    const { needs } = one.planned;
    return records
      .slice(from, from + RECORDS_PER_PAGE)
      .map((record, index) => ({ record, needs: needs[from + index] ?? [] }));
  }

  /** Plans again, moving these users and profiles. @throws NOT_FOUND before there is a plan */
  replan(admin: Admin, id: string, moves: readonly string[]): void {
    const one = this.#of(admin, id);
    if (one.stage !== 'planned') throw new AppError('NOT_FOUND', { what: 'plan' });
    one.moves = moves;
    this.#ask(one);
  }

  /**
   * Starts applying the plan. @throws VERSION_CONFLICT, INVALID_INPUT when a chosen record needs one that is not chosen
   */
  async apply(admin: Admin, id: string, number: number, ranges: Ranges): Promise<void> {
    const one = this.#of(admin, id);
    const { planned } = one;
    if (one.stage !== 'planned' || planned?.number !== number)
      throw new AppError('NOT_FOUND', { what: 'plan' });
    const chosen = (line: number) => ranges.some(({ from, to }) => line >= from && line <= to);
    const picked = new Set([...planned.plan.ids.keys()].filter(chosen));
    const changes = changesOf(planned.plan, planned.needs, (line) => picked.has(line));
    if (!changes) throw new AppError('INVALID_INPUT', { field: 'chosen', problem: 'needs' });
    if ((await this.#context.store.read(readSetupVersion)) !== planned.version) {
      await this.#context.reloadDirectory();
      this.#ask(one);
      throw new AppError('VERSION_CONFLICT', {
        now: this.#context.directory.version,
        based: planned.version,
      });
    }
    one.stage = 'applying';
    one.done = 0;
    one.of = changes.length;
    this.#write(one, planned, changes).then(
      () => {
        one.stage = 'applied';
        one.done = changes.length;
        one.report = reportOfSelection(planned.plan.report, (line) => picked.has(line));
        void one.worker.terminate();
      },
      (error: unknown) => {
        if (error instanceof AppError && error.code === 'VERSION_CONFLICT') return this.#ask(one);
        this.#context.log.error({ err: error }, 'an import could not be written');
        this.#fail(one, 'broke', null);
      },
    );
  }

  close(admin: Admin, id: string): void {
    this.#drop(this.#of(admin, id));
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#imports.values()].map(({ worker }) => worker.terminate()));
    for (const one of this.#imports.values()) this.#drop(one);
  }

  #of(admin: Admin, id: string): Import {
    const one = this.#imports.get(id);
    if (!one || one.admin.id !== admin.id) throw new AppError('NOT_FOUND', { what: 'import' });
    one.touchedAt = this.#context.clock.now();
    return one;
  }

  #hear(one: Import, message: WorkerAnswer): void {
    if (message.kind === 'progress') one.done = message.files;
    else if (message.kind === 'problem') this.#fail(one, message.problem, message.detail);
    else if (message.kind === 'read') {
      one.source = message.source;
      this.#ask(one);
    } else {
      const { plan, version } = message;
      one.planned = { number: (one.planned?.number ?? 0) + 1, version, plan, needs: dependenciesOf(plan) };
      one.stage = 'planned';
      one.of = plan.report.records.length;
    }
  }

  #ask(one: Import): void {
    one.stage = 'reading';
    const question: PlanQuestion = { directory: this.#context.directory.parts, moves: one.moves };
    one.worker.postMessage(question);
  }

  #fail(one: Import, problem: NonNullable<ImportState['problem']>, detail: ImportState['detail']): void {
    one.stage = 'failed';
    one.problem = problem;
    one.detail = detail;
    void one.worker.terminate();
  }

  #write(one: Import, { version }: Planned, changes: readonly RecordChange[]): Promise<void> {
    const { admin } = one;
    return this.#context.unit(async (unit) => {
      // Raising the version locks its row: a concurrent save waits, or is detected here.
      await raiseSetupVersion(unit.db);
      const now = await readSetupVersion(unit.db);
      if (now !== version + 1) throw new AppError('VERSION_CONFLICT', { now, based: version });
      await writeChanges(
        unit.db,
        changes,
        { actor: admin, now: unit.now },
        (written) => (one.done = written),
      );
      await letWork(unit, admin, changes);
      unit.setupChanged = true;
    });
  }

  #drop(one: Import): void {
    this.#imports.delete(one.id);
    void one.worker.terminate();
    void rm(one.file, { force: true }).catch(() => undefined);
  }

  #forget(): void {
    for (const one of this.#imports.values())
      if (this.#context.clock.now() - one.touchedAt > IDLE_TIMEOUT_MS && one.stage !== 'applying')
        this.#drop(one);
  }
}

/**
 * An administrator who imports the first set-up into an empty hub may choose its statuses: the source grants them to
 * its own users only, and the administrator has to be able to test it.
 */
async function letWork(unit: Unit, admin: Admin, changes: readonly RecordChange[]): Promise<void> {
  const { directory } = unit;
  if (directory.channels.size + directory.queues.size > 0) return;
  const brought = changes.flatMap(({ table, before, after }) =>
    table === 'presenceStatus' && before === null && 'agentCanSet' in after && after.agentCanSet
      ? [after.id]
      : [],
  );
  const before = directory.user(admin.id);
  const own = changes.find(({ table, after }) => table === 'user' && after.id === admin.id);
  const user = own ? (own.after as User) : before;
  const after = {
    ...user,
    statusIds: [...new Set([...user.statusIds, ...brought])],
    version: user.version + 1,
  };
  if (after.statusIds.length === user.statusIds.length) return;
  await putUser(unit.db, after);
  await audit(unit, admin, 'change', 'user', admin.id, before, after);
}
