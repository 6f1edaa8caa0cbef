/**
 * `npm run check`: format and lint, layers and cycles, references, recipes and types in parallel; prints the output of
 * each one that fails.
 */
import { spawn } from 'node:child_process';

const checks: ReadonlyArray<readonly [name: string, command: string, ...args: string[]]> = [
  ['format', 'oxfmt', '--list-different'],
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
  ['unused code', 'knip', '--no-progress'],
  [
    'code that only tests use',
    'knip',
    ...[
      '--no-progress',
      '--production',
      '--config',
      'knip.production.json',
      '--include',
      'files,exports,types',
    ],
  ],
  ['references', process.execPath, 'scripts/check-references.ts'],
  ['recipes', process.execPath, 'scripts/count-touch-points.ts'],
  // A single checker: several in parallel would each check the shared files again, which is slower on few cores.
  ['types', 'tsc', '--project', 'tsconfig.json', '--checkers', '1'],
  ['types of the renderer', 'tsc', '--project', 'renderer/tsconfig.json', '--checkers', '1'],
  ['types of the customer page', 'tsc', '--project', 'customer/tsconfig.json', '--checkers', '1'],
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
