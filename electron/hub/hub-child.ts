/** The embedded hub as a utility process: a Node of its own that ends with the application. */
import type { utilityProcess } from 'electron';
import type { HubLauncher } from '#agent/installation/embedded-hub.ts';

/** Runs the built hub at `file`, which serves customers the pages in `customerPages`. */
export const hubLauncher =
  (fork: typeof utilityProcess.fork, file: string, customerPages: string): HubLauncher =>
  (args) => {
    const child = fork(file, [...args, '--pages', customerPages], {
      stdio: ['ignore', 'pipe', 'pipe'],
      serviceName: 'OnQueue hub',
    });
    if (!child.stdout || !child.stderr) throw new Error('the output of the hub cannot be read');
    let ended = false;
    child.once('exit', () => (ended = true));
    return {
      stdout: child.stdout,
      stderr: child.stderr,
      onEnd: (listener) => void child.once('exit', listener),
      stop: () => {
        if (!ended) child.postMessage('stop');
      },
      // `child.kill()` only asks; a hub that hangs ignores it.
      kill: () => {
        if (!ended && child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
      },
    };
  };
