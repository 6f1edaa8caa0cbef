/** The system whose behaviour the double shows: the one that the test pretends, else this machine's. */
export const shownPlatform: NodeJS.Platform =
  (process.env.ELECTRON_DOUBLE_PLATFORM as NodeJS.Platform | undefined) ?? process.platform;
