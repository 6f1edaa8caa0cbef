/** One ticker for every countdown of the page, so that all of them change in the same frame. */
import { useSyncExternalStore } from 'react';
import { hubTimeAt, useMirrorStore } from './mirror-store.ts';

const TICK = 250;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let reading = performance.now();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    reading = performance.now();
    for (const notify of listeners) notify();
  }, TICK);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The hub's time in milliseconds, rounded to whole seconds from `anchor`, so that a component draws once a second. */
export function useHubNow(anchor = 0): number {
  const wholeSeconds = useSyncExternalStore(subscribe, () => {
    const now = hubTimeAt(useMirrorStore.getState(), reading);
    return Math.floor((now - anchor) / 1000);
  });
  return anchor + wholeSeconds * 1000;
}
