/** The built application on the Electron double: a Node process whose windows are pages of the spec's Chromium. */
import { type ChildProcess, fork } from 'node:child_process';
import type { Page } from 'playwright-core';
import type { DesktopWindow } from '#core/contract/desktop-bridge.ts';
import type { Controls } from '../electron-double/control.ts';
import type { DoubleMessage } from '../electron-double/tell.ts';
import { type DrivenApp, main, root, type StartOptions, surroundings } from './driven-app.ts';
import type { SharedBrowser } from './shared-browser.ts';

const register = new URL('../electron-double/register.ts', import.meta.url).href;

export class DoubleApp implements DrivenApp {
  readonly #shared: SharedBrowser;
  readonly #child: ChildProcess;
  readonly #answers = new Map<number, (told: DoubleMessage & { event: 'answer' }) => void>();
  readonly #unknown: string[] = [];
  readonly #start: () => ChildProcess;
  #count = 0;
  #output = '';
  readonly ended: Promise<number | null>;

  constructor(
    shared: SharedBrowser,
    folder: string,
    { args = [], env = {}, nodeOptions = [] }: StartOptions,
  ) {
    this.#shared = shared;
    this.#start = () =>
      fork(main, [...args], {
        cwd: root,
        execArgv: ['--import', register, ...nodeOptions],
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        env: {
          ...surroundings(folder),
          // Independent of the desktop on which the test runs.
          XDG_SESSION_TYPE: 'x11',
          ELECTRON_DOUBLE_BROWSER: shared.endpoint,
          ...(shared.apart && {
            ELECTRON_DOUBLE_APART: `--onqueue-window=${shared.apart.window} ${shared.apart.endpoint}`,
          }),
          ...env,
        },
      });
    this.#child = this.#start();
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => (this.#output += text));
    this.#child.on('message', (told: DoubleMessage) => {
      if (told.event === 'unknown-api') this.#unknown.push(told.what);
      if (told.event === 'answer') this.#answers.get(told.id)?.(told);
    });
    this.ended = new Promise((resolve) => this.#child.once('close', resolve));
    void this.ended.then(() => {
      for (const [id, answer] of this.#answers)
        answer({ event: 'answer', id, error: `the application has ended:\n${this.#output}` });
    });
  }

  get output(): string {
    return this.#output;
  }

  call<Name extends keyof Controls>(
    name: Name,
    ...args: Parameters<Controls[Name]>
  ): Promise<Awaited<ReturnType<Controls[Name]>>> {
    const id = (this.#count += 1);
    return new Promise((resolve, reject) => {
      this.#answers.set(id, ({ result, error }) => {
        this.#answers.delete(id);
        if (error === undefined) resolve(result as Awaited<ReturnType<Controls[Name]>>);
        else reject(new Error(`${name}: ${error}`));
      });
      this.#child.send({ id, name, args }, (error) => {
        if (error)
          this.#answers.get(id)?.({ event: 'answer', id, error: `${error.message}\n${this.#output}` });
      });
    });
  }

  pages(): Promise<readonly Page[]> {
    if (!this.#shared.browser.isConnected()) return Promise.reject(new Error('the browser has ended'));
    return Promise.resolve(this.#pages());
  }

  async crash(name: DesktopWindow): Promise<void> {
    const { apart } = this.#shared;
    if (apart?.window !== name) throw new Error(`the window "${name}" is not apart`);
    await apart.kill();
  }

  startAgain(): Promise<number | null> {
    const second = this.#start();
    return new Promise((resolve) => second.once('close', resolve));
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  async end(): Promise<readonly string[]> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.#child.kill('SIGTERM');
    await this.ended;
    await Promise.all(this.#pages().map((page) => page.close().catch(() => undefined)));
    return this.#unknown;
  }

  #pages(): Page[] {
    return this.#shared.observers
      .flatMap((observer) => observer.contexts())
      .flatMap((context) => context.pages())
      .filter((page) => page.url().startsWith('http://onqueue.localhost/'));
  }
}
