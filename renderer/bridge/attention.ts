/** Whether this window is in view, reported to the shell: it decides which window rings and what chimes. */
import { useSyncExternalStore } from 'react';
import { bridge } from './connection.ts';
import { useMirrorStore } from '../state/mirror-store.ts';
import { isNarrow } from '../state/narrow.ts';
import { useUi, windowId } from '../state/ui-store.ts';

const ACTIVITY_INTERVAL_MS = 10_000;

function listen(onChange: () => void): () => void {
  window.addEventListener('focus', onChange);
  window.addEventListener('blur', onChange);
  document.addEventListener('visibilitychange', onChange);
  return () => {
    window.removeEventListener('focus', onChange);
    window.removeEventListener('blur', onChange);
    document.removeEventListener('visibilitychange', onChange);
  };
}

const isVisible = () => document.visibilityState === 'visible';

/** True while this window is visible and has the focus. */
export const useAttention = () => useSyncExternalStore(listen, () => isVisible() && document.hasFocus());

/**
 * Reports every change of this window, and at intervals that it was used. Returns a function that reports again: a
 * shell drops reports of a window whose stream is not open yet.
 */
export function reportAttention(): () => void {
  let told = '';
  const report = (again = false) => {
    const ui = useUi.getState();
    const workspace = ui.workspace ?? useMirrorStore.getState().mirror?.settings.workspace;
    const inView = ui.route === 'work' && (ui.workspaceInFront || !isNarrow());
    const facts = {
      windowId,
      visible: isVisible(),
      focused: document.hasFocus(),
      audio: ui.audio,
      activeWorkItemId: inView ? (workspace?.active ?? null) : null,
    };
    const words = JSON.stringify(facts);
    if (words === told && !again) return;
    told = words;
    bridge.window.report(facts).catch(() => (told = ''));
  };
  listen(() => report());
  useUi.subscribe(() => report());
  useMirrorStore.subscribe(() => report());

  let last = -ACTIVITY_INTERVAL_MS;
  const touched = () => {
    const now = performance.now();
    if (now - last < ACTIVITY_INTERVAL_MS) return;
    last = now;
    bridge.window.active({}).catch(() => {});
  };
  window.addEventListener('pointerdown', touched, { passive: true });
  window.addEventListener('pointermove', touched, { passive: true });
  window.addEventListener('keydown', touched);
  return () => report(true);
}
