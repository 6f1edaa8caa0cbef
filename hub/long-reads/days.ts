/** Days in the machine's time zone. */

/** The preceding midnight. */
export function dayStartOf(now: number): number {
  const day = new Date(now);
  day.setHours(0, 0, 0, 0);
  return day.getTime();
}

/** The following midnight; a day may have 23 or 25 hours. */
export function dayEndOf(now: number): number {
  const day = new Date(now);
  day.setHours(24, 0, 0, 0);
  return day.getTime();
}
