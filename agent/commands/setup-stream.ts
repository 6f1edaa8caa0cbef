/** Setup as the hub tells it, one uninterrupted stream: after a cut it begins again with the whole picture. */
import type { SetupNews } from '#core/contract/setup.ts';
import { codeOf, isAnswer, toAppError } from '../errors.ts';
import type { HubSocket } from '../link/hub-socket.ts';
import { type Connections, gone } from './hub-calls.ts';

/** Until `signal` is aborted. Throws the hub's refusal (`NOT_ALLOWED`). */
export async function* setupStream(
  connections: Connections,
  signal: AbortSignal,
): AsyncGenerator<SetupNews, void, void> {
  while (!signal.aborted) {
    let socket: HubSocket;
    try {
      socket = await connections.connected(signal);
    } catch {
      return;
    }
    try {
      yield* await socket.client.setup.watch({}, { signal });
      if (!socket.gone.aborted) return;
    } catch (error) {
      if (signal.aborted) return;
      if (isAnswer(error) && codeOf(error) !== 'NOT_SIGNED_IN') throw toAppError(error);
      socket.terminate();
      await gone(socket);
    }
  }
}
