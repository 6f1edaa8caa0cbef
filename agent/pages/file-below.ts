/** Serves the files of one directory, and nothing outside of it. */
import { realpath, stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wav': 'audio/wav',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.woff2': 'font/woff2',
};

/** The media type of a file by its name; `undefined` = not for pages. */
export const mediaType = (file: string): string | undefined => types[extname(file).toLowerCase()];

/** The file that a URL path names below `root`, or `null`: no such file, a hidden one, or one outside. */
export async function fileBelow(root: string, path: string): Promise<string | null> {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return null;
  }
  const parts = decoded.split('/').filter((part) => part !== '');
  if (parts.some((part) => part.startsWith('.') || /[\0\\:]/.test(part))) return null;
  try {
    const [inside, file] = await Promise.all([realpath(root), realpath(join(root, ...parts))]);
    if (!file.startsWith(inside + sep) || !(await stat(file)).isFile()) return null;
    return file;
  } catch {
    return null;
  }
}
