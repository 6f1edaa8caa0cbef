/**
 * The hub's doors: RPC for agents (HTTP for sign-in, one WebSocket per device), the customer's RPC and pages, REST for
 * integrators, health and metrics. Every door has limits on size; nothing here knows a rule of the business.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { OpenAPIHandler } from '@orpc/openapi/node';
import { BodyLimitPlugin, RPCHandler } from '@orpc/server/node';
import { MAX_MESSAGE_BYTES } from '#core/defaults.ts';
import type { HubServices } from './services.ts';
import { agentRouter } from './agent/agent-router.ts';
import { Callers, pathOf } from './caller.ts';
import { refusalOf } from './customer-gate.ts';
import { customerRouter } from './customer-router.ts';
import { DeviceConnections } from './device-connection.ts';
import { DeviceSockets } from './device-sockets.ts';
import { intakeRouter } from './intake-router.ts';
import type { CallContext } from './procedures.ts';
import { readinessAnswer } from './readiness.ts';
import { setupRouter } from './setup-router.ts';
import { SlowReaders } from './slow-readers.ts';
import { serveCustomerPage } from './static.ts';
import { supervisorRouter } from './supervisor-router.ts';
import { systemRouter } from './system-router.ts';

/** A message of 32 kB, escaped, with its envelope; everything larger is refused unread. */
const MAX_BODY_BYTES = 4 * MAX_MESSAGE_BYTES;

export interface HubServer {
  readonly server: Server;
  close(): Promise<void>;
}

export interface HubServerOptions {
  /** Certificate and key in PEM; without them plain HTTP. */
  readonly tls: { readonly cert: string; readonly key: string } | null;
  /** Trust `X-Forwarded-For` of the proxy in front. */
  readonly behindProxy: boolean;
  /** Folder of the built customer page. */
  readonly customerPage: string;
  /** The hub listens on this machine only. */
  readonly thisMachineOnly: boolean;
}

export function startHubServer(services: HubServices, options: HubServerOptions): HubServer {
  const { context: hub } = services;
  const callers = new Callers(services, options.behindProxy);
  const slowReaders = new SlowReaders(() => hub.metrics.requests.inc({ code: 'SLOW_READER' }));
  const plugins = [new BodyLimitPlugin<CallContext>({ maxBodySize: MAX_BODY_BYTES })];
  const agents = agentRouter(services);
  const agentHttp = new RPCHandler({ auth: agents.auth }, { plugins });
  const devices = new DeviceSockets(
    services,
    callers,
    new DeviceConnections({
      ...agents,
      setup: { ...setupRouter(services), ...systemRouter(services) },
      supervisor: supervisorRouter(services),
    }),
  );
  const customers = new RPCHandler(customerRouter(services), { plugins });
  const rest = new OpenAPIHandler(intakeRouter(services), {
    plugins: [new BodyLimitPlugin<CallContext>({ maxBodySize: MAX_BODY_BYTES })],
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
            context: await callers.contextOf(request, 'agent'),
          })
        ).matched,
    ],
    [
      '/customer/',
      async (request, response) => {
        const refusal = refusalOf(request, {
          publicUrl: hub.publicUrl(),
          thisMachineOnly: options.thisMachineOnly && !options.behindProxy,
        });
        if (refusal) return send(response, refusal.status, 'text/plain', refusal.sentence, refusal.headers);
        // A proxy that collects an answer before it passes it on would keep a stream for ever.
        response.setHeader('x-accel-buffering', 'no');
        response.setHeader('cache-control', 'no-cache, no-transform');
        slowReaders.watch(response, callers.address(request));
        const context = await callers.contextOf(request, 'customer');
        return (await customers.handle(request, response, { prefix: '/customer', context })).matched;
      },
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
            context: await callers.contextOf(request, 'rest'),
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
    ['/', async (request, response) => serveCustomerPage(options.customerPage, hub, request, response)],
  ];

  /** A sound that an admin uploaded; for signed-in users only. */
  const serveSound = async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const { who } = await callers.contextOf(request, 'agent');
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
      if (options.tls) response.setHeader('strict-transport-security', 'max-age=31536000');
      const seconds = services.limits.requests.charge(callers.address(request));
      if (seconds > 0)
        return void send(response, 429, 'text/plain; charset=utf-8', 'Too many requests from this address.', {
          'retry-after': String(Math.ceil(seconds)),
        });
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

  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    devices.upgrade(request, socket, head).catch((error: unknown) => {
      hub.log.error({ err: error }, 'socket could not be opened');
      socket.destroy();
    });
  });

  return {
    server,
    async close() {
      slowReaders.stop();
      devices.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      devices.terminate();
    },
  };
}

function send(
  response: ServerResponse,
  status: number,
  type: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): true {
  response.writeHead(status, {
    'content-type': type,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(body);
  return true;
}
