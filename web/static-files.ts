/** Files of one directory over HTTP. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { fileBelow, mediaType } from '#agent/pages/file-below.ts';

/** Vite puts a hash of the content into these names, so they never change. */
const HASHED = /^\/?assets\/.*-[\w-]{8}\.\w+$/;

/** Sends the file that `path` names below `root`; `false` = there is none, nothing was sent. */
export async function sendFile(
  root: string,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const file = await fileBelow(root, path);
  const type = file === null ? undefined : mediaType(file);
  if (file === null || type === undefined) return false;
  const { size, mtimeMs } = await stat(file);
  const tag = `"${size.toString(36)}-${Math.round(mtimeMs).toString(36)}"`;
  response.setHeader('ETag', tag);
  response.setHeader('Cache-Control', HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache');
  if (request.headers['if-none-match'] === tag) {
    response.writeHead(304).end();
    return true;
  }
  response.writeHead(200, { 'Content-Type': type, 'Content-Length': size });
  if (request.method === 'HEAD') response.end();
  // A browser that disconnects midway is not an error of ours.
  else await pipeline(createReadStream(file), response).catch(() => response.destroy());
  return true;
}
