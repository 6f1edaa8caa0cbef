/**
 * `npm test`: the check, then every test that this machine can run, and finally a list of what it could not run. With
 * the name of a project only that one; further arguments go to the runner.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

/** The runner's report: one entry per test file. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: ReadonlyArray<{
    readonly name: string;
    readonly status: string;
    readonly assertionResults: ReadonlyArray<{ readonly fullName: string; readonly status: string }>;
  }>;
}

const folder = mkdtempSync(join(tmpdir(), 'onqueue-test-'));
/**
 * The desktop specs run on the double of Electron everywhere, and again on the real runtime where a display is
 * available.
 */
const realRuntime = whyNoRealRuntime();
const [only, ...toRunner] = process.argv.slice(2);
const skipped: string[] = [];
const totals = { passed: 0, failed: 0 };
let green = true;

if (only === undefined) {
  await run('check', process.execPath, ['scripts/check.ts']);
  await test('tests', [], 'double');
  if (realRuntime === null) await test('desktop on Electron', ['--project', 'desktop'], 'electron');
} else {
  const driver = process.env.ONQUEUE_DESKTOP_DRIVER === 'electron' ? 'electron' : 'double';
  await test(only, ['--project', only, ...toRunner], driver);
}
rmSync(folder, { recursive: true, force: true });

console.log('\nNot checked on this machine:');
for (const line of notChecked()) console.log(`- ${line}`);
for (const spec of skipped) console.log(`- ${spec}: said that it cannot run here.`);
console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
if (!green || totals.failed > 0 || totals.passed === 0) process.exitCode = 1;

/** Runs the tests that `args` select, and adds their report to the totals. */
async function test(name: string, args: readonly string[], driver: 'double' | 'electron'): Promise<void> {
  const file = join(folder, `${driver}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  await run(name, 'vitest', ['run', ...reporters, ...args], { ONQUEUE_DESKTOP_DRIVER: driver });
  if (!existsSync(file)) {
    green = false;
    return;
  }
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
  totals.passed += report.numPassedTests;
  totals.failed += report.numFailedTests;
  for (const { name: path, status, assertionResults } of report.testResults) {
    // A file that cannot be loaded counts no test, but still fails the run.
    if (status === 'failed') green = false;
    for (const { fullName, status: ended } of assertionResults)
      if (ended !== 'passed' && ended !== 'failed')
        skipped.push(`${relative(process.cwd(), path)}: ${fullName}`);
  }
}

/** Runs a program to completion, and returns its result. */
function run(
  name: string,
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<void> {
  const started = Date.now();
  console.log(`\n━━ ${name} ━━`);
  const child = spawn(command, args, {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, ...env },
  });
  return new Promise((resolve) => {
    child.on('error', (error) => console.error(error));
    child.on('close', (code) => {
      if (code !== 0) green = false;
      const seconds = Math.round((Date.now() - started) / 1000);
      console.log(`${code === 0 ? '✓' : '✗'} ${name} (${seconds} s)`);
      resolve();
    });
  });
}

function notChecked(): string[] {
  const lines = [
    'Sound at a loudspeaker: tests measure the signal that leaves the page.',
    `Other systems than this one (${process.platform}): the workflow in .github runs the same tests on Linux, Windows and macOS.`,
    'Load beyond this machine: see docs/BENCHMARKS.md for what was measured and where.',
  ];
  if (realRuntime !== null) lines.push(`The desktop shell on a real Electron runtime: ${realRuntime}.`);
  return lines;
}

function whyNoRealRuntime(): string | null {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (!electronRuntime()) return 'none is installed here (node node_modules/electron/install.js fetches it)';
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY)
    return 'there is no display here (xvfb-run npm test gives it one)';
  return null;
}

function electronRuntime(): boolean {
  try {
    const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
    return existsSync(join(folder, 'dist'));
  } catch {
    return false;
  }
}
