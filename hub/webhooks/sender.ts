/**
 * Sends queued deliveries. A delivery is a row with a time: any live hub claims it for a minute, sends it, and writes
 * the result. If the hub dies in between, the claim expires, so each is delivered at least once.
 */
import type { Selectable } from 'kysely';
import { nextTryAt } from '#core/webhooks/events.ts';
import type { HubContext } from '../unit/context.ts';
import type { WebhookDeliveryTable } from '../store/schema.ts';
import type { DestinationRules } from './destinations.ts';
import { type Answer, post } from './post.ts';
import { isWaitingDelivery } from '../store/states.ts';

const POLL_INTERVAL_MS = 1_000;
const CLAIM_TTL_MS = 60_000;
/** Maximum number of concurrent deliveries, so that one slow receiver delays few others. */
const MAX_CONCURRENT_DELIVERIES = 16;
/** How long deliveries are kept; older ones are removed by the retention job. */
export const DELIVERY_RETENTION_MS = 14 * 24 * 3_600_000;

export class WebhookSender {
  readonly #context: HubContext;
  readonly #rules: DestinationRules;
  #callOff: (() => void) | null = null;
  #running: Promise<void> | null = null;
  #stopped = true;
  #again = false;
  /** Aborts deliveries in progress when the hub stops; they are sent again when their claim has expired. */
  readonly #end = new AbortController();

  constructor(context: HubContext, rules: DestinationRules) {
    this.#context = context;
    this.#rules = rules;
  }

  start(): void {
    this.#stopped = false;
    this.#arm(0);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#callOff?.();
    this.#end.abort();
    await this.#running;
  }

  /** Signals a new delivery in the outbox. */
  kick(): void {
    this.#again = true;
    if (!this.#stopped && !this.#running) this.#arm(0);
  }

  /** Sends everything that is due; resolves when each has a result. */
  async runDue(): Promise<void> {
    for (;;) {
      const claimed = await this.#claim();
      if (claimed.length === 0) return;
      await Promise.all(claimed.map((row) => this.#send(row)));
    }
  }

  #arm(wait: number): void {
    this.#callOff?.();
    this.#callOff = this.#context.clock.after(wait, () => {
      this.#again = false;
      this.#running = this.runDue()
        .catch((error: unknown) => this.#context.log.error({ err: error }, 'webhooks could not be sent'))
        .finally(() => {
          this.#running = null;
          if (!this.#stopped) this.#arm(this.#again ? 0 : POLL_INTERVAL_MS);
        });
    });
  }

  async #claim() {
    const { store, clock } = this.#context;
    const now = clock.now();
    const due = await store.reader
      .selectFrom('webhook_delivery')
      .select('id')
      .where(isWaitingDelivery('state'))
      .where('due_at', '<=', now)
      .orderBy('due_at')
      .limit(MAX_CONCURRENT_DELIVERIES)
      .execute();
    if (due.length === 0) return [];
    // Another hub may have been faster: then the row is no longer due, and not among the returned rows.
    return store.write((db) =>
      db
        .updateTable('webhook_delivery')
        .set(({ eb }) => ({ due_at: now + CLAIM_TTL_MS, attempts: eb('attempts', '+', 1) }))
        .where(
          'id',
          'in',
          due.map(({ id }) => id),
        )
        .where(isWaitingDelivery('state'))
        .where('due_at', '<=', now)
        .returningAll()
        .execute(),
    );
  }

  async #send(row: Selectable<WebhookDeliveryTable>): Promise<void> {
    const { store, clock } = this.#context;
    const webhook = await store.reader
      .selectFrom('webhook')
      .select(['url', 'secret', 'active'])
      .where('id', '=', row.webhook_id)
      .executeTakeFirst();
    const wanted = webhook && (webhook.active === 1 || row.event === 'test');
    const answer: Answer = wanted
      ? await post(
          { ...webhook, id: row.id, body: row.payload_json, now: clock.now() },
          this.#rules,
          this.#end.signal,
        )
      : { status: null, problem: 'switched-off' };
    if (answer.status === null && this.#end.signal.aborted) return;
    const now = clock.now();
    const delivered = answer.status !== null && answer.status >= 200 && answer.status < 300;
    // 410 is a receiver's way to say "never again" (Standard Webhooks). A test has one attempt: a user is waiting for
    // its result.
    const over = delivered || !wanted || answer.status === 410 || row.event === 'test';
    const next = over ? null : nextTryAt(row.attempts, now, Math.random());
    await store.write((db) =>
      db
        .updateTable('webhook_delivery')
        .set({
          state: delivered ? 'delivered' : next === null ? 'failed' : 'waiting',
          due_at: next,
          tried_at: now,
          status: answer.status,
          problem: answer.problem,
        })
        .where('id', '=', row.id)
        .execute(),
    );
    this.#context.metrics.webhooks.inc({
      outcome: delivered ? 'delivered' : next === null ? 'failed' : 'retried',
    });
  }
}
