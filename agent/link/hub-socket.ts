/** One WebSocket to the hub with the typed client on it. Does not reconnect; that is the link's job. */
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { WebSocket } from 'ws';
import type { CompleteHubContract } from '#core/contract/complete.ts';
import { PROTOCOL, PROTOCOL_HEADER } from '#core/defaults.ts';
import { certificateTrouble, type Fingerprint, pinnedConnection } from './certificate.ts';
import { socketUrl } from './hub-address.ts';

export type HubClient = ContractRouterClient<CompleteHubContract>;

export interface HubSocket {
  readonly client: HubClient;
  /** Aborted when the socket is closed, by either side. */
  readonly gone: AbortSignal;
  /** Closes it without waiting for the other side: a half-open connection would never answer. */
  terminate(): void;
}

/** The hub rejected the token (HTTP 401 on the upgrade). */
export class TokenRefused extends Error {}

/** What prevents this application from connecting to the hub until the user acts. */
export type HubConnectionError =
  | 'certificate-changed'
  | 'certificate-expired'
  | 'certificate-another-name'
  | 'hub-too-old'
  | 'hub-too-new'
  | 'hub-unreadable';
export class HubRefused extends Error {
  readonly trouble: HubConnectionError;
  constructor(trouble: HubConnectionError) {
    super(trouble);
    this.trouble = trouble;
  }
}

const HANDSHAKE_TIMEOUT_MS = 10_000;
const MAX_FRAME_BYTES = 32 * 1024 * 1024;

/**
 * Opens a socket; `trusted` = the certificate that the hub must present. Rejects with `TokenRefused`, `HubRefused`, or
 * the error that prevented the connection.
 */
export function openHubSocket(
  hub: string,
  token: string,
  trusted: Fingerprint | null,
  signal: AbortSignal,
): Promise<HubSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(socketUrl(hub), {
      headers: { authorization: `Bearer ${token}` },
      handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
      maxPayload: MAX_FRAME_BYTES,
      perMessageDeflate: false,
      ...(trusted !== null && hub.startsWith('https:')
        ? { createConnection: pinnedConnection(trusted) as never }
        : {}),
    });
    const gone = new AbortController();
    const abandon = () => socket.terminate();
    signal.addEventListener('abort', abandon, { once: true });
    if (signal.aborted) abandon();

    socket.on('unexpected-response', (request, response) => {
      request.destroy();
      const status = response.statusCode ?? 0;
      reject(
        status === 401
          ? new TokenRefused('token refused')
          : new Error(`the hub answered with HTTP ${status}`),
      );
    });
    socket.on('upgrade', ({ headers }) => {
      const trouble = protocolTrouble(headers[PROTOCOL_HEADER]);
      if (trouble === null) return;
      reject(new HubRefused(trouble));
      socket.terminate();
    });
    socket.on('error', (error) => {
      const certificate = certificateTrouble(error);
      reject(certificate === null ? error : new HubRefused(troubleWith[certificate]));
    });
    socket.on('close', () => {
      signal.removeEventListener('abort', abandon);
      gone.abort();
      reject(new Error('the connection was closed'));
    });
    socket.on('open', () => {
      const client: HubClient = createORPCClient(new RPCLink({ websocket: tolerant(socket) }));
      resolve({ client, gone: gone.signal, terminate: () => socket.terminate() });
    });
  });
}

/** A hub with an earlier sign-in had a valid certificate; an untrusted one now means that it has changed. */
const troubleWith = {
  unknown: 'certificate-changed',
  changed: 'certificate-changed',
  expired: 'certificate-expired',
  'another-name': 'certificate-another-name',
} as const satisfies Record<string, HubConnectionError>;

/** A hub that does not name its protocol is checked at sign-in; proxies may drop headers they do not know. */
function protocolTrouble(named: string | string[] | undefined): HubConnectionError | null {
  const protocol = Number(named ?? PROTOCOL);
  if (protocol === PROTOCOL) return null;
  return protocol < PROTOCOL ? 'hub-too-old' : 'hub-too-new';
}

/**
 * The socket as the RPC link sees it. Handles two cases that the link leaves open: an unreadable message ends the
 * connection instead of the process, and sending while the socket is closing waits for the end instead of throwing an
 * uncaught error.
 */
function tolerant(socket: WebSocket): ConstructorParameters<typeof RPCLink>[0]['websocket'] {
  const facade = {
    get readyState() {
      return socket.readyState === WebSocket.CLOSING ? WebSocket.OPEN : socket.readyState;
    },
    send(data: string | ArrayBufferLike | ArrayBufferView) {
      if (socket.readyState === WebSocket.OPEN) socket.send(data);
    },
    addEventListener(type: string, listener: (event: unknown) => unknown, options?: { once?: boolean }) {
      const guarded = async (event: unknown) => {
        try {
          await listener(event);
        } catch {
          socket.terminate();
        }
      };
      socket.addEventListener(
        type as 'message',
        type === 'message' ? guarded : (listener as () => void),
        options,
      );
    },
    removeEventListener(type: string, listener: (event: unknown) => unknown) {
      socket.removeEventListener(type as 'message', listener as () => void);
    },
  };
  return facade as unknown as ConstructorParameters<typeof RPCLink>[0]['websocket'];
}
