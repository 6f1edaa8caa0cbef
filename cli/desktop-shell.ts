/** Opening the desktop shell: whether it is available here, and if not, the one line that explains why. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { displayArguments } from '#agent/installation/display.ts';

export type DesktopRuntime =
  | { readonly program: string; readonly why: null }
  | { readonly program: null; readonly why: string };

export interface RuntimeSearch {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  /** Folder of the npm package `electron`; `null` = it is not installed. */
  readonly electron: string | null;
  /** Downloads the runtime into that folder; `false` = it is unavailable. */
  readonly fetch: (electron: string) => Promise<boolean>;
  /** Also download where an earlier attempt has failed. */
  readonly again: boolean;
}

/**
 * Path of Electron's program, downloaded if it is missing. A failed download is retried once for each version, not at
 * every start.
 */
export async function findDesktopRuntime(wanted: RuntimeSearch): Promise<DesktopRuntime> {
  const { env, platform, electron, fetch, again } = wanted;
  const not = (why: string): DesktopRuntime => ({ program: null, why });
  if (platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY) return not('there is no display here');
  if (electron === null) return not('Electron is not installed');
  const program = () => programIn(electron, env.ELECTRON_OVERRIDE_DIST_PATH);
  const there = program();
  if (there !== null) return { program: there, why: null };
  if (!again && hasFailed(electron))
    return not('the Electron runtime could not be fetched before (--desktop tries again)');
  const fetched = (await fetch(electron)) ? program() : null;
  rememberFailure(electron, fetched === null);
  return fetched === null
    ? not('the Electron runtime cannot be fetched here (--desktop tries again)')
    : { program: fetched, why: null };
}

/** Stored beside the runtime, so that it is removed when the package is installed again. */
const failureFile = (electron: string) => join(electron, 'fetch-failed');

function hasFailed(electron: string): boolean {
  try {
    return readFileSync(failureFile(electron), 'utf8') === versionOf(electron);
  } catch {
    return false;
  }
}

function rememberFailure(electron: string, failed: boolean): void {
  try {
    if (failed) writeFileSync(failureFile(electron), versionOf(electron));
    else rmSync(failureFile(electron), { force: true });
  } catch {
    // A folder that cannot be written costs another attempt at the next start.
  }
}

const versionOf = (electron: string): string => {
  const { version } = JSON.parse(readFileSync(join(electron, 'package.json'), 'utf8')) as { version: string };
  return version;
};

function programIn(electron: string, elsewhere: string | undefined): string | null {
  const name = join(electron, 'path.txt');
  if (!existsSync(name)) return null;
  const program = join(elsewhere ?? join(electron, 'dist'), readFileSync(name, 'utf8').trim());
  return existsSync(program) ? program : null;
}

/** Where npm has installed the package `electron`. */
export function electronFolder(root: string): string | null {
  try {
    return dirname(createRequire(join(root, 'package.json')).resolve('electron/package.json'));
  } catch {
    return null;
  }
}

export interface DesktopStart {
  readonly program: string;
  readonly root: string;
  readonly dataDirectory: string;
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  /** Milliseconds; set by tests only. */
  readonly atOnce?: number;
}

export interface DesktopExit {
  readonly code: number;
  /** Why it never came up; `null` = it did. */
  readonly why: string | null;
}

/** A runtime that fails sooner has not come up: libraries are missing, or its sandbox is not permitted here. */
const FAILED_START_MS = 5_000;

/** Runs the desktop shell until it ends. The runtime's output goes to the terminal. */
export async function runDesktopShell(start: DesktopStart): Promise<DesktopExit> {
  const { program, root, dataDirectory, env, platform, atOnce = FAILED_START_MS } = start;
  const startedAt = performance.now();
  const child = spawn(program, [...displayArguments(platform, env), root], {
    stdio: 'inherit',
    env: { ...env, ONQUEUE_DATA: dataDirectory },
  });
  let told = false;
  const onSignal = (signal: NodeJS.Signals) => {
    told = true;
    // The child receives the terminal's Ctrl+C itself; it decides when to exit.
    if (signal !== 'SIGINT') child.kill(signal);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  try {
    return await new Promise<DesktopExit>((resolve) => {
      child.once('error', ({ message }) =>
        resolve({ code: 1, why: `the desktop runtime cannot be run (${message})` }),
      );
      child.once('close', (code, signal) => {
        const failed = code !== 0 && !told && performance.now() - startedAt < atOnce;
        const how = signal === null ? `exit code ${code}` : signal;
        resolve({ code: code ?? 1, why: failed ? `the desktop runtime ended at once (${how})` : null });
      });
    });
  } finally {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
