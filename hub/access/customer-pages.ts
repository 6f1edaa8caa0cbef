/** The pages of customers that follow their conversation on this hub. */
import type { Clock } from '../base/clock.ts';

/** Open pages are noted as seen this often; well within the shortest time after which a customer counts as gone. */
export const SEEN_WRITE_INTERVAL_MS = 5_000;
/** A conversation's token is noted as used this often: often enough for its day, so that an idle page costs no write. */
const USED_WRITE_INTERVAL_MS = 3_600_000;

export class CustomerPages {
  readonly #clock: Clock;
  readonly #pages = new Map<string, number>();
  #notedAt = Number.NEGATIVE_INFINITY;
  #usedAt = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Returns a function to call when the page is gone; it answers whether that was the last one. */
  open(workItemId: string): () => boolean {
    this.#pages.set(workItemId, (this.#pages.get(workItemId) ?? 0) + 1);
    return () => {
      const others = (this.#pages.get(workItemId) ?? 1) - 1;
      if (others > 0) this.#pages.set(workItemId, others);
      else this.#pages.delete(workItemId);
      return others === 0;
    };
  }

  /** Whether a page of this conversation is open here. */
  has(workItemId: string): boolean {
    return this.#pages.has(workItemId);
  }

  /** Those to be noted as seen now; empty while the last note is fresh. */
  dueSeen(): readonly string[] {
    const now = this.#clock.now();
    if (Math.abs(now - this.#notedAt) < SEEN_WRITE_INTERVAL_MS) return [];
    this.#notedAt = now;
    return [...this.#pages.keys()];
  }

  /** Those whose tokens are to be noted as used now; empty while the last note is fresh. */
  dueUsed(): readonly string[] {
    const now = this.#clock.now();
    if (Math.abs(now - this.#usedAt) < USED_WRITE_INTERVAL_MS) return [];
    this.#usedAt = now;
    return [...this.#pages.keys()];
  }
}
