/**
 * The hub's endpoints on one port: RPC for agents (HTTP for sign-in, one WebSocket per device), the customer's RPC and
 * pages, REST for integrators, health and metrics. Each has size limits; no domain rules here.
 */
import type { Server } from 'node:http';
import { Callers } from './caller.ts';
import { DeviceConnections } from './device-connection.ts';
import { deviceRouter } from './device-router.ts';
import { DeviceSockets } from './device-sockets.ts';
import { createNodeServer, type Tls } from './node-server.ts';
import { createRequestHandler } from './request-handler.ts';
import { hubRoutes } from './routes.ts';
import type { HubServices } from './services.ts';
import { SlowReaders } from './slow-readers.ts';

export interface HubServer {
  readonly server: Server;
  /** Ends every connection, those of devices with a closing frame, and stops listening. */
  close(): Promise<void>;
}

export interface HubServerOptions {
  /** Plain HTTP without it. */
  readonly tls: Tls | null;
  /** Trust `X-Forwarded-For` from the proxy in front. */
  readonly behindProxy: boolean;
  /** Folder of the built customer page. */
  readonly customerPage: string;
  /** The hub listens on this machine only. */
  readonly thisMachineOnly: boolean;
}

/** Creates the server; its owner starts listening. */
export function startHubServer(services: HubServices, options: HubServerOptions): HubServer {
  const { log, metrics } = services.context;
  const callers = new Callers(services, options.behindProxy);
  const slowReaders = new SlowReaders(() => metrics.requests.inc({ code: 'SLOW_READER' }));
  const devices = new DeviceSockets(services, callers, new DeviceConnections(deviceRouter(services)));
  const handle = createRequestHandler({
    routes: hubRoutes(services, {
      callers,
      slowReaders,
      customerPage: options.customerPage,
      thisMachineOnly: options.thisMachineOnly && !options.behindProxy,
    }),
    callers,
    limits: services.limits,
    log,
    tls: options.tls !== null,
  });
  const server = createNodeServer({
    tls: options.tls,
    onRequest: (request, response) => void handle(request, response),
    onUpgrade: (request, socket, head) => {
      devices.upgrade(request, socket, head).catch((error: unknown) => {
        log.error({ err: error }, 'socket could not be opened');
        socket.destroy();
      });
    },
  });
  return { server, close: () => close(server, devices, slowReaders) };
}

async function close(server: Server, devices: DeviceSockets, slowReaders: SlowReaders): Promise<void> {
  slowReaders.stop();
  devices.close();
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  devices.terminate();
}
