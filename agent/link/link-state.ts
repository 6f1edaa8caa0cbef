/** The state of the application's own link to the hub. The rule is core's; only the history is added here. */
import type { LinkView } from '#core/contract/bridge.ts';
import { clientLink } from '#core/link/link-rules.ts';

export interface LinkFacts {
  /** Signed in, or trying to be. */
  readonly running: boolean;
  /** A socket is open and the hub has sent a snapshot on it. */
  readonly open: boolean;
  /** Whether there was an open one since the start. */
  readonly everOpen: boolean;
  /** When the last heartbeat was answered (or when the link was started), by the steady clock. */
  readonly lastAnsweredAt: number;
  /** By the steady clock. */
  readonly now: number;
}

export function linkState(facts: LinkFacts): LinkView['state'] {
  if (!facts.running) return 'off';
  const state = clientLink({ ...facts, socketOpen: facts.open });
  if (state === 'lost' || facts.open) return state;
  return facts.everOpen ? 'reconnecting' : 'connecting';
}
