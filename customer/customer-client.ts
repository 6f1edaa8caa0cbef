/** The customer's side of the hub's contract, over plain HTTP of the page's own origin. */
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { ContractRouterClient } from '@orpc/contract';
import type { CustomerContract } from '#core/contract/customer.ts';

export type CustomerClient = ContractRouterClient<CustomerContract>;

/**
 * The hub sends at least a keep-alive every few seconds. A stream without a byte for this long is dead, and so is a
 * response that does not start: a buffering proxy looks like that.
 */
const SILENCE_TIMEOUT_MS = 15_000;

/** A client that sends `token` (when there is one) with every call. */
export function createCustomerClient(origin: string, token: () => string | null): CustomerClient {
  const link = new RPCLink({
    url: `${origin}/customer`,
    headers: () => {
      const held = token();
      return held === null ? {} : { authorization: `Bearer ${held}` };
    },
    fetch: async (request, init) => {
      const began = new AbortController();
      const timer = setTimeout(() => began.abort(new Error('silent')), SILENCE_TIMEOUT_MS);
      // The caller's signal can still end the stream later; ours only bounds the wait for its start.
      const signal = AbortSignal.any([began.signal, request.signal]);
      try {
        return awake(await fetch(request, { ...init, signal, cache: 'no-store' }));
      } finally {
        clearTimeout(timer);
      }
    },
  });
  return createORPCClient(link);
}

/** A stream that fails when it has gone silent: a phone that changed networks would wait for ever. */
function awake(response: Response): Response {
  if (!response.body || !response.headers.get('content-type')?.includes('text/event-stream')) return response;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const watched = new TransformStream<Uint8Array, Uint8Array>({
    start(controller) {
      timer = setTimeout(() => controller.error(new Error('silent')), SILENCE_TIMEOUT_MS);
    },
    transform(part, controller) {
      clearTimeout(timer);
      timer = setTimeout(() => controller.error(new Error('silent')), SILENCE_TIMEOUT_MS);
      controller.enqueue(part);
    },
    flush: () => clearTimeout(timer),
  });
  const { status, statusText, headers } = response;
  return new Response(response.body.pipeThrough(watched), { status, statusText, headers });
}
