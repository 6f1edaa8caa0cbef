/**
 * Why an item is not offered to an agent: one code per rule of routing; the sentences are in i18n under `reasons.CODE`.
 */
import { z } from 'zod';

export const routingReasonCodes = [
  'not-signed-in',
  'link-not-connected',
  'base-not-allowed',
  'status-not-open',
  'not-a-member',
  'asks-for-another-agent',
  'no-room',
  'too-many-open',
  'one-at-a-time',
  'excluded',
  'external-routing',
] as const;
export const RoutingReason = z.object({
  code: z.enum(routingReasonCodes),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type RoutingReason = z.infer<typeof RoutingReason>;

/** The answer to "Why am I not getting work?". */
export const WhyNoWork = z.object({
  /** Items that wait in this agent's queues (or ask for this agent). */
  waiting: z.number().int().nonnegative(),
  /** Each distinct reason once, the most general first; empty with `waiting` 0 = nothing is waiting. */
  reasons: z.array(RoutingReason),
});
export type WhyNoWork = z.infer<typeof WhyNoWork>;
