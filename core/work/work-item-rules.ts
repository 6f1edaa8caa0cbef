/** The life of a work item, as data. On hold is a way of being open: whatever ends or returns open work does so on hold too. */
import type { WorkItemState } from '../vocabulary.ts';

export const workItemEvents = [
  /** Put before an agent; also when another offer replaces the present one. */
  'offer',
  /** Opened by an agent: accepted, picked, or given by a supervisor. */
  'open',
  /** Back in the queue, at its original age. */
  'return',
  'hold',
  'resume',
  'end',
  'end-with-wrap-up',
  'finish-wrap-up',
  /** Nobody has opened it yet, and nobody needs to. */
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

/** The state after an event; `null` = the event means nothing in this state. */
export const nextWorkItemState = (state: WorkItemState, event: WorkItemEvent): WorkItemState | null =>
  workItemTransitions[state][event] ?? null;

/** Open work, on hold or not. */
export const isOpen = (state: WorkItemState): boolean => state === 'open' || state === 'on-hold';

export const isTerminalItem = (state: WorkItemState): boolean => state === 'closed' || state === 'cancelled';
