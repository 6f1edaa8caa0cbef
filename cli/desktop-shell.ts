/** Opening the desktop shell: whether it can be had here, and if not, the one line that says why. */
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
  /** Fetches the runtime into that folder; `false` = it could not be had. */
  readonly fetch: (electron: string) => Promise<boolean>;
  /** Fetch also where that has failed before. */
  readonly again: boolean;
}

/**
 * Electron's program, fetched if it is not there yet. A network that does not let it through is asked once for each
 * version, not at every start.
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

/** Lies beside the runtime, so that it goes with it when the package is installed anew. */
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

/** Where npm has put the package `electron`. */
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
  /** Milliseconds; given by tests only. */
  readonly atOnce?: number;
}

export interface DesktopExit {
  readonly code: number;
  /** Why it never came up; `null` = it did. */
  readonly why: string | null;
}

/** A runtime that fails sooner has not come up: libraries are missing, or it may not have its sandbox here. */
const FAILED_START_MS = 5_000;

/** Runs the desktop shell until it ends. What the runtime says goes to the terminal. */
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
    // The terminal's Ctrl+C reaches the child by itself; it decides when it is done.
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
