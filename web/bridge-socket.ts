/** The bridge over a WebSocket: one per tab, for tabs of this very origin that present the secret of a session. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { RPCHandler } from '@orpc/server/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { BridgeRouter } from '#agent/bridge-router.ts';
import { NO_SESSION, secretOf, sessionFrame } from '#core/contract/bridge-session.ts';
import type { Sessions } from './session.ts';

/** Larger than anything a page sends; a larger frame closes the socket. */
export const MAX_FRAME_BYTES = 1024 * 1024;
const MALFORMED = 1007;
/** A tab must present its session within this time. */
const SESSION_TIMEOUT_MS = 5_000;
/** The call that invalidates every session. */
const SIGN_OUT = /\/account\/signOut$/;

export interface BridgeSocketOptions {
  readonly router: BridgeRouter;
  readonly isOwnOrigin: (request: IncomingMessage) => boolean;
  readonly sessions: Sessions;
}

export interface BridgeSocket {
  /** Handles an HTTP upgrade for the bridge. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): void;
}

export function createBridgeSocket({ router, isOwnOrigin, sessions }: BridgeSocketOptions): BridgeSocket {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
    clientTracking: true,
  });
  const handler = new RPCHandler<{ readonly socket: WebSocket }>(router, {
    interceptors: [
      async ({ next, request, context }) => {
        const answer = await next();
        if (SIGN_OUT.test(request.url.pathname) && answer.response?.status === 200) signedOut(context.socket);
        return answer;
      },
    ],
  });

  /** The tab that signed out continues with a new secret; all other connections, and the old secret, become invalid. */
  function signedOut(socket: WebSocket): void {
    sessions.endAll();
    for (const other of server.clients) if (other !== socket) other.close(NO_SESSION, 'signed out');
    if (socket.readyState === socket.OPEN) socket.send(sessionFrame(sessions.create()));
  }

  return {
    upgrade(request, socket, head) {
      socket.on('error', () => socket.destroy());
      if (!isOwnOrigin(request)) {
        socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
        return;
      }
      server.handleUpgrade(request, socket, head, (open) => {
        // The library closes the socket itself (too large, not UTF-8, …); the event only needs a listener.
        open.on('error', () => undefined);
        admit(open);
      });
    },
    close() {
      for (const open of server.clients) open.terminate();
      server.close();
    },
  };

  /** The first frame presents the session; calls are accepted after it. */
  function admit(open: WebSocket): void {
    // A rejected upgrade gives a page no readable reason; a close code does.
    const refuse = () => open.close(NO_SESSION, 'no session');
    const timer = setTimeout(refuse, SESSION_TIMEOUT_MS);
    open.once('close', () => clearTimeout(timer));
    open.once('message', (frame: Buffer) => {
      clearTimeout(timer);
      const secret = secretOf(frame.toString());
      if (secret === null || !sessions.holds(secret)) refuse();
      else void handler.upgrade(readable(open), { context: { socket: open } });
    });
  }
}

/** The socket without messages that are not JSON: the handler would print each of them as an error. */
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
