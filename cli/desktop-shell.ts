/** Opening the desktop shell: whether it can be had here, and if not, the one line that says why. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export type DesktopRuntime =
  { readonly program: string; readonly why: null } | { readonly program: null; readonly why: string };

export interface LookFor {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  /** Folder of the npm package `electron`; `null` = it is not installed. */
  readonly electron: string | null;
  /** Fetches the runtime into that folder; `false` = it could not be had. */
  readonly fetch: (electron: string) => boolean;
  /** Fetch also where that has failed before. */
  readonly again: boolean;
}

/**
 * Electron's program, fetched if it is not there yet. A network that does not let it through is asked once for each
 * version, not at every start.
 */
export function findDesktopRuntime({ env, platform, electron, fetch, again }: LookFor): DesktopRuntime {
  const not = (why: string): DesktopRuntime => ({ program: null, why });
  if (platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY) return not('there is no display here');
  if (electron === null) return not('Electron is not installed');
  const program = () => programIn(electron, env.ELECTRON_OVERRIDE_DIST_PATH);
  const there = program();
  if (there !== null) return { program: there, why: null };
  if (!again && hasFailed(electron))
    return not('the Electron runtime could not be fetched before (--desktop tries again)');
  const fetched = fetch(electron) ? program() : null;
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

const FETCH_WITHIN = 180_000;

/** Runs the package's own installer; says so, since a hundred megabytes take a moment. */
export function fetchRuntime(electron: string): boolean {
  console.log('Fetching the desktop runtime, once …');
  const { status } = spawnSync(process.execPath, [join(electron, 'install.js')], {
    stdio: 'ignore',
    timeout: FETCH_WITHIN,
  });
  return status === 0;
}

/** Runs the desktop shell until it ends; resolves with its exit code. */
export function runDesktopShell(program: string, root: string, dataDirectory: string): Promise<number> {
  const child = spawn(program, [root], {
    stdio: 'inherit',
    env: { ...process.env, ONQUEUE_DATA: dataDirectory },
  });
  // The terminal's Ctrl+C reaches the child by itself; it decides when it is done.
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}
