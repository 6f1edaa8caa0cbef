/** Formatted times and numbers. Durations are in milliseconds, instants in milliseconds since 1970 UTC. */

const two = (value: number) => String(value).padStart(2, '0');

/** `m:ss`, from one hour on `h:mm:ss`; never negative. */
export function clockDuration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** Time left, rounded up, so that `0:00` means over. */
export const countdown = (ms: number) => clockDuration(Math.ceil(Math.max(0, ms) / 1000) * 1000);

/** Capacity: thousandths of a unit as units, without needless zeros. */
export const units = (thousandths: number) => String(Math.round(thousandths / 10) / 100);

/**
 * The user's variant of the language (24 hours in Britain, not in America), as reported by the system. Systems can
 * report invalid tags (`en-US@posix` without a locale): these are skipped.
 */
export const localeOf = (language: string, told: readonly string[] = navigator.languages) =>
  told.find((locale) => locale.startsWith(language) && isLanguageTag(locale)) ?? language;

function isLanguageTag(locale: string): boolean {
  try {
    return Intl.getCanonicalLocales(locale).length === 1;
  } catch {
    return false;
  }
}

const formats = new Map<string, Intl.DateTimeFormat>();
function format(language: string, kind: string, options: Intl.DateTimeFormatOptions) {
  const key = `${language} ${kind}`;
  let made = formats.get(key);
  if (!made) formats.set(key, (made = new Intl.DateTimeFormat(localeOf(language), options)));
  return made;
}

export const timeOfDay = (at: number, language: string) =>
  format(language, 'time', { hour: 'numeric', minute: '2-digit' }).format(at);

export const calendarDay = (at: number, language: string) =>
  format(language, 'day', { weekday: 'long', month: 'long', day: 'numeric' }).format(at);

export const shortDate = (at: number, language: string) =>
  format(language, 'date', { year: 'numeric', month: 'short', day: 'numeric' }).format(at);

/** Calendar days between two instants in the user's time zone; 0 = the same day. */
export function daysBetween(earlier: number, later: number): number {
  const day = (at: number) => {
    const date = new Date(at);
    return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000;
  };
  return day(later) - day(earlier);
}
