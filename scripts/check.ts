/** `npm run check`: format and lint, layers and cycles, references, types, all side by side; prints each one's output when it fails. */
import { spawn } from 'node:child_process';

const checks: ReadonlyArray<readonly [name: string, command: string, ...args: string[]]> = [
  ['format', 'prettier', '--check', '--log-level', 'warn', '.'],
  ['lint', 'eslint', '--max-warnings', '0', '.'],
  [
    'layers and cycles',
    'depcruise',
    '--config',
    '.dependency-cruiser.cjs',
    'core',
    'hub',
    'agent',
    'electron',
    'web',
    'renderer',
    'customer',
    'cli',
    'tests',
    'scripts',
  ],
  ['references', process.execPath, 'scripts/check-references.ts'],
  ['types', 'tsc', '--project', 'tsconfig.json'],
  ['types of the renderer', 'tsc', '--project', 'renderer/tsconfig.json'],
  ['types of the customer page', 'tsc', '--project', 'customer/tsconfig.json'],
];

const results = await Promise.all(
  checks.map(
    ([name, command, ...args]) =>
      new Promise<boolean>((resolve) => {
        const started = Date.now();
        const child = spawn(command, args, {
          stdio: ['ignore', 'pipe', 'pipe'],
          shell: process.platform === 'win32',
        });
        let output = '';
        child.stdout.on('data', (chunk) => (output += chunk));
        child.stderr.on('data', (chunk) => (output += chunk));
        child.on('error', (error) => (output += String(error)));
        child.on('close', (code) => {
          console.log(`${code === 0 ? '✓' : '✗'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
          if (code !== 0) console.log(output);
          resolve(code === 0);
        });
      }),
  ),
);
if (results.includes(false)) process.exitCode = 1;
