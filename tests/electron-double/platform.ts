/** The system whose behaviour the double shows: the one that the test pretends, else this machine's. */
export const shownPlatform: NodeJS.Platform =
  (process.env.ELECTRON_DOUBLE_PLATFORM as NodeJS.Platform | undefined) ?? process.platform;

/** What other systems do not have cannot be called there. */
export function onlyOn(platform: NodeJS.Platform, what: string): void {
  if (shownPlatform !== platform) throw new TypeError(`${what} is not a function on ${shownPlatform}`);
}
