/** How far the hub's clock is from ours: hub − shell, in milliseconds. Countdowns are wrong by as much as this is. */

/** A difference this large is no jitter: somebody has set a clock, and the new value is taken as it is. */
const JUMP = 1_000;
/** Weight of one sample; the way to the hub and back is never quite symmetric. */
const WEIGHT = 0.25;

/** One measurement: the answer was written in the middle between asking and hearing. */
export const skewSample = (hubTime: number, askedAt: number, answeredAt: number): number =>
  hubTime - (askedAt + answeredAt) / 2;

/** The smoothed skew after one more sample; `previous` is `null` for the first. */
export function nextSkew(previous: number | null, sample: number): number {
  if (previous === null || Math.abs(sample - previous) > JUMP) return sample;
  return previous + WEIGHT * (sample - previous);
}
