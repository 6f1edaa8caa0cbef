/** One ticker for every countdown of the page, so that all of them change in the same frame. */
import { useSyncExternalStore } from 'react';
import { hubTimeAt, useMirrorStore } from './mirror-store.ts';

const TICK = 250;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let reading = performance.now();

function tick(): void {
  reading = performance.now();
  for (const notify of listeners) notify();
}

/** It ticks while there is a countdown and the window is visible: a hidden window draws nothing. */
function run(): void {
  const wanted = listeners.size > 0 && document.visibilityState === 'visible';
  if (wanted) timer ??= setInterval(tick, TICK);
  else {
    clearInterval(timer);
    timer = undefined;
  }
}

document.addEventListener('visibilitychange', () => {
  run();
  if (timer !== undefined) tick();
});

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  run();
  return () => {
    listeners.delete(listener);
    run();
  };
}

/**
 * The hub's time in milliseconds, rounded to whole seconds from `anchor`, so that a component renders once a second.
 */
export function useHubNow(anchor = 0): number {
  const wholeSeconds = useSyncExternalStore(subscribe, () => {
    const now = hubTimeAt(useMirrorStore.getState(), reading);
    return Math.floor((now - anchor) / 1000);
  });
  return anchor + wholeSeconds * 1000;
}
