/** Serves the built customer page: `/chat`, the embeddable script, and their assets. Nothing outside that folder. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HubContext } from '../unit/context.ts';
import { extname, join, normalize, sep } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.wav': 'audio/wav',
};

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'";

/**
 * The page may be framed: the embeddable script shows it in a frame. The allowed sites are a setting of its queue; a
 * queue without sites may be shown on any.
 */
function framing({ directory }: Pick<HubContext, 'directory'>, queue: string | null): string {
  const found =
    queue === null
      ? directory.queues.get(directory.settings.defaultQueueId ?? '')
      : directory.queueByDeveloperName(queue);
  const origins = found?.embedOrigins ?? [];
  return origins.length === 0 ? '' : `; frame-ancestors 'self' ${origins.join(' ')}`;
}

export async function serveCustomerPage(
  folder: string,
  hub: Pick<HubContext, 'directory'>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://hub');
  const path = decodeURIComponent(pathname);
  const wanted = path === '/chat' || path === '/chat/' ? 'index.html' : path.slice(1);
  const file = normalize(join(folder, wanted));
  if (!file.startsWith(normalize(folder) + sep)) return false;
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) return false;
  response.writeHead(200, {
    'content-type': types[extname(file)] ?? 'application/octet-stream',
    'content-length': found.size,
    'content-security-policy': policy + framing(hub, searchParams.get('queue')),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
  });
  if (request.method === 'HEAD') response.end();
  else createReadStream(file).pipe(response);
  return true;
}
