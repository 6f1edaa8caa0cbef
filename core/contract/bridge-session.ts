/**
 * Frames that a tab and the browser shell exchange before and beside the calls. The first frame of a tab carries the
 * secret of its session; the shell sends a new secret after signing out.
 */
const SESSION = '!session ';

/** The frame that carries a session's secret. */
export const sessionFrame = (secret: string): string => SESSION + secret;

/** The secret that a frame carries; `null` if the frame is a call. */
export const secretOf = (frame: unknown): string | null =>
  typeof frame === 'string' && frame.startsWith(SESSION) ? frame.slice(SESSION.length) : null;

/** Close code of the shell for a tab whose session is missing or no longer valid. */
export const NO_SESSION = 4401;
