/** The system that the double simulates: the one the test sets, else this machine's. */
export const shownPlatform: NodeJS.Platform =
  (process.env.ELECTRON_DOUBLE_PLATFORM as NodeJS.Platform | undefined) ?? process.platform;

/** Functions that other systems lack cannot be called there. */
export function onlyOn(platform: NodeJS.Platform, what: string): void {
  if (shownPlatform !== platform) throw new TypeError(`${what} is not a function on ${shownPlatform}`);
}
