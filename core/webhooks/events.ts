/**
 * Events for integrators: the life of work items and of agent work, and presence. A delivery holds the event and the
 * state after it; it never holds the text of a conversation. Headers and signature follow the Standard Webhooks
 * specification.
 */
import { z } from 'zod';

export const webhookEvents = [
  'work-item.created',
  'work-item.queued',
  'work-item.closed',
  'work-item.cancelled',
  'agent-work.offered',
  'agent-work.opened',
  'agent-work.wrap-up',
  'agent-work.closed',
  'agent-work.declined',
  'agent-work.declined-on-push-time-out',
  'agent-work.transferred',
  'agent-work.withdrawn',
  'agent-work.unavailable',
  'agent-work.superseded',
  'agent-work.failed',
  'presence.changed',
] as const;
export const WebhookEvent = z.enum(webhookEvents);
export type WebhookEvent = z.infer<typeof WebhookEvent>;
/** The event that the test button sends. */
export const TEST_EVENT_TYPE = 'test';

/** Delays between attempts, in milliseconds; after the last one the delivery has failed. About two days in total. */
export const webhookRetries = [
  5_000, 30_000, 120_000, 600_000, 1_800_000, 7_200_000, 18_000_000, 36_000_000, 36_000_000, 72_000_000,
] as const;

/**
 * Next retry time after `attempts` attempts; `null` once retries are exhausted. `spread` in [0, 1) adds jitter so that
 * retries do not coincide.
 */
export function nextTryAt(attempts: number, now: number, spread: number): number | null {
  const wait = webhookRetries[attempts - 1];
  return wait === undefined ? null : now + Math.round(wait * (1 + 0.2 * spread));
}
