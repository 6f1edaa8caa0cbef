/**
 * Executes deadlines. They are rows with a time: any live hub takes one, in the transaction that deletes its row, so
 * each runs exactly once and a killed hub loses none.
 */
import { countsBy } from './clock-steps.ts';
import type { HubContext } from './context.ts';
import type { DeadlineKind, Unit } from './unit.ts';

export type DeadlineHandler = (unit: Unit, subjectId: string) => Promise<void>;

/** Poll interval for other hubs' deadlines. */
const POLL_INTERVAL_MS = 500;

export class Timekeeper {
  readonly #context: HubContext;
  readonly #handlers: Readonly<Record<DeadlineKind, DeadlineHandler>>;
  #callOff: (() => void) | null = null;
  #dueAt = Number.POSITIVE_INFINITY;
  #running: Promise<void> | null = null;
  #stopped = true;

  constructor(context: HubContext, handlers: Readonly<Record<DeadlineKind, DeadlineHandler>>) {
    this.#context = context;
    this.#handlers = handlers;
  }

  start(): void {
    this.#stopped = false;
    this.#arm(this.#context.clock.now());
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#callOff?.();
    await this.#running;
  }

  /** Schedules a check at that time. */
  deadlineAt(dueAt: number): void {
    if (!this.#stopped && dueAt < this.#dueAt) this.#arm(dueAt);
  }

  /** Executes every due deadline, oldest first. A failing one does not block the others and is retried later. */
  async runDue(): Promise<void> {
    const { store, clock, log } = this.#context;
    /** Failed, or currently unavailable. */
    const passed = new Set<string>();
    for (;;) {
      const rows = await store.reader
        .selectFrom('deadline')
        .selectAll()
        .where('due_at', '<=', clock.now())
        .orderBy('due_at')
        .limit(100 + passed.size)
        .execute();
      const due = rows.filter((row) => !passed.has(`${row.kind} ${row.subject_id}`));
      if (due.length === 0) return;
      for (const row of due) {
        try {
          const taken = await this.#carryOut(row.kind as DeadlineKind, row.subject_id, row.due_at);
          if (!taken) passed.add(`${row.kind} ${row.subject_id}`);
        } catch (error) {
          passed.add(`${row.kind} ${row.subject_id}`);
          log.error(
            { err: error, kind: row.kind, subject: row.subject_id },
            'deadline failed; it is tried again',
          );
        }
      }
    }
  }

  /** False = another hub was faster, it is no longer due, or the clock was set and this hub has not noticed yet. */
  async #carryOut(kind: DeadlineKind, subjectId: string, dueAt: number): Promise<boolean> {
    const { metrics, clock } = this.#context;
    return this.#context.unit(async (unit) => {
      const taken = await unit.db
        .deleteFrom('deadline')
        .where('kind', '=', kind)
        .where('subject_id', '=', subjectId)
        .where('due_at', '<=', unit.now)
        .where(countsBy(this.#context.clockSteps))
        .returning('due_at')
        .executeTakeFirst();
      if (!taken) return false;
      await this.#handlers[kind](unit, subjectId);
      metrics.deadlines.inc({ kind });
      metrics.lateness.observe(Math.max(0, clock.now() - dueAt) / 1000);
      return true;
    });
  }

  #arm(dueAt: number): void {
    this.#callOff?.();
    this.#dueAt = dueAt;
    this.#callOff = this.#context.clock.after(dueAt - this.#context.clock.now(), () => this.#wake());
  }

  #wake(): void {
    if (this.#stopped || this.#running) return;
    this.#dueAt = Number.POSITIVE_INFINITY;
    this.#running = this.runDue()
      .then(() => this.#next())
      .catch((error: unknown) => this.#context.log.error({ err: error }, 'deadlines could not be read'))
      .finally(() => {
        this.#running = null;
        if (this.#stopped) return;
        const look = this.#context.clock.now() + POLL_INTERVAL_MS;
        this.#arm(Math.min(look, this.#dueAt));
      });
  }

  async #next(): Promise<void> {
    const row = await this.#context.store.reader
      .selectFrom('deadline')
      .select((select) => select.fn.min('due_at').as('due'))
      // What is already due has just failed; it is retried at the next check, not in a tight loop.
      .where('due_at', '>', this.#context.clock.now())
      .executeTakeFirst();
    if (row && row.due !== null) this.#dueAt = Math.min(this.#dueAt, Number(row.due));
  }
}
