/**
 * Removes data whose retention time is over: answers to commands, ended sign-ins, finished deliveries, the log of
 * items. In batches, so that no transaction is long, however much there is to remove. Also refreshes the statistics by
 * which the database chooses its indexes.
 */
import { sql } from 'kysely';
import { COMMAND_RETENTION_MS, WORK_EVENT_RETENTION_MS, TOKEN_TTL_MS } from '#core/defaults.ts';
import type { HubContext } from '../unit/context.ts';
import { DELIVERY_RETENTION_MS } from '../webhooks/sender.ts';
import { PacedJob } from './paced-job.ts';

/** Rows removed per transaction. */
const BATCH_ROWS = 500;
const CHECK_INTERVAL_MS = 3_600_000;
/** Pause between two batches, so that agents get the database meanwhile. */
const BATCH_PAUSE_MS = 250;

export class RetentionJob {
  readonly #context: HubContext;
  readonly #job: PacedJob;

  constructor(context: HubContext) {
    this.#context = context;
    const failure = 'expired data could not be removed; it is tried again';
    const pace = { pause: BATCH_PAUSE_MS, interval: CHECK_INTERVAL_MS, failure };
    this.#job = new PacedJob(context, pace, async () => {
      const more = await this.#removePart();
      if (!more) await context.store.optimize();
      return more;
    });
  }

  start(): void {
    this.#job.start();
  }

  stop(): Promise<void> {
    return this.#job.stop();
  }

  /** Removes everything that is due. */
  async tidy(): Promise<void> {
    while (await this.#removePart());
  }

  /** One batch of each kind; true = there may be more. */
  async #removePart(): Promise<boolean> {
    const { store, clock } = this.#context;
    const now = clock.now();
    const parts = [
      sql`delete from command where id in
        (select id from command where at < ${now - COMMAND_RETENTION_MS} order by at limit ${sql.lit(BATCH_ROWS)})`,
      sql`delete from token where expires_at < ${now}`,
      sql`delete from known_address where signed_in_at < ${now - TOKEN_TTL_MS}`,
      sql`delete from webhook_delivery where id in
        (select id from webhook_delivery where state <> 'waiting' and created_at < ${now - DELIVERY_RETENTION_MS}
          order by created_at limit ${sql.lit(BATCH_ROWS)})`,
      // Rows are numbered in writing order: the oldest come first.
      sql`delete from work_event where at < ${now - WORK_EVENT_RETENTION_MS} and id in
        (select id from work_event order by id limit ${sql.lit(BATCH_ROWS)})`,
    ];
    let more = false;
    for (const part of parts) {
      const { numAffectedRows } = await store.write((db) => part.execute(db));
      more ||= Number(numAffectedRows ?? 0) >= BATCH_ROWS;
    }
    return more;
  }
}
