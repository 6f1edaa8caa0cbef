/** The bridge over a WebSocket: one per tab, for tabs of this very origin that hold the session's cookie. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { RPCHandler } from '@orpc/server/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { BridgeRouter } from '#agent/bridge-router.ts';

/** Larger than anything a page sends; a frame beyond it ends the socket. */
export const LARGEST_FRAME = 1024 * 1024;
/** Close code that tells the page to ask for a session: it has none. */
export const NO_SESSION = 4401;
const MALFORMED = 1007;

export interface BridgeSocketOptions {
  readonly router: BridgeRouter;
  readonly isOwnOrigin: (request: IncomingMessage) => boolean;
  readonly hasSession: (request: IncomingMessage) => boolean;
}

export interface BridgeSocket {
  /** Handles an HTTP upgrade for the bridge. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): void;
}

export function createBridgeSocket({ router, isOwnOrigin, hasSession }: BridgeSocketOptions): BridgeSocket {
  const handler = new RPCHandler(router);
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: LARGEST_FRAME,
    perMessageDeflate: false,
    clientTracking: true,
  });
  return {
    upgrade(request, socket, head) {
      socket.on('error', () => socket.destroy());
      if (!isOwnOrigin(request)) {
        socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
        return;
      }
      server.handleUpgrade(request, socket, head, (open) => {
        // The library closes the socket itself (too large, not UTF-8, …); the event only must have a listener.
        open.on('error', () => undefined);
        // A refused upgrade has no reason that a page can read, a close code has.
        if (!hasSession(request)) open.close(NO_SESSION, 'no session');
        else void handler.upgrade(readable(open));
      });
    },
    close() {
      for (const open of server.clients) open.terminate();
      server.close();
    },
  };
}

/** The socket without messages that are no JSON: the handler would print each of them as an error. */
function readable(socket: WebSocket): Pick<WebSocket, 'addEventListener' | 'send'> {
  const facade = {
    send: (data: string) => socket.send(data),
    addEventListener(type: string, listener: (event: { data?: unknown }) => void) {
      socket.addEventListener(type as 'message', (event: { data?: unknown }) => {
        if (type === 'message' && !isJson(event.data)) socket.close(MALFORMED, 'malformed');
        else listener(event);
      });
    },
  };
  return facade as unknown as Pick<WebSocket, 'addEventListener' | 'send'>;
}

function isJson(data: unknown): boolean {
  if (typeof data !== 'string') return false;
  try {
    const message: unknown = JSON.parse(data);
    return typeof message === 'object' && message !== null;
  } catch {
    return false;
  }
}
