/**
 * The agents' procedures on one WebSocket. Uses the oRPC adapter that leaves errors to its caller (made for another
 * runtime's sockets, otherwise the same): the one for `ws` writes every unreadable frame to the console, where a
 * signed-in client could fill an operator's disk.
 */
import { RPCHandler } from '@orpc/server/bun-ws';
import type { Router } from '@orpc/server';
import type { RawData, WebSocket } from 'ws';
import type { CallContext } from './procedures.ts';

/** Our own applications never send an unreadable frame; after this many the client is not one of them. */
const MAX_UNREADABLE_FRAMES = 20;
/** WebSocket close code for a policy violation. */
const POLICY_VIOLATION = 1008;

type DeviceRouter = Router<Record<never, never>, CallContext>;

export class DeviceConnections {
  readonly #procedures: RPCHandler<CallContext>;

  constructor(router: DeviceRouter) {
    this.#procedures = new RPCHandler(router);
  }

  /**
   * Answers the frames of this socket until it closes or is ended. Unreadable frames are only counted. A device that
   * does not read its answers is disconnected.
   */
  open(socket: WebSocket, context: CallContext, limits: ConnectionLimits): { end(): void } {
    const { log, metrics } = context.hub;
    const line = {
      send(message: string | ArrayBufferLike | Uint8Array): number {
        if (socket.readyState !== socket.OPEN) return 0;
        socket.send(message);
        if (socket.bufferedAmount > limits.maxWaitingBytes) {
          metrics.requests.inc({ code: 'SLOW_READER' });
          socket.terminate();
        }
        return 0;
      },
    };
    let unreadable = 0;
    let ended = false;
    const refuse = (error: unknown) => {
      unreadable += 1;
      metrics.requests.inc({ code: 'UNREADABLE_FRAME' });
      // Two log lines per socket at most; the metric counts the frames. The error's message would quote the frame.
      const facts = { user: context.who?.user.id, kind: error instanceof Error ? error.name : typeof error };
      if (unreadable === 1) log.debug(facts, 'a device sent what cannot be read');
      // Frames are read concurrently: more than one may still be in progress after the limit.
      if (unreadable !== MAX_UNREADABLE_FRAMES) return;
      log.info(facts, 'a line was closed: too much of what came on it cannot be read');
      socket.close(POLICY_VIOLATION);
    };
    const end = () => {
      if (ended) return;
      ended = true;
      void this.#procedures.close(line);
    };
    socket.on('message', (data: RawData, isBinary: boolean) => {
      // Frames still in progress when the socket closed are not processed.
      if (ended || socket.readyState !== socket.OPEN) return;
      // A buffer, as long as `binaryType` keeps its default.
      const bytes = data as Buffer;
      limits.received(bytes.length);
      this.#procedures.message(line, isBinary ? bytes : bytes.toString(), { context }).catch(refuse);
    });
    socket.once('close', end);
    return { end };
  }
}

export interface ConnectionLimits {
  /** Number of bytes that may be buffered for the device. */
  readonly maxWaitingBytes: number;
  /** Called for every frame. */
  received(bytes: number): void;
}
