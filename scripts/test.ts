/**
 * `npm test`: everything that can be proven on this machine, one kind after the other, and at the end in words what
 * could not be. With the name of a project only that one; what follows the name goes to its runner.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly testResults: ReadonlyArray<{
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: ReadonlyArray<{ readonly fullName: string; readonly status: string }>;
  }>;
}

const folder = mkdtempSync(join(tmpdir(), 'onqueue-test-'));
/** The desktop specs run on the double of Electron everywhere, and once more on the real runtime where it can be shown. */
const realRuntime = whyNoRealRuntime();
const [only, ...toRunner] = process.argv.slice(2);
const asked = process.env.ONQUEUE_DESKTOP_DRIVER === 'electron' ? 'electron' : 'double';
const everything = [
  ...['unit', 'hub', 'page', 'e2e', 'desktop']
    .filter(isThere)
    .map((project) => ({ project, driver: 'double' })),
  ...(realRuntime === null ? [{ project: 'desktop', driver: 'electron' }] : []),
];
const runs = only === undefined ? everything : [{ project: only, driver: asked }];
const skipped: string[] = [];
const totals = { passed: 0, failed: 0, skipped: 0 };
let green = true;

if (only === undefined) run('check', process.execPath, ['scripts/check.ts']);
for (const { project, driver } of runs) {
  const file = join(folder, `${project}-${driver}.json`);
  const name = project === 'desktop' ? `desktop, driver: ${driver}` : project;
  run(
    name,
    'vitest',
    [
      'run',
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
      ...toRunner,
    ],
    { ONQUEUE_DESKTOP_DRIVER: driver },
  );
  if (!existsSync(file)) {
    green = false;
    continue;
  }
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
  totals.passed += report.numPassedTests;
  totals.failed += report.numFailedTests;
  totals.skipped += report.numPendingTests;
  for (const { assertionResults } of report.testResults)
    for (const { fullName, status } of assertionResults)
      if (status !== 'passed' && status !== 'failed') skipped.push(`${name}: ${fullName}`);
  // A file that cannot even be loaded counts no test; it fails the run all the same.
  if (report.testResults.some((result) => result.status === 'failed')) green = false;
}
rmSync(folder, { recursive: true, force: true });

console.log('\nNot checked on this machine:');
for (const line of notChecked()) console.log(`- ${line}`);
for (const spec of skipped) console.log(`- ${spec}: said that it cannot run here.`);
console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
if (!green || totals.failed > 0 || totals.passed === 0) process.exitCode = 1;

function run(name: string, command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): void {
  const started = Date.now();
  console.log(`\n━━ ${name} ━━`);
  const { status } = spawnSync(command, args, {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, ...env },
  });
  console.log(`${status === 0 ? '✓' : '✗'} ${name} (${Math.round((Date.now() - started) / 1000)} s)`);
  if (status !== 0) green = false;
}

/** A project that the configuration names; each kind of proof comes with what it proves. */
function isThere(project: string): boolean {
  return readFileSync('vitest.config.ts', 'utf8').includes(`name: '${project}'`);
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
