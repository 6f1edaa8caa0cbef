/**
 * The life of a work item, as a state table. On hold is a form of open: events that end or return open work also apply
 * on hold.
 */
import type { WorkItemState } from '../vocabulary.ts';

export const workItemEvents = [
  /** Offered to an agent; also when another offer replaces the current one. */
  'offer',
  /** Opened by an agent: accepted, picked, or assigned by a supervisor. */
  'open',
  /** Returned to the queue, at its original age. */
  'return',
  'hold',
  'resume',
  'end',
  'end-with-wrap-up',
  'finish-wrap-up',
  /** Cancelled before any agent opened it. */
  'cancel',
] as const;
export type WorkItemEvent = (typeof workItemEvents)[number];

const whileOpen = {
  open: 'open',
  return: 'queued',
  end: 'closed',
  'end-with-wrap-up': 'wrapping-up',
} as const;

const workItemTransitions: Readonly<
  Record<WorkItemState, Readonly<Partial<Record<WorkItemEvent, WorkItemState>>>>
> = {
  queued: { offer: 'offered', open: 'open', cancel: 'cancelled' },
  offered: { offer: 'offered', open: 'open', return: 'queued', cancel: 'cancelled' },
  open: { ...whileOpen, hold: 'on-hold' },
  'on-hold': { ...whileOpen, resume: 'open' },
  'wrapping-up': { 'finish-wrap-up': 'closed' },
  closed: {},
  cancelled: {},
};

/** The state after an event; `null` = the event does not apply in this state. */
export const nextWorkItemState = (state: WorkItemState, event: WorkItemEvent): WorkItemState | null =>
  workItemTransitions[state][event] ?? null;

/** Open work, on hold or not. */
export const isOpen = (state: WorkItemState): boolean => state === 'open' || state === 'on-hold';

export const isTerminalItem = (state: WorkItemState): boolean => state === 'closed' || state === 'cancelled';
