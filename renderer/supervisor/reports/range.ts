/** Days of the user's own calendar as ranges of time. */

/** `YYYY-MM-DD` of an instant, in the user's time zone. */
export function dayOf(at: number): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** From the start of the first day to the end of the last; days may be 23 or 25 hours long. */
export function rangeOf(first: string, last: string): { from: number; to: number } {
  const midnight = (day: string, later: number) => {
    const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
    return new Date(year, month - 1, date + later).getTime();
  };
  return { from: midnight(first, 0), to: midnight(last, 1) };
}
