/**
 * The supervisor's contract: see the floor, find out why, act. Served on the same endpoints as the agent's contracts:
 * `hub.supervisor.…`, and `bridge.supervisor.…` in the page. A supervisor who is limited to queues and profiles sees
 * and reaches only those; other targets are rejected with OUTSIDE_YOUR_TEAM. Every action is in the audit log.
 */
import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { ConversationEvent, Message, MessageText } from '../conversations/message.ts';
import { RoutingReason, WhyNoWork } from '../routing/reasons.ts';
import { Alert, FloorUpdate } from '../supervision/floor.ts';
import { PRIORITIES } from '../supervision/line.ts';
import { supervisingRoles } from '../supervision/roles.ts';
import { Minute, Report, ReportRange, Timeline } from '../supervision/reports.ts';
import { NamedSettings } from '../settings/named-settings.ts';
import { Id, Instant } from '../vocabulary.ts';
import { Command, procedure } from './base.ts';

const supervised = () => procedure(...supervisingRoles);
const act = <Shape extends z.ZodRawShape>(input: z.ZodObject<Shape>) =>
  supervised().input(input.extend(Command.shape)).output(z.object({}));

/** Maximum number of agents per action. */
const AgentIds = z.array(Id).min(1).max(500);

/** Agents for whom a bulk action failed, and why. It succeeded for all others. */
export const Refused = z.object({
  agentId: Id,
  name: z.string(),
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type Refused = z.infer<typeof Refused>;

const actOnMany = <Shape extends z.ZodRawShape>(input: z.ZodObject<Shape>) =>
  supervised()
    .input(input.extend({ agentIds: AgentIds, ...Command.shape }))
    .output(z.object({ refused: z.array(Refused) }));

/** Why an item waits, agent by agent: the router's own reasons; no reasons = the item can be offered to that agent. */
export const WhyWaiting = z.object({
  workItemId: Id,
  /** Position in its queue, 1 = next; `null` when it does not wait. */
  position: z.number().int().positive().nullable(),
  agents: z.array(
    z.object({
      agentId: Id,
      name: z.string(),
      reasons: z.array(RoutingReason),
      /** What the item would take and what is left, in thousandths of a unit of the agent's pool. */
      needs: z.number().int(),
      room: z.number().int(),
    }),
  ),
});
export type WhyWaiting = z.infer<typeof WhyWaiting>;

const OfItem = z.object({ workItemId: Id });
const OfWork = z.object({ agentWorkId: Id });

export const supervisorContract = {
  /** The floor: in full first, then at most one increment a second. */
  watch: supervised().input(z.object({})).output(eventIterator(FloorUpdate)),
  /** All current alerts, in full on every change. */
  alerts: supervised()
    .input(z.object({}))
    .output(eventIterator(z.array(Alert))),
  /** The last hour, minute by minute, oldest first; `queueId` null = all that the supervisor sees. */
  lastHour: supervised()
    .input(z.object({ queueId: Id.nullable().default(null) }))
    .output(z.array(Minute)),
  timeline: supervised()
    .input(z.object({ agentId: Id, from: Instant, to: Instant }))
    .output(Timeline),
  whyNoWork: supervised()
    .input(z.object({ agentId: Id }))
    .output(WhyNoWork),
  whyWaiting: supervised().input(OfItem).output(WhyWaiting),
  /** The settings that apply to the agent, each with its source. */
  settings: supervised()
    .input(z.object({ agentId: Id }))
    .output(NamedSettings),
  report: supervised().input(ReportRange).output(Report),
  agents: {
    setStatus: actOnMany(
      z.object({
        statusId: Id,
        /** Shown to the agent. */
        note: z.string().trim().max(500).default(''),
        /** Required when conversations are open and the status is Offline. */
        handOverOpenWork: z.boolean().default(false),
      }),
    ),
    /** Adds agents to queues and removes them. Membership through a profile stays: it is changed on the profile. */
    changeQueues: actOnMany(
      z.object({ add: z.array(Id).max(100).default([]), remove: z.array(Id).max(100).default([]) }),
    ),
    /** Ends all their wrap-ups; agents without a wrap-up are unchanged. */
    endWrapUps: actOnMany(z.object({})),
    signOut: actOnMany(z.object({ handOverOpenWork: z.boolean().default(false) })),
  },
  work: {
    /** Lower first; the queue is sorted again at once. */
    setPriority: act(
      OfItem.extend({ priority: z.number().int().min(PRIORITIES.lowest).max(PRIORITIES.highest) }),
    ),
    /**
     * Offers an item to this agent, even if another agent has it. Rejected with AGENT_NOT_ROUTABLE, and with
     * OVER_CAPACITY (with the excess) until `overCapacity` confirms it.
     */
    assign: act(OfItem.extend({ agentId: Id, overCapacity: z.boolean().default(false) })),
    returnToQueue: act(OfWork),
    close: act(OfItem),
    endWrapUp: act(OfWork),
    /** The supervisor becomes the owner of the conversation; the agent goes to wrap-up. */
    takeOver: act(OfItem),
    lowerFlag: act(OfItem),
  },
  conversation: {
    /** Logged; a setting of the presence configuration decides whether the agent is notified. */
    readAlong: supervised()
      .input(OfItem.extend({ after: z.number().int().nonnegative().default(0) }))
      .output(eventIterator(ConversationEvent)),
    older: supervised()
      .input(OfItem.extend({ before: z.number().int().positive() }))
      .output(z.array(Message)),
    /** Only the agent can read it. Idempotent for the same `clientId`. */
    whisper: supervised()
      .input(OfItem.extend({ clientId: Id, text: MessageText }))
      .output(Message),
  },
};
