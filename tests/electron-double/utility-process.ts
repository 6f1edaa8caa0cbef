/** `utilityProcess`: a real child process that finds `process.parentPort` and ends with this one. */
import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import type { ForkOptions, UtilityProcess, utilityProcess as realUtilityProcess } from 'electron';
import { type Fits, known, loud } from './loud.ts';

const parentPort = new URL('./parent-port.ts', import.meta.url).href;

class UtilityProcessDouble extends EventEmitter {
  readonly #child: ChildProcess;
  constructor(child: ChildProcess) {
    super();
    this.#child = child;
    child.on('spawn', () => this.emit('spawn'));
    child.on('message', (message) => this.emit('message', message));
    child.on('close', (code, signal) => this.emit('exit', code ?? (signal ? 128 : 0)));
  }
  get pid(): number | undefined {
    return this.#child.pid;
  }
  get stdout(): NodeJS.ReadableStream | null {
    return this.#child.stdout;
  }
  get stderr(): NodeJS.ReadableStream | null {
    return this.#child.stderr;
  }
  postMessage(message: unknown): void {
    if (this.#child.connected) this.#child.send(message as object);
  }
  kill(): boolean {
    return this.#child.kill('SIGTERM');
  }
}
true satisfies Fits<UtilityProcessDouble, UtilityProcess>;

/** Process ids of running children, oldest first. */
export const utilityProcesses: number[] = [];

const utilityProcessDouble = {
  fork(modulePath: string, args: string[] = [], options: ForkOptions = {}): UtilityProcess {
    const { stdio } = known('utilityProcess.fork', options, ['stdio', 'serviceName']);
    const [input, output, errors] = Array.isArray(stdio)
      ? stdio
      : (['ignore', 'inherit', 'inherit'] as const);
    const child = fork(modulePath, args, {
      execArgv: ['--import', parentPort],
      stdio: [input ?? 'ignore', output ?? 'inherit', errors ?? 'inherit', 'ipc'],
    });
    const { pid } = child;
    if (pid !== undefined) {
      utilityProcesses.push(pid);
      child.once('exit', () => utilityProcesses.splice(utilityProcesses.indexOf(pid), 1));
    }
    return loud('UtilityProcess', new UtilityProcessDouble(child), [
      'spawn',
      'message',
      'exit',
    ]) as unknown as UtilityProcess;
  },
};
true satisfies Fits<typeof utilityProcessDouble, typeof realUtilityProcess>;
export const utilityProcess = loud('utilityProcess', utilityProcessDouble);
