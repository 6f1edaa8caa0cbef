/** A stream that starts with the whole state and survives cuts: after one it starts over. */
import type { z } from 'zod';
import { readTolerantly } from '#core/read-tolerantly.ts';
import { codeOf, isHubAnswer, toAppError } from '../errors.ts';
import type { HubClient, HubSocket } from '../link/hub-socket.ts';
import { type Connections, gone } from './hub-calls.ts';

/**
 * Streams until `signal` is aborted or the hub ends it. Throws the hub's error. With a schema, unknown fields of a
 * newer hub are dropped; without one, values pass unchanged, for callers that write back what they read.
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
