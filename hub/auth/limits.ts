/**
 * Rate limits in memory: a bucket per key that fills again with time. Each is keyed by whom it protects against: an
 * address, a user, a conversation, a key.
 */
import { AppError } from '#core/errors.ts';
import type { Clock } from '../base/clock.ts';

interface Bucket {
  tokens: number;
  at: number;
}

/** More keys than this are not remembered; the one that was not used for the longest time is forgotten first. */
const MAX_KEYS = 50_000;

class RateLimit {
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

  /** Takes `cost`, 1 unless said otherwise. @throws TOO_MANY with the seconds to wait */
  take(key: string, cost = 1): void {
    const seconds = this.secondsUntil(key, cost);
    if (seconds > 0) throw new AppError('TOO_MANY', { seconds: Math.ceil(seconds) });
    this.#buckets.get(key)!.tokens -= cost;
  }

  /** Takes if it can; says whether it could. */
  tryTake(key: string, cost = 1): boolean {
    if (this.secondsUntil(key, cost) > 0) return false;
    this.#buckets.get(key)!.tokens -= cost;
    return true;
  }

  /** Takes whatever is asked for and answers how long to wait until the debt is paid, in seconds; 0 = not at all. */
  charge(key: string, cost = 1): number {
    const bucket = this.#refilled(key);
    bucket.tokens -= cost;
    return Math.max(0, -bucket.tokens / this.#perSecond);
  }

  /** How long until `cost` can be taken, in seconds; 0 = now. */
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
    // Last in the order of the map: the first one is the one that was not used for the longest time.
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    if (this.#buckets.size > MAX_KEYS) this.#buckets.delete(this.#buckets.keys().next().value!);
    return bucket;
  }
}

export type Limits = ReturnType<typeof hubLimits>;

/** Every limit of the hub. The first number is how many at once, the second how many a second on average. */
export const hubLimits = (clock: Clock) => ({
  /** Guesses at one name from one address. */
  signIn: new RateLimit(clock, 10, 0.2),
  /** Guesses at one name from everywhere but where its user has signed in before. */
  signInName: new RateLimit(clock, 40, 0.5),
  /** A whole office behind one address still gets in at the start of a shift. */
  signInFrom: new RateLimit(clock, 100, 2),
  /** Sockets refused for a wrong token, per address. */
  refusedSockets: new RateLimit(clock, 100, 2),
  /** Everything over HTTP, per address. */
  requests: new RateLimit(clock, 2_000, 200),
  /** New chats, per address. */
  starts: new RateLimit(clock, 60, 2),
  /** What customers' pages ask, per address. */
  customerCalls: new RateLimit(clock, 600, 60),
  /** What customers write, in bytes per address. */
  customerBytes: new RateLimit(clock, 1024 * 1024, 100 * 1024),
  /** Messages, per conversation (customers) and per agent. */
  messages: new RateLimit(clock, 30, 3),
  typing: new RateLimit(clock, 10, 2),
  /** Reads of one conversation by its customer. */
  reads: new RateLimit(clock, 120, 10),
  /** Streams of one conversation that its customer opens. */
  watches: new RateLimit(clock, 20, 1),
  /** Commands and questions of one user over all of the user's sockets. */
  calls: new RateLimit(clock, 600, 60),
  /** Frames of one user: beyond, the hub reads the user's sockets more slowly. */
  frames: new RateLimit(clock, 1_200, 300),
  /** Bytes of one user's frames, likewise. */
  frameBytes: new RateLimit(clock, 16 * 1024 * 1024, 2 * 1024 * 1024),
  /** Lines of the log of one kind about one user. */
  logLines: new RateLimit(clock, 5, 1 / 60),
  api: new RateLimit(clock, 200, 100),
});
