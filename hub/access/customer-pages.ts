/** Customers' pages that follow their conversation on this hub. */
import type { Clock } from '../base/clock.ts';

/**
 * Interval at which open pages are recorded as seen; well within the shortest time after which a customer counts as
 * gone.
 */
export const SEEN_WRITE_INTERVAL_MS = 5_000;
/**
 * Interval at which a conversation's token is recorded as used: often enough for its lifetime, rare enough that an idle
 * page costs no write.
 */
const USED_WRITE_INTERVAL_MS = 3_600_000;

export class CustomerPages {
  readonly #clock: Clock;
  readonly #pages = new Map<string, number>();
  #notedAt = Number.NEGATIVE_INFINITY;
  #usedAt = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Returns a function to call when the page closes; its result says whether it was the last one. */
  open(workItemId: string): () => boolean {
    this.#pages.set(workItemId, (this.#pages.get(workItemId) ?? 0) + 1);
    return () => {
      const others = (this.#pages.get(workItemId) ?? 1) - 1;
      if (others > 0) this.#pages.set(workItemId, others);
      else this.#pages.delete(workItemId);
      return others === 0;
    };
  }

  /** Whether this hub has an open page of this conversation. */
  has(workItemId: string): boolean {
    return this.#pages.has(workItemId);
  }

  /** Pages to record as seen now; empty while the last record is fresh. */
  dueSeen(): readonly string[] {
    const now = this.#clock.now();
    if (Math.abs(now - this.#notedAt) < SEEN_WRITE_INTERVAL_MS) return [];
    this.#notedAt = now;
    return [...this.#pages.keys()];
  }

  /** Pages whose tokens to record as used now; empty while the last record is fresh. */
  dueUsed(): readonly string[] {
    const now = this.#clock.now();
    if (Math.abs(now - this.#usedAt) < USED_WRITE_INTERVAL_MS) return [];
    this.#usedAt = now;
    return [...this.#pages.keys()];
  }
}
