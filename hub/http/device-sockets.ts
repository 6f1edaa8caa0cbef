/**
 * The sockets of agents' devices: which may open, how long they stay open, and how much they may request and leave
 * unread. A socket lives under the right of its sign-in and ends with it; a device that sends too fast is read more
 * slowly.
 */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { MAX_MESSAGE_BYTES, PROTOCOL, PROTOCOL_HEADER } from '#core/defaults.ts';
import type { SignedInRight } from '../access/rights.ts';
import type { HubServices } from './services.ts';
import { type Callers, pathOf } from './caller.ts';
import type { DeviceConnections } from './device-connection.ts';
import type { CallContext } from './procedures.ts';

/** A message of 32 kB, escaped, with its envelope; larger frames are rejected unread. */
const MAX_FRAME_BYTES = 4 * MAX_MESSAGE_BYTES;
/** For administrators: a saved queue lists its members, which can be ten thousand and more. */
const MAX_ADMIN_FRAME_BYTES = 1024 * 1024;
/** A socket without traffic for this long is dead; heartbeats arrive every 10 s. */
const PING_INTERVAL_MS = 20_000;
/** Maximum number of sockets per sign-in; one more ends the oldest. */
const MAX_SOCKETS_PER_SIGN_IN = 16;
/** Maximum amount buffered for a slow device; supervisors and administrators get whole floors and whole set-ups. */
const MAX_BUFFERED_BYTES = 2 * 1024 * 1024;
const MAX_BUFFERED_BYTES_ADMIN = 32 * 1024 * 1024;
/**
 * The answer to the call that ended the right is still sent; then the socket closes, whether or not the device
 * cooperates.
 */
const FINAL_ANSWER_TIMEOUT_MS = 50;
const CLOSE_TIMEOUT_MS = 1_000;

export class DeviceSockets {
  readonly #services: HubServices;
  readonly #callers: Callers;
  readonly #lines: DeviceConnections;
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES });
  readonly #adminSockets = new WebSocketServer({ noServer: true, maxPayload: MAX_ADMIN_FRAME_BYTES });

  constructor(services: HubServices, callers: Callers, lines: DeviceConnections) {
    this.#services = services;
    this.#callers = callers;
    this.#lines = lines;
    for (const server of [this.#sockets, this.#adminSockets])
      server.on('headers', (headers) => headers.push(`${PROTOCOL_HEADER}: ${PROTOCOL}`));
  }

  async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const { context: hub, limits } = this.#services;
    const refuse = (status: string) =>
      socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    // Browsers send an Origin; agents' applications do not. No web page may open this socket.
    if (pathOf(request) !== '/rpc-socket') return void refuse('404 Not Found');
    if (request.headers.origin !== undefined) return void refuse('403 Forbidden');
    if (hub.stopping) return void refuse('503 Service Unavailable');
    const address = this.#callers.address(request);
    if (limits.refusedSockets.secondsUntil(address) > 0) return void refuse('429 Too Many Requests');
    const context = await this.#callers.contextOf(request, 'agent');
    if (!context.who) {
      limits.refusedSockets.charge(address);
      return void refuse('401 Unauthorized');
    }
    const { user } = context.who;
    const server = user.roles.includes('admin') ? this.#adminSockets : this.#sockets;
    server.handleUpgrade(request, socket, head, (accepted) => this.#open(accepted, context));
  }

  /** Closes all of them with a closing frame. */
  close(): void {
    for (const socket of this.#all()) socket.close(1001);
  }

  terminate(): void {
    for (const socket of this.#all()) socket.terminate();
  }

  #all(): readonly WebSocket[] {
    return [...this.#sockets.clients, ...this.#adminSockets.clients];
  }

  #open(socket: WebSocket, context: CallContext): void {
    const { context: hub } = this.#services;
    const { user, tokenHash } = context.who!;
    keepAlive(socket);
    socket.on('error', (error) => hub.log.info({ err: error.message }, 'a device sent what cannot be read'));
    let ended = false;
    const wide = user.roles.includes('admin') || user.roles.includes('supervisor');
    const line = this.#lines.open(
      socket,
      following(context, () => ended),
      {
        maxWaitingBytes: wide ? MAX_BUFFERED_BYTES_ADMIN : MAX_BUFFERED_BYTES,
        // Administrators upload whole files.
        received: (bytes) =>
          this.#slowDown(socket, user.id, user.roles.includes('admin') ? bytes / 16 : bytes),
      },
    );
    const right: SignedInRight = { kind: 'signed-in', tokenHash, userId: user.id, roles: user.roles };
    const close = hub.rights.open(
      right,
      () => {
        ended = true;
        setTimeout(() => {
          line.end();
          socket.close(1000);
          setTimeout(() => socket.terminate(), CLOSE_TIMEOUT_MS).unref();
        }, FINAL_ANSWER_TIMEOUT_MS).unref();
      },
      { key: `sign-in ${tokenHash}`, most: MAX_SOCKETS_PER_SIGN_IN },
    );
    socket.once('close', close);
    // The right may have ended between the check of the token and this moment.
    void hub.rights.check(right);
  }

  /** A user who sends faster than any human works is read more slowly; the backlog stays in the sender's machine. */
  #slowDown(socket: WebSocket, userId: string, bytes: number): void {
    const { frames, frameBytes } = this.#services.limits;
    const seconds = Math.max(frames.charge(userId), frameBytes.charge(userId, bytes));
    if (seconds <= 0 || socket.isPaused) return;
    socket.pause();
    const timer = setTimeout(() => socket.resume(), Math.min(seconds, 10) * 1000);
    socket.once('close', () => clearTimeout(timer));
  }
}

/** A socket stays open while Setup changes: its user's data and rights are looked up on every call. */
const following = ({ who, ...context }: CallContext, ended: () => boolean): CallContext => ({
  ...context,
  get who() {
    const user = who && !ended() ? context.hub.directory.users.get(who.user.id) : undefined;
    return who && user?.active ? { ...who, user } : null;
  },
});

/** Ends a socket whose peer has vanished. Only the answer to the last ping counts. */
function keepAlive(socket: WebSocket): void {
  let question: Buffer | null = null;
  socket.on('pong', (answer: RawData) => {
    if (question?.equals(answer as Buffer)) question = null;
  });
  const timer = setInterval(() => {
    if (question) return socket.terminate();
    question = randomBytes(8);
    socket.ping(question);
  }, PING_INTERVAL_MS);
  socket.on('close', () => clearInterval(timer));
}
