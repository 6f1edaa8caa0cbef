/** Bytes a browser loads before the first page shows, compressed. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Result } from './measure.ts';

/** Empty if the pages are not built. */
export function measurePages(root: string): Result[] {
  return ['renderer', 'customer'].flatMap((page) => {
    const folder = join(root, 'dist', page);
    const index = join(folder, 'index.html');
    if (!existsSync(index)) return [];
    const html = readFileSync(index, 'utf8');
    const sizeOf = (pattern: RegExp) =>
      [...html.matchAll(pattern)]
        .map((match) => gzipSync(readFileSync(join(folder, match[1]!.replace(/^\.?\//, '')))).length)
        .reduce((sum, size) => sum + size, 0) / 1024;
    return [
      {
        what: `initial script of the ${page} page, gzip`,
        value: sizeOf(/(?:src|href)="([^"]+\.js)"/g),
        unit: 'kB',
      },
      { what: `styles of the ${page} page, gzip`, value: sizeOf(/href="([^"]+\.css)"/g), unit: 'kB' },
    ];
  });
}
