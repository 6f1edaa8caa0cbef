/** The bridge over a WebSocket: one per tab, for tabs of this very origin that show the secret of a session. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { RPCHandler } from '@orpc/server/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { BridgeRouter } from '#agent/bridge-router.ts';
import { NO_SESSION, secretOf, sessionFrame } from '#core/contract/bridge-session.ts';
import type { Sessions } from './session.ts';

/** Larger than anything a page sends; a frame beyond it ends the socket. */
export const MAX_FRAME_BYTES = 1024 * 1024;
const MALFORMED = 1007;
/** A tab shows its session at once. */
const SESSION_TIMEOUT_MS = 5_000;
/** The call after which no session is good any more. */
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

  /** The tab that signed out goes on with a secret of its own; whatever else was open, or knew the old one, is out. */
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
        // The library closes the socket itself (too large, not UTF-8, …); the event only must have a listener.
        open.on('error', () => undefined);
        admit(open);
      });
    },
    close() {
      for (const open of server.clients) open.terminate();
      server.close();
    },
  };

  /** The first frame shows the session; calls are heard after it. */
  function admit(open: WebSocket): void {
    // A refused upgrade has no reason that a page can read, a close code has.
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
