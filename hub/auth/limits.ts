/**
 * Rate limits in memory: one token bucket per key. Each is keyed by what it limits: an address, a user, a conversation,
 * an API key.
 */
import { AppError } from '#core/errors.ts';
import type { Clock } from '../base/clock.ts';

interface Bucket {
  tokens: number;
  at: number;
}

/** Maximum number of keys; the least recently used one is evicted first. */
const MAX_KEYS = 50_000;

class RateLimit {
  readonly #clock: Clock;
  readonly #most: number;
  readonly #perSecond: number;
  readonly #buckets = new Map<string, Bucket>();

  /** A burst of `most`, `perSecond` on average. */
  constructor(clock: Clock, most: number, perSecond: number) {
    this.#clock = clock;
    this.#most = most;
    this.#perSecond = perSecond;
  }

  /** Takes `cost`, 1 by default. @throws TOO_MANY with the seconds to wait */
  take(key: string, cost = 1): void {
    const seconds = this.secondsUntil(key, cost);
    if (seconds > 0) throw new AppError('TOO_MANY', { seconds: Math.ceil(seconds) });
    this.#buckets.get(key)!.tokens -= cost;
  }

  /** Takes if possible; returns whether it did. */
  tryTake(key: string, cost = 1): boolean {
    if (this.secondsUntil(key, cost) > 0) return false;
    this.#buckets.get(key)!.tokens -= cost;
    return true;
  }

  /** Always takes, and returns the seconds until the debt is paid; 0 = none. */
  charge(key: string, cost = 1): number {
    const bucket = this.#refilled(key);
    bucket.tokens -= cost;
    return Math.max(0, -bucket.tokens / this.#perSecond);
  }

  /** Seconds until `cost` can be taken; 0 = now. */
  secondsUntil(key: string, cost = 1): number {
    const { tokens } = this.#refilled(key);
    return Math.max(0, (cost - tokens) / this.#perSecond);
  }

  #refilled(key: string): Bucket {
    const now = this.#clock.now();
    const bucket = this.#buckets.get(key) ?? { tokens: this.#most, at: now };
    const elapsed = Math.max(0, now - bucket.at) / 1000;
    bucket.tokens = Math.min(this.#most, bucket.tokens + elapsed * this.#perSecond);
    bucket.at = now;
    // Moves it to the end of the map: the first entry is the least recently used.
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    if (this.#buckets.size > MAX_KEYS) this.#buckets.delete(this.#buckets.keys().next().value!);
    return bucket;
  }
}

export type Limits = ReturnType<typeof hubLimits>;

/** Every limit of the hub. The first number is the burst, the second the rate per second on average. */
export const hubLimits = (clock: Clock) => ({
  /** Sign-in attempts for one name from one address. */
  signIn: new RateLimit(clock, 10, 0.2),
  /** Sign-in attempts for one name from all addresses from which its user has not signed in before. */
  signInName: new RateLimit(clock, 40, 0.5),
  /** Sign-in attempts per address: a whole office behind one address can still sign in at the start of a shift. */
  signInFrom: new RateLimit(clock, 100, 2),
  /** Sockets rejected for a wrong token, per address. */
  refusedSockets: new RateLimit(clock, 100, 2),
  /** Everything over HTTP, per address. */
  requests: new RateLimit(clock, 2_000, 200),
  /** New chats, per address. */
  starts: new RateLimit(clock, 60, 2),
  /** Calls of customers' pages, per address. */
  customerCalls: new RateLimit(clock, 600, 60),
  /** Customers' messages, in bytes per address. */
  customerBytes: new RateLimit(clock, 1024 * 1024, 100 * 1024),
  /** Messages, per conversation (customers) and per agent. */
  messages: new RateLimit(clock, 30, 3),
  typing: new RateLimit(clock, 10, 2),
  /** Reads of one conversation by its customer. */
  reads: new RateLimit(clock, 120, 10),
  /** Streams of one conversation opened by its customer. */
  watches: new RateLimit(clock, 20, 1),
  /** Commands and queries of one user over all of the user's sockets. */
  calls: new RateLimit(clock, 600, 60),
  /** Frames of one user: beyond it, the hub reads the user's sockets more slowly. */
  frames: new RateLimit(clock, 1_200, 300),
  /** Bytes of one user's frames, likewise. */
  frameBytes: new RateLimit(clock, 16 * 1024 * 1024, 2 * 1024 * 1024),
  /** Log lines of one kind about one user. */
  logLines: new RateLimit(clock, 5, 1 / 60),
  api: new RateLimit(clock, 200, 100),
});
