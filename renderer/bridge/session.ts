import { sessionFrame } from '#core/contract/bridge-session.ts';

const START = '#start=';
/** Stored for this origin, port included: other ports of this machine do not see it. */
const KEY = 'onqueue.session';
let inMemory: string | null = null;

/**
 * Exchanges the one-time token of the start address for the secret of a session, and removes it from the address bar
 * before any other code can read it. False = the shell does not know the token (any longer).
 */
export async function startSession(): Promise<boolean> {
  if (!location.hash.startsWith(START)) return true;
  const token = decodeURIComponent(location.hash.slice(START.length));
  history.replaceState(null, '', location.pathname + location.search);
  const answer = await fetch('/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  });
  // A used address that is reopened by a tab with a valid session does not invalidate the session.
  if (!answer.ok) return answer.status !== 401 || secret() !== null;
  keepSession(((await answer.json()) as { secret: string }).secret);
  return true;
}

export function keepSession(value: string): void {
  inMemory = value;
  try {
    localStorage.setItem(KEY, value);
  } catch {
    // Without storage the session lasts as long as the tab.
  }
}

function secret(): string | null {
  try {
    return localStorage.getItem(KEY) ?? inMemory;
  } catch {
    return inMemory;
  }
}

/** The first frame that a tab sends on its connection. */
export const firstFrame = (): string => sessionFrame(secret() ?? '');

/** For files that require a session. Empty in a window of the desktop shell, which has none. */
export function sessionHeaders(): Readonly<Record<string, string>> {
  const held = secret();
  return held === null ? {} : { authorization: `Bearer ${held}` };
}
