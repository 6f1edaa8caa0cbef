/** A stream that begins with the whole of something, kept up across cuts: after one it simply begins anew. */
import { codeOf, isAnswer, toAppError } from '../errors.ts';
import type { HubClient, HubSocket } from '../link/hub-socket.ts';
import type { Connections } from './hub-calls.ts';

/** Streams until `signal` is aborted or the hub ends it. Throws the hub's refusal. */
export async function* wholeStream<T>(
  connections: Connections,
  open: (client: HubClient, signal: AbortSignal) => Promise<AsyncIterable<T>>,
  signal: AbortSignal,
): AsyncGenerator<T, void, void> {
  while (!signal.aborted) {
    let socket: HubSocket;
    try {
      socket = await connections.connected(signal);
    } catch {
      return;
    }
    try {
      yield* await open(socket.client, signal);
      if (!socket.gone.aborted) return;
    } catch (error) {
      if (signal.aborted) return;
      if (isAnswer(error) && codeOf(error) !== 'NOT_SIGNED_IN') throw toAppError(error);
      socket.terminate();
    }
    await gone(socket);
  }
}

const gone = (socket: HubSocket) =>
  new Promise<void>((resolve) => {
    if (socket.gone.aborted) resolve();
    else socket.gone.addEventListener('abort', () => resolve(), { once: true });
  });
