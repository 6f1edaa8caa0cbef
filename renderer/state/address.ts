/** The current page is the hash of the address, so that Back, bookmarks and links work. */
import { useUi } from './ui-store.ts';

/** Asks the user; `goOn` leaves after all. */
type Ask = (goOn: () => void) => void;

let ask: Ask | null = null;
let here = '';

function arrive(): void {
  here = location.hash;
  // Only `#/…` names a page; the start's one-time token does not.
  const [route, ...place] = here.startsWith('#/') ? here.slice(2).split('/').map(decodeURIComponent) : [];
  useUi.setState({ route: route || 'work', place });
}

/** Keeps the page in sync with the address. A guarded page stays until the user has answered. */
export function followAddress(): void {
  arrive();
  window.addEventListener('hashchange', () => {
    if (!ask || location.hash === here) return arrive();
    const wanted = location.hash;
    history.replaceState(history.state, '', location.pathname + location.search + here);
    ask(() => {
      stopGuardingNavigation();
      location.hash = wanted;
    });
  });
  window.addEventListener('beforeunload', (event) => ask && event.preventDefault());
}

/** Leaving the current place now asks first; returns an unsubscribe function. */
export function guardNavigationAway(how: Ask): () => void {
  ask = how;
  return () => {
    if (ask === how) stopGuardingNavigation();
  };
}

/** Leaving no longer asks: the edits are saved, or discarded. */
export const stopGuardingNavigation = () => {
  ask = null;
};

export const goTo = (path: string) => {
  location.hash = `#/${path}`;
};
