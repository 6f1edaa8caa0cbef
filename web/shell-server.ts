/**
 * The HTTP server of the browser shell: pages, sounds, the session, the bridge. Listens on this machine only, answers
 * only to its own name (a foreign `Host` is a rebound domain), and accepts no other origin.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { createBridgeRouter } from '#agent/bridge-router.ts';
import type { AgentRuntime } from '#agent/runtime.ts';
import { createBridgeSocket } from './bridge-socket.ts';
import { sendHubSound } from './hub-sounds.ts';
import { setSecurityHeaders } from './security-headers.ts';
import { Sessions } from './session.ts';
import { sendFile } from './static-files.ts';

const LOOPBACK = '127.0.0.1';
const MAX_SESSION_BODY_BYTES = 2_048;
const SessionRequest = z.object({ token: z.string().max(200) });

export interface ShellServerOptions {
  readonly runtime: AgentRuntime;
  /** The built renderer. */
  readonly rendererDirectory: string;
  readonly soundsDirectory: string;
  /** Where sessions and the key of start tokens are stored. */
  readonly dataDirectory: string;
  readonly port: number;
  /** What to do when the port is taken: try the following ones, or give up (`EADDRINUSE`). */
  readonly whenTaken: 'next' | 'fail';
  readonly now: () => number;
}

export interface ShellServer {
  readonly port: number;
  readonly url: string;
  /** Opens one session; the fragment never leaves the browser. */
  readonly startUrl: string;
  stop(): Promise<void>;
}

const PORTS_TO_TRY = 50;

export async function startShellServer(options: ShellServerOptions): Promise<ShellServer> {
  const server = createServer();
  const port = await listen(server, options.port, options.whenTaken === 'next' ? PORTS_TO_TRY : 1);
  const sessions = new Sessions(options.dataDirectory, options.now);
  const hosts = new Set([`${LOOPBACK}:${port}`, `localhost:${port}`]);

  const isOwnHost = ({ headers }: IncomingMessage) => hosts.has(headers.host ?? '');
  const isOwnOrigin = (request: IncomingMessage) =>
    isOwnHost(request) && request.headers.origin === `http://${request.headers.host}`;
  const hasSession = ({ headers }: IncomingMessage) =>
    sessions.holds(/^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1] ?? '');

  const bridge = createBridgeSocket({ router: createBridgeRouter(options.runtime), isOwnOrigin, sessions });

  server.on('request', (request, response) => {
    setSecurityHeaders(response);
    respond(request, response).catch(() => {
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  server.on('upgrade', (request, socket, head) => {
    if (pathOf(request) === '/bridge') bridge.upgrade(request, socket, head);
    else socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  });

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = pathOf(request);
    const plain = (status: number, text: string) =>
      response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(text);
    if (!isOwnHost(request)) return void plain(403, 'Forbidden');
    if (path === '/session') return openSession(request, response);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      return void plain(405, 'Method not allowed');
    }
    if (path === '/alive') return void plain(200, String(process.pid));
    if (path.startsWith('/hub-sounds/')) {
      if (!hasSession(request)) return void plain(401, 'No session');
      return sendHubSound(options.runtime, decoded(path.slice('/hub-sounds/'.length)), response);
    }
    if (path.startsWith('/sounds/')) {
      const sent = await sendFile(options.soundsDirectory, path.slice('/sounds'.length), request, response);
      return sent ? undefined : void plain(404, 'Not found');
    }
    if (path !== '/' && (await sendFile(options.rendererDirectory, path, request, response))) return;
    // Addresses of pages contain no dot; the renderer handles the rest of the route.
    const page = !/\.[^/]*$/.test(decoded(path));
    if (page && (await sendFile(options.rendererDirectory, '/index.html', request, response))) return;
    plain(404, path === '/' ? 'The user interface has not been built. Run: npm run build' : 'Not found');
  }

  async function openSession(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refuse = (status: number) => void response.writeHead(status).end();
    if (request.method !== 'POST') return refuse(405);
    if (!isOwnOrigin(request)) return refuse(403);
    if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) return refuse(415);
    const body = await bodyOf(request, MAX_SESSION_BODY_BYTES);
    if (body === null) {
      response.setHeader('Connection', 'close');
      return refuse(413);
    }
    const parsed = SessionRequest.safeParse(json(body));
    if (!parsed.success) return refuse(400);
    const secret = sessions.open(parsed.data.token);
    if (secret === null) return refuse(401);
    response
      .writeHead(200, {
        'Content-Type': 'application/json',
        'Cache-Control': 'no-store',
        // Earlier versions set a cookie, which browsers send to every port of this machine.
        'Set-Cookie': `onqueue_${port}=; Path=/; Max-Age=0`,
      })
      .end(JSON.stringify({ secret }));
  }

  const url = `http://${LOOPBACK}:${port}`;
  return {
    port,
    url,
    startUrl: `${url}/#start=${sessions.startToken}`,
    async stop() {
      bridge.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Listens on `port` or one of the `tries − 1` after it; rejects with the last error. */
function listen(server: Server, port: number, tries: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE' || tries <= 1 || port >= 65_535) return reject(error);
      resolve(listen(server, port + 1, tries - 1));
    };
    server.once('error', onError);
    server.listen(port, LOOPBACK, () => {
      server.removeListener('error', onError);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

const pathOf = (request: IncomingMessage): string => (request.url ?? '/').split(/[?#]/, 1)[0] ?? '/';

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The body as text; `null` when it is longer than `most` bytes. */
async function bodyOf(request: IncomingMessage, most: number): Promise<string | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += (part as Buffer).length;
    if (size > most) return null;
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts).toString('utf8');
}
