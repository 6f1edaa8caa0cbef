/**
 * After `npm ci`: builds the pages and fills the compile cache, so that the first start is as fast and as small as
 * every other. Anything that fails here is done (and reported) at the first start instead.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'vite';

for (const configFile of ['vite.config.ts', 'vite.customer.config.ts'])
  await build({ configFile, logLevel: 'warn' });

const cache = join(import.meta.dirname, '..', 'node_modules', '.cache', 'onqueue');
const programs = [
  ['cli/bin.js', 'start', '--help'],
  ['cli/bin.js', 'hub', '--help'],
  ['cli/bin.js', 'doctor', '--help'],
  ['hub/app/main.ts', '--help'],
  ['--import', './web/end-with-shell.ts', '--eval', '0'],
];
for (const program of programs)
  spawnSync(process.execPath, program, {
    stdio: 'ignore',
    env: { ...process.env, NODE_COMPILE_CACHE: cache },
  });
