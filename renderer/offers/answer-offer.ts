/** Accepting and declining, from the card and from the keyboard. */
import { showsReasons } from '#core/setup/decline-rules.ts';
import type { Offer } from '#core/snapshot.ts';
import { attempt } from '../bridge/attempt.ts';
import { bridge } from '../bridge/connection.ts';
import { goTo } from '../state/address.ts';
import { useMirrorStore } from '../state/mirror-store.ts';
import { useUi } from '../state/ui-store.ts';

/** Accepting opens the work, from any page; the desktop shell does the same for its other windows. */
export async function accept(offer: Offer): Promise<void> {
  useUi.setState({ focusComposerOf: offer.workItemId, declining: null });
  const accepted = await attempt(bridge.work.accept({ agentWorkId: offer.agentWorkId }));
  if (accepted && useUi.getState().route !== 'offers') goTo('work');
}

/** Opens the reasons, or declines at once when there are none to choose. */
export function startDecline(offer: Offer): void {
  const settings = useMirrorStore.getState().mirror?.snapshot?.settings;
  if (!offer.canDecline || !settings) return;
  if (showsReasons(settings)) useUi.setState({ declining: offer.agentWorkId });
  else decline(offer, null, '');
}

export function decline(offer: Offer, reasonId: string | null, note: string): void {
  useUi.setState({ declining: null });
  void attempt(bridge.work.decline({ agentWorkId: offer.agentWorkId, reasonId, note }));
}

/** Opens the reasons at the shell's request: after a decline by a global shortcut, or on a notification. */
export function openRequestedDeclines(): void {
  useMirrorStore.subscribe(({ mirror }, { mirror: previous }) => {
    const asked = mirror?.declining;
    if (asked && asked.askedAt !== previous?.declining?.askedAt)
      useUi.setState({ declining: asked.agentWorkId });
  });
}

/** The offer that has waited longest. */
export const oldestOffer = () => useMirrorStore.getState().mirror?.snapshot?.offers[0];
