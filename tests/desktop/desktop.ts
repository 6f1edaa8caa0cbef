/** The desktop application as a person starts it, on the double of Electron: a process, real pages, a real hub. */
import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';
import type { DesktopWindow } from '#core/contract/desktop-bridge.ts';
import type { Controls } from '../electron-double/control.ts';
import type { Told } from '../electron-double/tell.ts';
import { launchBrowser, launchBrowserToKill } from '../support/chromium.ts';

const root = join(import.meta.dirname, '..', '..');
const register = new URL('../electron-double/register.ts', import.meta.url).href;
const main = join(root, 'dist', 'desktop', 'main.js');

/** How long a person would wait before calling it broken. */
export const PATIENCE = 20_000;

/** A Chromium for the application's windows and for everybody else of a spec. */
export interface SharedBrowser {
  readonly browser: Browser;
  readonly endpoint: string;
  /** See the application's pages. */
  readonly observers: readonly Browser[];
  /** The window that has a browser to itself, so that it can crash alone. */
  readonly apart: { readonly window: DesktopWindow; readonly endpoint: string; kill(): Promise<void> } | null;
  close(): Promise<void>;
}

/** What Electron does by itself. */
const asElectron = [
  '--autoplay-policy=no-user-gesture-required',
  '--enable-blink-features=MessagePortCloseEvent',
];

/**
 * `apart` = a window that the spec will crash. Ending one renderer is what a crash is, but the headless browser does not
 * always survive it; ending a browser in which there is only that window is the same to the application.
 */
export async function openBrowser(apart: DesktopWindow | null = null): Promise<SharedBrowser> {
  const port = await freePort();
  const browser = await launchBrowser([`--remote-debugging-port=${port}`, ...asElectron]);
  const endpoint = `http://127.0.0.1:${port}`;
  const observers = [await chromium.connectOverCDP(endpoint)];
  const own = apart === null ? null : await openApart(apart);
  if (own) observers.push(await chromium.connectOverCDP(own.endpoint));
  return {
    browser,
    endpoint,
    observers,
    apart: own,
    async close() {
      for (const observer of observers) await observer.close();
      await own?.kill();
      await browser.close();
    },
  };
}

async function openApart(window: DesktopWindow) {
  const port = await freePort();
  const server = await launchBrowserToKill([`--remote-debugging-port=${port}`, ...asElectron]);
  return { window, endpoint: `http://127.0.0.1:${port}`, kill: () => server.kill() };
}

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

export interface StartOptions {
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

export class Desktop {
  readonly #shared: SharedBrowser;
  readonly #child: ChildProcess;
  readonly #answers = new Map<number, (told: Told & { event: 'answer' }) => void>();
  readonly #unknown: string[] = [];
  readonly #start: () => ChildProcess;
  readonly #folder: string;
  #count = 0;
  #output = '';
  /** Exit code, once it has ended. */
  readonly ended: Promise<number | null>;

  private constructor(shared: SharedBrowser, folder: string, start: () => ChildProcess) {
    this.#folder = folder;
    this.#shared = shared;
    this.#start = start;
    this.#child = start();
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => (this.#output += text));
    this.#child.on('message', (told: Told) => {
      if (told.event === 'unknown-api') this.#unknown.push(told.what);
      if (told.event === 'answer') this.#answers.get(told.id)?.(told);
    });
    this.ended = new Promise((resolve) => this.#child.once('close', resolve));
    void this.ended.then(() => {
      for (const [id, answer] of this.#answers)
        answer({ event: 'answer', id, error: `the application has ended:\n${this.#output}` });
    });
  }

  /** Starts the application on this data directory. */
  static start(shared: SharedBrowser, folder: string, { args = [], env = {} }: StartOptions = {}): Desktop {
    return new Desktop(shared, folder, () =>
      fork(main, [...args], {
        cwd: root,
        execArgv: ['--import', register],
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        env: {
          ...process.env,
          ONQUEUE_DATA: folder,
          ONQUEUE_POLICY: join(folder, 'policy.json'),
          XDG_CONFIG_HOME: join(folder, 'config'),
          DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent',
          ELECTRON_DOUBLE_BROWSER: shared.endpoint,
          ...(shared.apart && {
            ELECTRON_DOUBLE_APART: `--onqueue-window=${shared.apart.window} ${shared.apart.endpoint}`,
          }),
          ...env,
        },
      }),
    );
  }

  /** The chat page of the embedded hub. */
  get chatUrl(): string {
    const { hubPort } = JSON.parse(readFileSync(join(this.#folder, 'device.json'), 'utf8')) as {
      hubPort: number;
    };
    return `http://127.0.0.1:${hubPort}/chat`;
  }

  get output(): string {
    return this.#output;
  }

  /** Looks at, or does, something of the system. */
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

  async window(name: DesktopWindow) {
    return (await this.call('windows')).find((window) => window.name === name);
  }

  /** The page of a window, as soon as it is there. */
  async page(name: DesktopWindow): Promise<Page> {
    for (const until = Date.now() + PATIENCE; Date.now() < until;) {
      const page = await this.#find(name);
      if (page) {
        page.setDefaultTimeout(PATIENCE);
        return page;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const pages = this.#pages().map((open) => open.url());
    const there = this.#shared.browser.isConnected() ? pages.join(', ') : 'the browser has ended';
    throw new Error(`the window "${name}" has no page (${there}):\n${this.#output}`);
  }

  /** Ends the process of the page that the spec has set apart, as a system does that is short of memory. */
  async crash(name: DesktopWindow): Promise<void> {
    const { apart } = this.#shared;
    if (apart?.window !== name) throw new Error(`the window "${name}" is not apart`);
    await apart.kill();
  }

  #pages(): Page[] {
    return this.#shared.observers
      .flatMap((observer) => observer.contexts())
      .flatMap((context) => context.pages())
      .filter((page) => page.url().startsWith('http://onqueue.localhost/'));
  }

  async #find(name: DesktopWindow): Promise<Page | null> {
    for (const page of this.#pages()) {
      const id = await page
        .evaluate(() => (globalThis as { onqueue?: { windowId: string } }).onqueue?.windowId)
        .catch(() => null);
      if (id === name) return page;
    }
    return null;
  }

  /** Starts the same application once more; its exit code. */
  startAgain(): Promise<number | null> {
    const second = this.#start();
    return new Promise((resolve) => second.once('close', resolve));
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Ends it cleanly; fails if it has asked Electron for anything that the double does not have. */
  async end(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.#child.kill('SIGTERM');
    await this.ended;
    await Promise.all(this.#pages().map((page) => page.close().catch(() => undefined)));
    expect(this.#unknown, 'parts of Electron that the double does not have').toEqual([]);
  }
}
