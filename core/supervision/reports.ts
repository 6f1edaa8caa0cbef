/** Reports for a time range, per agent and per queue. Durations in milliseconds; means over nothing are `null`. */
import { z } from 'zod';
import { BaseStatus, EndedBy, Id, Instant, PresenceReason } from '../vocabulary.ts';

const Count = z.number().int().nonnegative();
const Duration = z.number().nonnegative();

/** Maximum length of a range: slightly more than a quarter. OQ. */
const MAX_REPORT_RANGE_MS = 93 * 24 * 3_600_000;

export const ReportRange = z
  .object({ from: Instant, to: Instant })
  .refine(({ from, to }) => from < to && to - from <= MAX_REPORT_RANGE_MS, {
    message: 'the end must come after the beginning, at most 93 days later',
    path: ['to'],
  });

export const AgentReport = z.object({
  agentId: Id,
  name: z.string(),
  /** Time signed in, by the text of the status. */
  statuses: z.array(z.object({ text: z.string(), base: BaseStatus, duration: Duration })),
  signedIn: Duration,
  /** 0–1. */
  occupancy: z.number().nullable(),
  offered: Count,
  answered: Count,
  declined: Count,
  missed: Count,
  declinedByReason: z.array(z.object({ reason: z.string(), count: Count })),
  handleTime: Duration.nullable(),
  wrapUpTime: Duration.nullable(),
  extensions: Count,
});
export type AgentReport = z.infer<typeof AgentReport>;

export const QueueReport = z.object({
  queueId: Id,
  name: z.string(),
  arrived: Count,
  answered: Count,
  abandoned: Count,
  /** 0–1; `null` without a target or without customers. */
  serviceLevel: z.number().nullable(),
  speedToAnswer: Duration.nullable(),
  longestWait: Duration.nullable(),
  handleTime: Duration.nullable(),
  abandonment: z.number().nullable(),
});
export type QueueReport = z.infer<typeof QueueReport>;

export const Report = z.object({ agents: z.array(AgentReport), queues: z.array(QueueReport) });
export type Report = z.infer<typeof Report>;

/** One minute of the wallboard. */
export const Minute = z.object({
  at: Instant,
  arrived: Count,
  answered: Count,
  abandoned: Count,
  answeredInTime: Count,
  abandonedLate: Count,
  /** Sum over answered items, in milliseconds. */
  waited: Duration,
});
export type Minute = z.infer<typeof Minute>;

/** An agent's activity over a range, for a chart. */
export const Timeline = z.object({
  presence: z.array(
    z.object({
      text: z.string(),
      base: BaseStatus,
      from: Instant,
      to: Instant.nullable(),
      setBy: z.string(),
      setByName: z.string().nullable(),
      reason: PresenceReason,
    }),
  ),
  work: z.array(
    z.object({
      agentWorkId: Id,
      customer: z.string(),
      subject: z.string(),
      state: z.string(),
      offeredAt: Instant,
      acceptedAt: Instant.nullable(),
      wrapUpAt: Instant.nullable(),
      endedAt: Instant.nullable(),
      endedBy: EndedBy.nullable(),
    }),
  ),
});
export type Timeline = z.infer<typeof Timeline>;
