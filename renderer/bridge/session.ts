const START = '#start=';

/**
 * Turns the one-time token of the start address into a session cookie, and takes it out of the address bar
 * before anything else can read it. False = the shell does not know the token (any more).
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
  return answer.status !== 401;
}
