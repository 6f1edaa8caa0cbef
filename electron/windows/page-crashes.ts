/** How soon a page that has crashed is loaded again: at once for one bad moment, ever later for one that keeps crashing. */

/** Crashes that have followed each other closely. */
export interface Crashes {
  readonly inARow: number;
  /** Milliseconds of a clock that only grows. */
  readonly last: number;
}

/** A page that has lived for this long was well; its next crash is a first one. OQ. */
const RECOVERED_AFTER_MS = 5 * 60_000;
const INITIAL_DELAY_MS = 500;
/** What rings must not stay away for longer. OQ. */
const MAX_DELAY_MS = 30_000;

/** What is known after a crash at `now`, and how long to wait before the page is loaded again, in milliseconds. */
export function afterCrash(before: Crashes | null, now: number): { crashes: Crashes; wait: number } {
  const inARow = before !== null && now - before.last < RECOVERED_AFTER_MS ? before.inARow + 1 : 1;
  return {
    crashes: { inARow, last: now },
    wait: Math.min(INITIAL_DELAY_MS * 2 ** (inARow - 1), MAX_DELAY_MS),
  };
}
