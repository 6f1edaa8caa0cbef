/**
 * The procedures of agents on one WebSocket. It stands on the part of oRPC that leaves errors to its caller (made for
 * sockets of another runtime, and the same otherwise): the one made for `ws` writes every frame that it cannot read to
 * the console, where a signed-in client could fill the disk of an operator.
 */
import { RPCHandler } from '@orpc/server/bun-ws';
import type { Router } from '@orpc/server';
import type { RawData, WebSocket } from 'ws';
import type { CallContext } from './procedures.ts';

/** Our own applications send none that cannot be read; whoever sends so many is not one of them. */
const MAX_UNREADABLE_FRAMES = 20;
/** Close code of WebSocket for "what you send is against our rules". */
const POLICY_VIOLATION = 1008;

type DeviceRouter = Router<Record<never, never>, CallContext>;

export class DeviceConnections {
  readonly #procedures: RPCHandler<CallContext>;

  constructor(router: DeviceRouter) {
    this.#procedures = new RPCHandler(router);
  }

  /**
   * Answers what comes on this socket until it closes or is ended. Of frames that cannot be read nothing is kept but
   * their number. A device that does not take what it asked for is cut off.
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
      // Two lines for a socket at most; the metric counts the frames. The message of the error would quote the frame.
      const facts = { user: context.who?.user.id, kind: error instanceof Error ? error.name : typeof error };
      if (unreadable === 1) log.debug(facts, 'a device sent what cannot be read');
      // Frames are read side by side: more than the last straw may be under way.
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
      // What was under way when it was closed is read no more.
      if (ended || socket.readyState !== socket.OPEN) return;
      // A buffer, as long as nothing chooses another `binaryType`.
      const bytes = data as Buffer;
      limits.received(bytes.length);
      this.#procedures.message(line, isBinary ? bytes : bytes.toString(), { context }).catch(refuse);
    });
    socket.once('close', end);
    return { end };
  }
}

export interface ConnectionLimits {
  /** Bytes that may wait for the device. */
  readonly maxWaitingBytes: number;
  /** Told of every frame. */
  received(bytes: number): void;
}
