/** The underlying Node server: with or without TLS, with limits on how long a request may take to arrive. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Duplex } from 'node:stream';

const HEADERS_TIMEOUT_MS = 15_000;
const REQUEST_TIMEOUT_MS = 30_000;

/** Certificate and key in PEM. */
export interface Tls {
  readonly cert: string;
  readonly key: string;
}

export interface NodeServerOptions {
  /** `null` = plain HTTP. */
  readonly tls: Tls | null;
  readonly onRequest: (request: IncomingMessage, response: ServerResponse) => void;
  /** A request for a WebSocket upgrade. The listener answers on the socket, or ends it. */
  readonly onUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

/** Does not listen yet. */
export function createNodeServer({ tls, onRequest, onUpgrade }: NodeServerOptions): Server {
  const server: Server = tls ? createTlsServer(tls, onRequest) : createServer(onRequest);
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    onUpgrade(request, socket, head);
  });
  return server;
}
