/** What heartbeats say about a link, at both ends, and when to reconnect. Only an answered heartbeat is evidence. */
import {
  INITIAL_BACKOFF_MS,
  MAX_BACKOFF_MS,
  LINK_LOST_AFTER_MS,
  LINK_UNSTEADY_AFTER_MS,
} from '../defaults.ts';
import type { LinkState } from '../vocabulary.ts';

/** The state in which the hub sees a link, from the time of its last heartbeat. */
export function linkFromHeartbeats(lastBeatAt: number, now: number): LinkState {
  const silent = now - lastBeatAt;
  if (silent < LINK_UNSTEADY_AFTER_MS) return 'connected';
  return silent < LINK_LOST_AFTER_MS ? 'unsteady' : 'lost';
}

/** When the state of a link changes if no further heartbeat arrives; `null` = it is already lost. */
export function nextCheckAt(lastBeatAt: number, now: number): number | null {
  const changes = [lastBeatAt + LINK_UNSTEADY_AFTER_MS, lastBeatAt + LINK_LOST_AFTER_MS];
  return changes.find((at) => at > now) ?? null;
}

/**
 * The state in which the client sees its link, from the last answered heartbeat. An open socket proves nothing; a
 * closed one is unsteady at once, and lost when missed heartbeats would make it lost.
 */
export function clientLink(given: {
  readonly lastAnsweredAt: number;
  readonly now: number;
  readonly socketOpen: boolean;
}): LinkState {
  const byBeats = linkFromHeartbeats(given.lastAnsweredAt, given.now);
  return byBeats === 'connected' && !given.socketOpen ? 'unsteady' : byBeats;
}

/**
 * Milliseconds to wait before reconnecting: random between 0.5 s and an upper bound that starts at 1 s and doubles with
 * each attempt (counted from 0) up to 15 s, so that clients of a restarted hub do not all return at once.
 */
export function backoff(attempt: number, random: () => number): number {
  const upper = Math.min(MAX_BACKOFF_MS, INITIAL_BACKOFF_MS * 2 ** (attempt + 1));
  return Math.round(INITIAL_BACKOFF_MS + random() * (upper - INITIAL_BACKOFF_MS));
}
