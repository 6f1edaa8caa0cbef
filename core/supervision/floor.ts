/**
 * The floor as supervisors see it: every agent, queue and live item, pushed in full once and then in increments. Times
 * are the hub's; clients extrapolate with their measured skew.
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

/** An agent's totals for today; "today" begins at midnight in the hub's time zone. */
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
  /** The chosen base, and the effective base from automatic presence. */
  base: BaseStatus,
  effectiveBase: BaseStatus,
  since: Instant,
  setBy: z.object({ kind: z.enum(['you', 'system', 'supervisor']), name: z.string().nullable() }),
  reason: PresenceReason,
  /** When the status ends. */
  until: Instant.nullable(),
  /** The status that follows the open work. */
  nextStatus: z.string().nullable(),
  link: LinkState,
  linkSince: Instant,
  primary: Pool,
  interruptible: Pool,
  offers: Count,
  open: Count,
  wrapUps: Count,
  /** Conversations in which this agent has requested help. */
  helpWanted: Count,
  today: AgentDay,
});
export type FloorAgent = z.infer<typeof FloorAgent>;

/** Number of members of a queue per effective base; those whose link is not connected count as offline. */
export const MembersByBase = z.record(BaseStatus, Count);
export type MembersByBase = z.infer<typeof MembersByBase>;

export const FloorQueue = z.object({
  id: Id,
  name: z.string(),
  waiting: Count,
  /** When the longest-waiting customer began to wait. */
  oldestAt: Instant.nullable(),
  offered: Count,
  open: Count,
  /** `null` = the queue has no target. */
  targetSeconds: z.number().int().positive().nullable(),
  /** Today's service level facts; see `metrics.ts` for definitions. */
  answered: Count,
  answeredInTime: Count,
  abandoned: Count,
  abandonedLate: Count,
  members: MembersByBase,
  /** Profiles whose users are members; they cannot be removed individually. */
  memberProfileIds: z.array(Id),
});
export type FloorQueue = z.infer<typeof FloorQueue>;

/** One live item with its agent; `id` is the agent work's, or the item's while it has no agent. */
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
  /** Among equal priorities: lower first, items without one last. */
  secondaryPriority: z.number().int().nullable(),
  /** When the customer began to wait. */
  originalAt: Instant,
  /** When the current state began. */
  since: Instant,
  /** End of the push time-out or of the wrap-up; `null` = none. */
  deadline: Instant.nullable(),
  helpWanted: z.boolean(),
  /** When the customer began to wait for the agent's answer. */
  waitingForAgentSince: Instant.nullable(),
  /** An offer made by another agent's transfer, not by a queue. */
  isTransfer: z.boolean(),
  hasConversation: z.boolean(),
});
export type FloorWork = z.infer<typeof FloorWork>;

const Records = z.object({
  agents: z.array(FloorAgent),
  queues: z.array(FloorQueue),
  work: z.array(FloorWork),
});

/** One push. A client that has the full floor and every increment since has the hub's state. */
export const FloorUpdate = z.discriminatedUnion('kind', [
  Records.extend({
    kind: z.literal('whole'),
    revision: Count,
    hubTime: Instant,
    dayStart: Instant,
    profiles: z.array(z.object({ id: Id, name: z.string() })),
    /** The statuses a supervisor may set, in menu order. */
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

/** Alert kinds; each can be switched off per device. */
export const alertKinds = ['help-wanted', 'missed-in-a-row', 'service-level-critical'] as const;

/** An alert. `id` is stable as long as its cause lasts. */
export const Alert = z.object({
  id: z.string(),
  kind: z.enum(alertKinds),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  /** Where the alert leads. */
  agentId: Id.nullable(),
  queueId: Id.nullable(),
  workItemId: Id.nullable(),
});
export type Alert = z.infer<typeof Alert>;
