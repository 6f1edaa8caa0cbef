/** A narrow window shows the list or the workspace, never both. The same width as in the style sheets. */
import { useSyncExternalStore } from 'react';

const query = '(max-width: 1023px)';

export const isNarrow = () => matchMedia(query).matches;

function watch(onChange: () => void): () => void {
  const media = matchMedia(query);
  media.addEventListener('change', onChange);
  return () => media.removeEventListener('change', onChange);
}

export const useNarrow = () => useSyncExternalStore(watch, isNarrow);
