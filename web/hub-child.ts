/** The embedded hub as a child of this Node. Its standard input stays open as long as the shell lives. */
import { spawn } from 'node:child_process';
import { getCompileCacheDir } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { HubLauncher } from '#agent/installation/embedded-hub.ts';

/** A module that ends the hub when its standard input ends. */
const endWithShell = pathToFileURL(join(import.meta.dirname, 'end-with-shell.ts')).href;

/** Runs `main` (the hub's program) with this Node. */
export const hubLauncher =
  (main: string): HubLauncher =>
  (args) => {
    const child = spawn(process.execPath, ['--import', endWithShell, main, ...args], {
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
      // With a compile cache the hub starts in half the time and without the compiler in its memory.
      env: { ...process.env, ...compileCache() },
    });
    // A shell that exits abruptly takes its hub with it.
    const endInAHurry = () => child.kill('SIGTERM');
    process.once('exit', endInAHurry);
    child.once('close', () => process.removeListener('exit', endInAHurry));
    child.stdin.on('error', () => undefined);
    // A program that cannot be started ends as well; `close` follows.
    child.on('error', () => undefined);
    return {
      stdout: child.stdout,
      stderr: child.stderr,
      onEnd: (listener) => void child.once('close', listener),
      // Windows has no signals: there the hub reacts to the end of its input.
      stop: () => void (process.platform === 'win32' ? child.stdin.end() : child.kill('SIGTERM')),
      kill: () => void child.kill('SIGKILL'),
    };
  };

/** Our own cache folder, without the subfolder that Node adds for this version: the other process adds it again. */
function compileCache(): NodeJS.ProcessEnv {
  const own = getCompileCacheDir();
  return own ? { NODE_COMPILE_CACHE: dirname(own) } : {};
}
