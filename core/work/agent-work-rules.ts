/** The life of agent work, from offer to close, as a state table. Every change of state in the hub uses this table. */
import { type AgentWorkState, liveAgentWorkStates } from '../vocabulary.ts';

export const agentWorkEvents = [
  'accept',
  'decline',
  /** The push time-out expired. */
  'time-out',
  /** The customer left, or the item was cancelled, before an agent opened it. */
  'withdraw',
  /** Returned to the queue: the agent left the status, signed out, or returned it. */
  'return',
  /** The owner's link stayed lost beyond the grace period. */
  'owner-lost',
  /** A supervisor assigned the item to another agent. */
  'give-to-another',
  /** Another agent accepted the transfer. */
  'transfer-accepted',
  'could-not-connect',
  /** The work ended and no wrap-up follows. */
  'end',
  /** The work ended and a wrap-up begins. */
  'end-with-wrap-up',
  /** The agent ended it, time ran out, or a supervisor ended it. */
  'finish-wrap-up',
] as const;
export type AgentWorkEvent = (typeof agentWorkEvents)[number];

export type LiveAgentWorkState = (typeof liveAgentWorkStates)[number];

const agentWorkTransitions: Readonly<
  Record<LiveAgentWorkState, Readonly<Partial<Record<AgentWorkEvent, AgentWorkState>>>>
> = {
  offered: {
    accept: 'opened',
    decline: 'declined',
    'time-out': 'declined-on-push-time-out',
    withdraw: 'withdrawn',
    return: 'unavailable',
    'owner-lost': 'unavailable',
    'give-to-another': 'superseded',
  },
  opened: {
    end: 'closed',
    'end-with-wrap-up': 'wrap-up',
    'transfer-accepted': 'transferred',
    return: 'unavailable',
    'owner-lost': 'unavailable',
    'give-to-another': 'superseded',
    'could-not-connect': 'failed',
  },
  'wrap-up': { 'finish-wrap-up': 'closed' },
};

/** The state after an event; `null` = the event does not apply in this state. A terminal state never changes. */
export function nextAgentWorkState(state: AgentWorkState, event: AgentWorkEvent): AgentWorkState | null {
  return isLive(state) ? (agentWorkTransitions[state][event] ?? null) : null;
}

/** Live agent work owns the item; an item has at most one. */
export const isLive = (state: AgentWorkState): state is LiveAgentWorkState =>
  (liveAgentWorkStates as readonly AgentWorkState[]).includes(state);
