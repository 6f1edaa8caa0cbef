/** The page in front is the hash of the address, so that Back, bookmarks and links work. */
import { useUi } from './ui-store.ts';

/** Asks the person; `goOn` leaves after all. */
type Ask = (goOn: () => void) => void;

let ask: Ask | null = null;
let here = '';

function arrive(): void {
  here = location.hash;
  // Only `#/…` names a page; the start's one-time token is no place.
  const [route, ...place] = here.startsWith('#/') ? here.slice(2).split('/').map(decodeURIComponent) : [];
  useUi.setState({ route: route || 'work', place });
}

/** Keeps the page in step with the address. A guarded page stays in front until the person has answered. */
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

/** From now on leaving the present place asks first; returns how to stop. */
export function guardNavigationAway(how: Ask): () => void {
  ask = how;
  return () => {
    if (ask === how) stopGuardingNavigation();
  };
}

/** Leaves without a question from now on: what was typed is saved, or given up. */
export const stopGuardingNavigation = () => {
  ask = null;
};

export const goTo = (path: string) => {
  location.hash = `#/${path}`;
};
