/**
 * Sums up each day once it is over, day by day, on any live hub. A database from a version without sums catches up with
 * the same steps.
 */
import type { HubContext } from '../unit/context.ts';
import { readNextDay, writeDay } from '../long-reads/add-up-days.ts';
import { dayEndOf } from '../long-reads/days.ts';
import { PacedJob } from './paced-job.ts';

/** How long after its end a day is summed: by then a clock that is set back no longer writes into it. */
const DAY_CLOSE_DELAY_MS = 3 * 3_600_000;
const CHECK_INTERVAL_MS = 60_000;
/** Pause between two days while catching up, so that agents get the database meanwhile. */
const BATCH_PAUSE_MS = 1_000;

export class DailySums {
  readonly #context: HubContext;
  readonly #job: PacedJob;

  constructor(context: HubContext) {
    this.#context = context;
    const failure = 'a day could not be added up; it is tried again';
    const pace = { pause: BATCH_PAUSE_MS, interval: CHECK_INTERVAL_MS, failure };
    this.#job = new PacedJob(context, pace, () => this.addUpNextDay());
  }

  start(): void {
    this.#job.start();
  }

  stop(): Promise<void> {
    return this.#job.stop();
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
}
