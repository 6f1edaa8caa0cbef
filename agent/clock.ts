/** The runtime's only source of time. Tests pass a virtual one, so that ten minutes take no time. */

/** Cancels a timer; no effect once it has run. */
export type Cancel = () => void;

export interface Clock {
  /** Wall clock: milliseconds since 1970 UTC; jumps when the machine's clock is set. For display. */
  now(): number;
  /** Monotonic milliseconds. For ages: setting the clock back by an hour must not hide a dead link. */
  steady(): number;
  /** Runs `run` once, `milliseconds` from now. */
  after(milliseconds: number, run: () => void): Cancel;
}

/** `setTimeout` takes a 32-bit delay; a longer one would fire at once. */
const MAX_TIMER_MS = 2_147_000_000;

export const systemClock: Clock = {
  now: () => Date.now(),
  steady: () => performance.now(),
  after(milliseconds, run) {
    const timer = setTimeout(run, Math.min(Math.max(0, milliseconds), MAX_TIMER_MS));
    return () => clearTimeout(timer);
  },
};

/** Waits on the given clock; returns early, without an error, when `signal` is aborted. */
export function pause(clock: Clock, milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const finish = () => {
      cancel();
      signal?.removeEventListener('abort', finish);
      resolve();
    };
    const cancel = clock.after(milliseconds, finish);
    signal?.addEventListener('abort', finish, { once: true });
  });
}

/** Waits for the signal without a time limit. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/**
 * Returns the promise's outcome, or rejects with `late()` when it takes longer than `milliseconds`. The promise itself
 * keeps running; its late result is dropped.
 */
export function within<T>(
  clock: Clock,
  milliseconds: number,
  promise: Promise<T>,
  late: () => Error,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(milliseconds, () => reject(late()));
    promise.then(resolve, reject).finally(cancel);
  });
}
