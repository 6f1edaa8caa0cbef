/** How soon a crashed page is loaded again: at once after a single crash, with growing delays after repeated ones. */

/** Number of crashes in close succession. */
export interface Crashes {
  readonly inARow: number;
  /** Milliseconds of a monotonic clock. */
  readonly last: number;
}

/** A page that has run for this long was stable; its next crash counts as the first. OQ. */
const RECOVERED_AFTER_MS = 5 * 60_000;
const INITIAL_DELAY_MS = 500;
/** Maximum delay; the window that rings must not be away for longer. OQ. */
const MAX_DELAY_MS = 30_000;

/** The new state after a crash at `now`, and the delay before the page is loaded again, in milliseconds. */
export function afterCrash(before: Crashes | null, now: number): { crashes: Crashes; wait: number } {
  const inARow = before !== null && now - before.last < RECOVERED_AFTER_MS ? before.inARow + 1 : 1;
  return {
    crashes: { inARow, last: now },
    wait: Math.min(INITIAL_DELAY_MS * 2 ** (inARow - 1), MAX_DELAY_MS),
  };
}
