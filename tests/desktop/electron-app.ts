/** The built application on the real Electron runtime. */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import type { DesktopWindow } from '#core/contract/desktop-bridge.ts';
import type { Controls } from '../electron-double/control.ts';
import { type DrivenApp, electronProgram, main, type StartOptions, surroundings } from './driven-app.ts';
import { observe } from './electron-observer.ts';

/** What the observer installs in the main process. */
type Spec = Record<string, (...args: unknown[]) => unknown>;

export class ElectronApp implements DrivenApp {
  readonly #app: Promise<ElectronApplication>;
  readonly #again: () => ReturnType<typeof spawn>;
  #output = '';
  readonly ended: Promise<number | null>;

  constructor(folder: string, { args = [], env = {} }: StartOptions) {
    const program = electronProgram();
    if (program === null)
      throw new Error('the Electron runtime has not been fetched (node node_modules/electron/install.js)');
    // Loaded before the application, which must get the watched parts.
    const observer = join(folder, 'electron-observer.cjs');
    writeFileSync(observer, `(${observe.toString()})(require('electron'));\n`);
    // Build machines have no sandbox for applications that are not installed.
    const flags = [
      '--lang=en-US',
      ...(process.platform === 'linux' ? ['--no-sandbox', '--ozone-platform=x11'] : []),
    ];
    const surrounded = { ...surroundings(folder), ...env };
    this.#app = _electron.launch({
      executablePath: program,
      args: ['-r', observer, main, ...flags, ...args],
      env: Object.fromEntries(
        Object.entries(surrounded).flatMap(([name, value]) => (value ? [[name, value]] : [])),
      ),
    });
    this.#again = () => spawn(program, [main, ...flags, ...args], { env: surrounded, stdio: 'ignore' });
    this.ended = this.#app.then(
      (app) =>
        new Promise((resolve) => {
          const process = app.process();
          for (const stream of [process.stdout, process.stderr])
            stream?.on('data', (chunk: Buffer) => (this.#output += chunk.toString()));
          process.once('close', resolve);
        }),
      // It ended before it could be observed; the launch error says why.
      (error: unknown) => {
        this.#output += String(error);
        return 1;
      },
    );
  }

  get output(): string {
    return this.#output;
  }

  async call<Name extends keyof Controls>(
    name: Name,
    ...args: Parameters<Controls[Name]>
  ): Promise<Awaited<ReturnType<Controls[Name]>>> {
    return (await this.#do(name, args)) as Awaited<ReturnType<Controls[Name]>>;
  }

  async pages(): Promise<readonly Page[]> {
    return (await this.#app).windows();
  }

  async crash(name: DesktopWindow): Promise<void> {
    await this.#do('crash', [name]);
  }

  startAgain(): Promise<number | null> {
    const second = this.#again();
    return new Promise((resolve) => second.once('close', resolve));
  }

  signal(signal: NodeJS.Signals): void {
    void this.#app.then((app) => app.process().kill(signal));
  }

  async end(): Promise<readonly string[]> {
    const app = await this.#app.catch(() => null);
    // A signal quits without asking; Windows has none.
    if (app && process.platform !== 'win32') app.process().kill('SIGTERM');
    else await app?.close();
    await this.ended;
    return [];
  }

  async #do(name: string, args: readonly unknown[]): Promise<unknown> {
    return (await this.#app).evaluate(
      (_electron, given) => {
        const spec = (globalThis as unknown as { __onqueueSpec: Spec }).__onqueueSpec;
        const control = spec[given.name];
        if (!control) throw new Error(`only the double can do "${given.name}"`);
        return control(...given.args);
      },
      { name, args },
    );
  }
}
