/** A stream that begins with the whole of something, kept up across cuts: after one it simply begins anew. */
import type { z } from 'zod';
import { readTolerantly } from '#core/read-tolerantly.ts';
import { codeOf, isHubAnswer, toAppError } from '../errors.ts';
import type { HubClient, HubSocket } from '../link/hub-socket.ts';
import { type Connections, gone } from './hub-calls.ts';

/**
 * Streams until `signal` is aborted or the hub ends it. Throws the hub's refusal. With a schema, what a newer hub says
 * beyond it is left out; without one everything passes as it is, for those who write back what they have read.
 */
export async function* wholeStream<T>(
  connections: Connections,
  open: (client: HubClient, signal: AbortSignal) => Promise<AsyncIterable<T>>,
  signal: AbortSignal,
  schema: z.ZodType<T> | null = null,
): AsyncGenerator<T, void, void> {
  while (!signal.aborted) {
    let socket: HubSocket;
    try {
      socket = await connections.connected(signal);
    } catch {
      return;
    }
    try {
      for await (const element of await open(socket.client, signal)) {
        const reading = schema === null ? null : readTolerantly(schema, element);
        if (reading === null) yield element;
        else if (reading.readable) yield reading.value;
      }
      if (!socket.gone.aborted) return;
    } catch (error) {
      if (signal.aborted) return;
      if (isHubAnswer(error) && codeOf(error) !== 'NOT_SIGNED_IN') throw toAppError(error);
      socket.terminate();
    }
    await gone(socket);
  }
}
