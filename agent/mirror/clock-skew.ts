/** The difference between the hub's clock and ours: hub − shell, in milliseconds. Countdowns are wrong by this much. */

/** A difference this large is not jitter: a clock was set, and the new value is taken unsmoothed. */
const JUMP = 1_000;
/** Weight of one sample; the round trip to the hub is never quite symmetric. */
const WEIGHT = 0.25;

/** One measurement: assumes that the answer was written halfway between request and response. */
export const skewSample = (hubTime: number, askedAt: number, answeredAt: number): number =>
  hubTime - (askedAt + answeredAt) / 2;

/** The smoothed skew after one more sample; `previous` is `null` for the first. */
export function nextSkew(previous: number | null, sample: number): number {
  if (previous === null || Math.abs(sample - previous) > JUMP) return sample;
  return previous + WEIGHT * (sample - previous);
}
