/**
 * The floor as supervisors see it: every agent, queue and live piece of work, pushed whole once and then in increments.
 * Times are the hub's; clients count on from them with their measured skew.
 */
import { z } from 'zod';
import {
  BaseStatus,
  ChannelKind,
  Id,
  Instant,
  LinkState,
  PresenceReason,
  Thousandths,
} from '../vocabulary.ts';

const Count = z.number().int().nonnegative();
const Pool = z.object({ used: Thousandths, max: Thousandths });

/** What an agent's day holds so far; "today" begins at midnight of the hub's time zone. */
const AgentDay = z.object({
  offered: Count,
  answered: Count,
  declined: Count,
  missed: Count,
  /** Requests missed since the last one that was answered or declined. */
  missedInARow: Count,
});
type AgentDay = z.infer<typeof AgentDay>;

export const FloorAgent = z.object({
  id: Id,
  name: z.string(),
  profileId: Id.nullable(),
  queueIds: z.array(Id),
  signedIn: z.boolean(),
  statusId: Id,
  statusText: z.string(),
  /** The base that was chosen, and what automatic presence makes of it. */
  base: BaseStatus,
  effectiveBase: BaseStatus,
  since: Instant,
  setBy: z.object({ kind: z.enum(['you', 'system', 'supervisor']), name: z.string().nullable() }),
  reason: PresenceReason,
  /** When the status ends by itself. */
  until: Instant.nullable(),
  /** What comes when the open work is done. */
  nextStatus: z.string().nullable(),
  link: LinkState,
  linkSince: Instant,
  primary: Pool,
  interruptible: Pool,
  offers: Count,
  open: Count,
  wrapUps: Count,
  /** Conversations in which this agent asks for help. */
  helpWanted: Count,
  today: AgentDay,
});
export type FloorAgent = z.infer<typeof FloorAgent>;

/** How many members of a queue are in which effective base; those whose link is not connected count as offline. */
export const MembersByBase = z.record(BaseStatus, Count);
export type MembersByBase = z.infer<typeof MembersByBase>;

export const FloorQueue = z.object({
  id: Id,
  name: z.string(),
  waiting: Count,
  /** When the one who waits longest began to wait. */
  oldestAt: Instant.nullable(),
  offered: Count,
  open: Count,
  /** `null` = the queue has no target. */
  targetSeconds: z.number().int().positive().nullable(),
  /** Today's facts of the service level; see `metrics.ts` for what each means. */
  answered: Count,
  answeredInTime: Count,
  abandoned: Count,
  abandonedLate: Count,
  members: MembersByBase,
  /** Profiles whose users are members; they cannot be taken out one by one. */
  memberProfileIds: z.array(Id),
});
export type FloorQueue = z.infer<typeof FloorQueue>;

/** One live item, seen with one agent; `id` is the agent work's, or the item's while nobody has it. */
export const FloorWork = z.object({
  id: Id,
  workItemId: Id,
  agentWorkId: Id.nullable(),
  state: z.enum(['queued', 'offered', 'open', 'on-hold', 'wrapping-up']),
  customer: z.string(),
  subject: z.string(),
  channel: z.object({ id: Id, name: z.string(), kind: ChannelKind }),
  queueId: Id.nullable(),
  agentId: Id.nullable(),
  /** Lower first. */
  priority: z.number().int(),
  /** Among equal priorities: lower first, none last. */
  secondaryPriority: z.number().int().nullable(),
  /** When the customer began to wait. */
  originalAt: Instant,
  /** When the present state began. */
  since: Instant,
  /** End of the push time-out or of the wrap-up; `null` = none. */
  deadline: Instant.nullable(),
  helpWanted: z.boolean(),
  /** Since when the customer waits for an answer of the agent. */
  waitingForAgentSince: Instant.nullable(),
  /** An offer that a colleague makes, not a queue. */
  isTransfer: z.boolean(),
  hasConversation: z.boolean(),
});
export type FloorWork = z.infer<typeof FloorWork>;

const Records = z.object({
  agents: z.array(FloorAgent),
  queues: z.array(FloorQueue),
  work: z.array(FloorWork),
});

/** One push. Whoever holds the whole and every increment since holds what the hub has. */
export const FloorUpdate = z.discriminatedUnion('kind', [
  Records.extend({
    kind: z.literal('whole'),
    revision: Count,
    hubTime: Instant,
    dayStart: Instant,
    profiles: z.array(z.object({ id: Id, name: z.string() })),
    /** What a supervisor may set, in menu order. */
    statuses: z.array(z.object({ id: Id, text: z.string(), base: BaseStatus })),
  }),
  Records.extend({
    kind: z.literal('changes'),
    revision: Count,
    hubTime: Instant,
    goneAgents: z.array(Id),
    goneQueues: z.array(Id),
    goneWork: z.array(Id),
  }),
]);
export type FloorUpdate = z.infer<typeof FloorUpdate>;

/** What supervisors can be called for; each can be switched off on a device. */
export const alertKinds = ['help-wanted', 'missed-in-a-row', 'service-level-critical'] as const;

/** What supervisors are called for. `id` is the same as long as the same thing calls. */
export const Alert = z.object({
  id: z.string(),
  kind: z.enum(alertKinds),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  /** What to look at. */
  agentId: Id.nullable(),
  queueId: Id.nullable(),
  workItemId: Id.nullable(),
});
export type Alert = z.infer<typeof Alert>;
