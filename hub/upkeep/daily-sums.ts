/**
 * Sums up each day once it is over, day by day, on any live hub. A database from a version without sums catches up with
 * the same steps.
 */
import type { HubContext } from '../unit/context.ts';
import { readNextDay, writeDay } from '../long-reads/add-up-days.ts';
import { dayEndOf } from '../long-reads/days.ts';

/** How long after its end a day is summed: by then a clock that is set back no longer writes into it. */
const DAY_CLOSE_DELAY_MS = 3 * 3_600_000;
const CHECK_INTERVAL_MS = 60_000;
/** Pause between two days while catching up, so that agents get the database meanwhile. */
const BATCH_PAUSE_MS = 1_000;

export class DailySums {
  readonly #context: HubContext;
  #callOff: (() => void) | null = null;
  #running: Promise<void> | null = null;
  #stopped = true;

  constructor(context: HubContext) {
    this.#context = context;
  }

  start(): void {
    this.#stopped = false;
    this.#arm(BATCH_PAUSE_MS);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#callOff?.();
    await this.#running;
  }

  /** Sums up every day that is due. */
  async catchUp(): Promise<void> {
    while (await this.addUpNextDay());
  }

  /** Sums up the next day; false = none is due. */
  async addUpNextDay(): Promise<boolean> {
    const { longReads, store, clock } = this.#context;
    const from = await readNextDay(store.reader);
    if (from === null) return false;
    const day = { from, to: dayEndOf(from) };
    if (clock.now() < day.to + DAY_CLOSE_DELAY_MS) return false;
    const adds = await longReads.read('dayAdds', day);
    await store.write((db) => writeDay(db, adds));
    return true;
  }

  #arm(wait: number): void {
    this.#callOff = this.#context.clock.after(wait, () => {
      this.#running = this.addUpNextDay()
        .then((more) => this.#next(more ? BATCH_PAUSE_MS : CHECK_INTERVAL_MS))
        .catch((error: unknown) => {
          this.#context.log.error({ err: error }, 'a day could not be added up; it is tried again');
          this.#next(CHECK_INTERVAL_MS);
        })
        .finally(() => {
          this.#running = null;
        });
    });
  }

  #next(wait: number): void {
    if (!this.#stopped) this.#arm(wait);
  }
}
