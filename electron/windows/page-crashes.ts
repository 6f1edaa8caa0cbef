/** How soon a page that has crashed is loaded again: at once for one bad moment, ever later for one that keeps crashing. */

/** Crashes that have followed each other closely. */
export interface Crashes {
  readonly inARow: number;
  /** Milliseconds of a clock that only grows. */
  readonly last: number;
}

/** A page that has lived for this long was well; its next crash is a first one. OQ. */
const WELL_AFTER = 5 * 60_000;
const FIRST_WAIT = 500;
/** What rings must not stay away for longer. OQ. */
const LONGEST_WAIT = 30_000;

/** What is known after a crash at `now`, and how long to wait before the page is loaded again, in milliseconds. */
export function afterCrash(before: Crashes | null, now: number): { crashes: Crashes; wait: number } {
  const inARow = before !== null && now - before.last < WELL_AFTER ? before.inARow + 1 : 1;
  return {
    crashes: { inARow, last: now },
    wait: Math.min(FIRST_WAIT * 2 ** (inARow - 1), LONGEST_WAIT),
  };
}
