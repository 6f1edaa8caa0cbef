/** When a chat whose customer has left the page is cancelled, and which browser a repeated start returns a chat to. */
import type { ServiceChannel } from '../setup/channels-and-queues.ts';
import { CUSTOMER_GONE_TIMEOUT_SECONDS, START_RETRY_WINDOW_MS } from '../defaults.ts';

/** How long a waiting customer may show no sign of life, in milliseconds. DOMAIN §16. */
export const customerGoneTimeoutMs = (
  channel: Pick<ServiceChannel, 'customerGoneSeconds'> | undefined,
): number => (channel?.customerGoneSeconds ?? CUSTOMER_GONE_TIMEOUT_SECONDS.usual) * 1000;

/** What to do when a waiting customer's time has run out: cancel the chat, or check again later. */
export function customerAbsence(at: {
  readonly now: number;
  /** The last sign of life of the customer's page. */
  readonly seenAt: number;
  readonly goneAfter: number;
}): { readonly gone: true } | { readonly gone: false; readonly lookAt: number } {
  const lookAt = at.seenAt + at.goneAfter;
  return at.now >= lookAt ? { gone: true } : { gone: false, lookAt };
}

/**
 * Whether a repeated start is the same attempt of the same browser, whose first answer was lost. Returning the
 * conversation in any other case would expose its history to a stranger who knows or guesses the id.
 */
export const isStartRetry = (start: {
  readonly now: number;
  readonly startedAt: number;
  /** SHA-256 of the browser's secret, at the first start and now; `null` = none was given. */
  readonly firstBrowser: string | null;
  readonly browser: string | null;
}): boolean =>
  start.browser !== null &&
  start.browser === start.firstBrowser &&
  start.now - start.startedAt <= START_RETRY_WINDOW_MS;
