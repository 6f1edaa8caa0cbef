/** The page in front is the hash of the address, so that Back, bookmarks and links work. */
import { useUi } from '../state/ui-store.ts';

const read = () => location.hash.replace(/^#\/?/, '').split('/')[0] || 'work';

/** Keeps the page in step with the address. */
export function followAddress(): void {
  useUi.setState({ route: read() });
  window.addEventListener('hashchange', () => useUi.setState({ route: read() }));
}

export const goTo = (path: string) => {
  location.hash = `#/${path}`;
};
