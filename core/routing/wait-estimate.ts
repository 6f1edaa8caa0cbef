/** The estimated wait that a customer sees in the queue. OQ. */

/**
 * Seconds until the item at `position` (1 = next) is taken, when `servers` slots become free one after the other, each
 * after an average handling time. `null` = no estimate: no agent serves the queue, or no handling times are known.
 */
export function estimatedWaitSeconds(given: {
  readonly position: number;
  /** How many items the signed-in agents of the queue can hold at once. */
  readonly servers: number;
  readonly averageHandleSeconds: number | null;
}): number | null {
  const { position, servers, averageHandleSeconds } = given;
  if (averageHandleSeconds === null || !(averageHandleSeconds > 0) || !(servers > 0) || position < 1)
    return null;
  return Math.ceil((position * averageHandleSeconds) / servers);
}
