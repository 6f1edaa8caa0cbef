/** Keyboard shortcuts that work throughout the application. They never use plain Enter or Space. */
import { openWork } from '#core/work/workspace-tabs.ts';
import { accept, startDecline, oldestOffer } from '../offers/answer-offer.ts';
import { useMirrorStore } from '../state/mirror-store.ts';
import { useUi } from '../state/ui-store.ts';
import { changeWorkspace } from '../workspace/workspace.ts';

function act(event: KeyboardEvent): boolean {
  if (!useMirrorStore.getState().mirror?.snapshot) return false;
  const command = event.ctrlKey || event.metaKey;
  // Physical keys: with Alt (or a Korean layout) the letter itself may be different.
  if (event.altKey && !command && (event.code === 'KeyA' || event.code === 'KeyD')) {
    const offer = oldestOffer();
    if (!offer || useUi.getState().dialog) return false;
    if (event.code === 'KeyA') void accept(offer);
    else startDecline(offer);
    return true;
  }
  if (command && event.shiftKey && event.code === 'KeyP') {
    useUi.setState((ui) => ({ statusMenuOpen: !ui.statusMenuOpen }));
    return true;
  }
  const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
  if (command && !event.shiftKey && !event.altKey && digit) {
    changeWorkspace((workspace) => {
      const tab = workspace.tabs[Number(digit) - 1];
      return tab === undefined ? workspace : openWork(workspace, tab, 'accepted');
    });
    return true;
  }
  return false;
}

export function listenForShortcuts(): void {
  window.addEventListener('keydown', (event) => {
    if (!event.isComposing && !event.repeat && act(event)) event.preventDefault();
  });
}
