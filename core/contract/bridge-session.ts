/**
 * What a tab and the browser shell say to each other before and beside the calls: frames that are no calls. A tab shows
 * the secret of its session in the first one; the shell gives it another one when it has signed out.
 */
const SESSION = '!session ';

/** The frame that carries a session's secret. */
export const sessionFrame = (secret: string): string => SESSION + secret;

/** The secret that a frame carries; `null` = it is a call. */
export const secretOf = (frame: unknown): string | null =>
  typeof frame === 'string' && frame.startsWith(SESSION) ? frame.slice(SESSION.length) : null;

/** The shell closes with this code when a tab has no session that is (any more) good. */
export const NO_SESSION = 4401;
