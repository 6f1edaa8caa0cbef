/**
 * The hub's doors: RPC for agents (HTTP for sign-in, one WebSocket per device), the customer's RPC and pages, REST for
 * integrators, health and metrics. Every door has limits on size; nothing here knows a rule of the business.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { OpenAPIHandler } from '@orpc/openapi/node';
import { BodyLimitPlugin, RPCHandler } from '@orpc/server/node';
import { type WebSocket, WebSocketServer } from 'ws';
import { MESSAGE_BYTES, PROTOCOL, PROTOCOL_HEADER } from '#core/defaults.ts';
import type { User } from '#core/setup/people.ts';
import { apiKeyOf } from '../auth/api-keys.ts';
import { whoHas } from '../auth/sessions.ts';
import { conversationOfToken } from '../conversations/customer-side.ts';
import type { HubServices } from '../services.ts';
import { agentRouter } from './agent-router.ts';
import { customerRouter } from './customer-router.ts';
import { DeviceLines } from './device-line.ts';
import { intakeRouter } from './intake-router.ts';
import type { CallContext } from './procedures.ts';
import { readinessAnswer } from './readiness.ts';
import { setupRouter } from './setup-router.ts';
import { systemRouter } from './system-router.ts';
import { supervisorRouter } from './supervisor-router.ts';
import { serveCustomerPage } from './static.ts';

/** A message of 32 kB, escaped, with its envelope; everything larger is refused unread. */
const MOST_FRAME = 4 * MESSAGE_BYTES;
/** From an admin: a queue that is saved names its members, and there can be ten thousand and more. */
const MOST_ADMIN_FRAME = 1024 * 1024;
/** A socket that says nothing for so long is dead; beats come every 10 s. */
const PING_EVERY = 20_000;

export interface Doors {
  readonly server: Server;
  close(): Promise<void>;
}

export interface DoorOptions {
  /** Certificate and key in PEM; without them plain HTTP. */
  readonly tls: { readonly cert: string; readonly key: string } | null;
  /** Trust `X-Forwarded-For` of the proxy in front. */
  readonly behindProxy: boolean;
  /** Folder of the built customer page. */
  readonly customerPage: string;
}

const bearer = (request: IncomingMessage): string | null =>
  /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? null;

/** The path of a request; null = it is not one, or its escapes are broken. */
function pathOf(request: IncomingMessage): string | null {
  try {
    const { pathname } = new URL(request.url ?? '/', 'http://hub');
    decodeURIComponent(pathname);
    return pathname;
  } catch {
    return null;
  }
}

function addressOf(request: IncomingMessage, behindProxy: boolean): string {
  const forwarded = behindProxy
    ? String(request.headers['x-forwarded-for'] ?? '')
        .split(',')
        .at(-1)
        ?.trim()
    : '';
  return forwarded || request.socket.remoteAddress || 'unknown';
}

export function openDoors(services: HubServices, options: DoorOptions): Doors {
  const { context: hub } = services;
  const plugins = [new BodyLimitPlugin<CallContext>({ maxBodySize: MOST_FRAME })];
  const agents = agentRouter(services);
  const agentHttp = new RPCHandler({ auth: agents.auth }, { plugins });
  const devices = new DeviceLines({
    ...agents,
    setup: { ...setupRouter(services), ...systemRouter(services) },
    supervisor: supervisorRouter(services),
  });
  const customers = new RPCHandler(customerRouter(services), { plugins });
  const rest = new OpenAPIHandler(intakeRouter(services), {
    plugins: [new BodyLimitPlugin<CallContext>({ maxBodySize: 256 * 1024 })],
  });

  const callContext = async (
    request: IncomingMessage,
    door: 'agent' | 'customer' | 'rest',
  ): Promise<CallContext> => {
    const token = bearer(request);
    const address = addressOf(request, options.behindProxy);
    const nobody = { hub, who: null, workItemId: null, apiKey: null, address };
    if (token === null) return nobody;
    if (door === 'agent') return { ...nobody, who: await whoHas(hub, token) };
    if (door === 'customer') return { ...nobody, workItemId: await conversationOfToken(hub, token) };
    return { ...nobody, apiKey: await apiKeyOf(hub, token) };
  };
  /** A socket stays open while Setup changes: what its user is and may do is looked up with every call. */
  const following = ({ who, ...context }: CallContext): CallContext => ({
    ...context,
    get who() {
      const user = who ? hub.directory.users.get(who.user.id) : undefined;
      return who && user?.active ? { ...who, user } : null;
    },
  });
  const routes: ReadonlyArray<
    readonly [
      prefix: string,
      handle: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>,
    ]
  > = [
    [
      '/rpc/',
      async (request, response) =>
        (
          await agentHttp.handle(request, response, {
            prefix: '/rpc',
            context: await callContext(request, 'agent'),
          })
        ).matched,
    ],
    [
      '/customer/',
      async (request, response) =>
        (
          await customers.handle(request, response, {
            prefix: '/customer',
            context: await callContext(request, 'customer'),
          })
        ).matched,
    ],
    [
      '/api/v1/openapi.json',
      async (_request, response) => {
        const { openApiDocument } = await import('./openapi-document.ts');
        return send(response, 200, 'application/json', await openApiDocument());
      },
    ],
    [
      '/api/v1/',
      async (request, response) =>
        (
          await rest.handle(request, response, {
            prefix: '/api/v1',
            context: await callContext(request, 'rest'),
          })
        ).matched,
    ],
    ['/live', async (_request, response) => send(response, 200, 'application/json', '{"status":"ok"}')],
    ...['/health', '/ready'].map(
      (path) =>
        [
          path,
          async (_request: IncomingMessage, response: ServerResponse) => {
            const { status, body } = await readinessAnswer(hub);
            return send(response, status, 'application/json', body);
          },
        ] as const,
    ),
    [
      '/metrics',
      async (_request, response) =>
        send(response, 200, hub.metrics.registry.contentType, await hub.metrics.registry.metrics()),
    ],
    ['/sounds/', async (request, response) => serveSound(request, response)],
    ['/', async (request, response) => serveCustomerPage(options.customerPage, request, response)],
  ];

  /** A sound that an admin uploaded; for signed-in users only. */
  const serveSound = async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const { who } = await callContext(request, 'agent');
    if (!who) return send(response, 401, 'text/plain', 'Sign in first.');
    const id = decodeURIComponent(
      new URL(request.url ?? '/', 'http://hub').pathname.slice('/sounds/'.length),
    );
    const sound = await hub.store.reader
      .selectFrom('sound')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst();
    if (!sound) return false;
    response.writeHead(200, { 'content-type': sound.content_type, 'x-content-type-options': 'nosniff' });
    response.end(Buffer.from(sound.content, 'base64'));
    return true;
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      const path = pathOf(request);
      if (path === null)
        return void send(response, 400, 'text/plain; charset=utf-8', 'This is not an address.');
      for (const [prefix, route] of routes) {
        if (!path.startsWith(prefix)) continue;
        if (await route(request, response)) return;
      }
      send(response, 404, 'text/plain; charset=utf-8', 'There is nothing at this address.');
    } catch (error) {
      hub.log.error({ err: error, path: request.url }, 'request failed');
      if (!response.headersSent)
        send(response, 500, 'text/plain; charset=utf-8', 'The hub could not answer. Try again.');
      else response.destroy();
    }
  };

  const server = (
    options.tls
      ? createTlsServer(options.tls, (request, response) => void handle(request, response))
      : createServer((request, response) => void handle(request, response))
  ) as Server;
  server.headersTimeout = 15_000;
  server.requestTimeout = 30_000;

  const sockets = new WebSocketServer({ noServer: true, maxPayload: MOST_FRAME });
  const adminSockets = new WebSocketServer({ noServer: true, maxPayload: MOST_ADMIN_FRAME });
  const clients = () => [...sockets.clients, ...adminSockets.clients];
  for (const server of [sockets, adminSockets])
    server.on('headers', (headers) => headers.push(`${PROTOCOL_HEADER}: ${PROTOCOL}`));
  const upgrade = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    const refuse = (status: string) =>
      socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    // Browsers send an Origin; agents' applications do not. No page may open this door.
    if (pathOf(request) !== '/rpc-socket') return void refuse('404 Not Found');
    if (request.headers.origin !== undefined) return void refuse('403 Forbidden');
    const context = await callContext(request, 'agent');
    if (!context.who || hub.stopping)
      return void refuse(hub.stopping ? '503 Service Unavailable' : '401 Unauthorized');
    const { user } = context.who;
    const line = user.roles.includes('admin') ? adminSockets : sockets;
    line.handleUpgrade(request, socket, head, (accepted) => {
      keepAlive(accepted);
      accepted.on('error', (error) =>
        hub.log.info({ err: error.message }, 'a device sent what cannot be read'),
      );
      people.set(accepted, user);
      accepted.once('close', () => people.delete(accepted));
      devices.open(accepted, following(context));
    });
  };
  // Who may no longer come in, or lost a role, does not stay on an open line either; a new one tells them where they are.
  const people = new Map<WebSocket, User>();
  hub.bus.subscribe(({ setup }) => {
    if (!setup) return;
    for (const [socket, then] of people) {
      const user = hub.directory.users.get(then.id);
      if (!user?.active || then.roles.some((role) => !user.roles.includes(role))) socket.close(1000);
    }
  });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    upgrade(request, socket, head).catch((error: unknown) => {
      hub.log.error({ err: error }, 'socket could not be opened');
      socket.destroy();
    });
  });

  return {
    server,
    async close() {
      for (const client of clients()) client.close(1001);
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      for (const client of clients()) client.terminate();
    },
  };
}

function send(response: ServerResponse, status: number, type: string, body: string): true {
  response.writeHead(status, {
    'content-type': type,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
  response.end(body);
  return true;
}

/** Ends a socket whose other side is gone without a word. */
function keepAlive(socket: WebSocket): void {
  let answered = true;
  socket.on('pong', () => {
    answered = true;
  });
  const timer = setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
  }, PING_EVERY);
  socket.on('close', () => clearInterval(timer));
}
