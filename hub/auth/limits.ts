/** Rate limits in memory: a bucket per key that fills again with time. */
import { AppError } from '#core/errors.ts';
import type { Clock } from '../clock.ts';

interface Bucket {
  tokens: number;
  at: number;
}

export class RateLimit {
  readonly #clock: Clock;
  readonly #most: number;
  readonly #perSecond: number;
  readonly #buckets = new Map<string, Bucket>();

  /** At most `most` at once, `perSecond` on average. */
  constructor(clock: Clock, most: number, perSecond: number) {
    this.#clock = clock;
    this.#most = most;
    this.#perSecond = perSecond;
  }

  /** @throws TOO_MANY with the seconds to wait */
  take(key: string): void {
    const now = this.#clock.now();
    const bucket = this.#buckets.get(key) ?? { tokens: this.#most, at: now };
    bucket.tokens = Math.min(
      this.#most,
      bucket.tokens + (Math.max(0, now - bucket.at) / 1000) * this.#perSecond,
    );
    bucket.at = now;
    if (this.#buckets.size > 10_000) this.#forget(now);
    this.#buckets.set(key, bucket);
    if (bucket.tokens < 1)
      throw new AppError('TOO_MANY', { seconds: Math.ceil((1 - bucket.tokens) / this.#perSecond) });
    bucket.tokens -= 1;
  }

  #forget(now: number): void {
    const full = (this.#most / this.#perSecond) * 1000;
    for (const [key, bucket] of this.#buckets) if (now - bucket.at > full) this.#buckets.delete(key);
  }
}
