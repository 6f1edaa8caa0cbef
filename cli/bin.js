#!/usr/bin/env node
// Entry of `npx onqueue`. Plain JavaScript, since the Node that runs it may be too old for the rest: the project brings
// its own Node 24, and this starts it.
import { spawn } from 'node:child_process';
import * as modules from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED = 24;
const main = join(dirname(fileURLToPath(import.meta.url)), 'main.ts');

if (Number(process.versions.node.split('.')[0]) >= NEEDED) {
  // Sources run without a build; the compile cache halves the start time and keeps the compiler out of memory.
  modules.enableCompileCache(join(dirname(main), '..', 'node_modules', '.cache', 'onqueue'));
  await import('./main.ts');
} else {
  const require = modules.createRequire(import.meta.url);
  const own = join(
    dirname(require.resolve('node/package.json')),
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  );
  const child = spawn(own, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  // The child receives the terminal's Ctrl+C itself and decides when to exit.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => {
      if (signal !== 'SIGINT') child.kill(signal);
    });
  child.on('error', () => {
    console.error(`OnQueue needs Node.js ${NEEDED}; this is ${process.versions.node}.`);
    process.exitCode = 2;
  });
  child.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}
