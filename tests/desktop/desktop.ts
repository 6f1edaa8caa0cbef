/** The desktop application as a user starts it: a process, real pages, a real hub. On the double or real Electron. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { DesktopWindow } from '#core/contract/desktop-bridge.ts';
import type { Controls } from '../electron-double/control.ts';
import { hubLog } from '../support/app.ts';
import { keepLog } from '../support/evidence.ts';
import { DoubleApp } from './double-app.ts';
import { type DrivenApp, driver, type StartOptions } from './driven-app.ts';
import { ElectronApp } from './electron-app.ts';
import type { SharedBrowser } from './shared-browser.ts';

export { type StartOptions } from './driven-app.ts';
export { openBrowser, type SharedBrowser } from './shared-browser.ts';

/** How long a user would wait before considering it broken. */
export const STEP_TIMEOUT_MS = 20_000;
/** Maximum start time on a machine that runs other tests at the same time. */
const START_TIMEOUT_MS = 60_000;

/** A spec of something that only the double can simulate; on the real runtime it is reported as not run. */
export const onlyOnDouble = it.skipIf(driver !== 'double');

/** A spec of something that only Linux has, or that a stand-in shows there; elsewhere it is reported as not run. */
export const onlyOnLinux = it.skipIf(process.platform !== 'linux');

/** Only on the double, and only on Linux. */
export const onlyOnLinuxDouble = it.skipIf(driver !== 'double' || process.platform !== 'linux');

/** Icon files differ between systems; the name of the state is the same. */
const iconState = (file: string): string => file.replace(/(Template|-light|-dark)\.\w+$/, '');

export class Desktop {
  readonly #app: DrivenApp;
  readonly #folder: string;
  readonly #forgetLog: () => void;

  private constructor(app: DrivenApp, folder: string) {
    this.#app = app;
    this.#folder = folder;
    this.#forgetLog = keepLog('desktop', () => app.output + hubLog(folder));
  }

  /** Starts the application on this data directory. */
  static start(shared: SharedBrowser, folder: string, options: StartOptions = {}): Desktop {
    const app =
      driver === 'electron' ? new ElectronApp(folder, options) : new DoubleApp(shared, folder, options);
    return new Desktop(app, folder);
  }

  /** The chat page of the embedded hub. */
  get chatUrl(): string {
    const { hubPort } = JSON.parse(readFileSync(join(this.#folder, 'device.json'), 'utf8')) as {
      hubPort: number;
    };
    return `http://127.0.0.1:${hubPort}/chat`;
  }

  get output(): string {
    return this.#app.output;
  }

  get ended(): Promise<number | null> {
    return this.#app.ended;
  }

  /** Reads or changes something of the system. */
  call<Name extends keyof Controls>(
    name: Name,
    ...args: Parameters<Controls[Name]>
  ): Promise<Awaited<ReturnType<Controls[Name]>>> {
    return this.#app.call(name, ...args);
  }

  /** The tray, with its icon as the state it stands for; `null` = there is none yet. */
  async tray() {
    const tray = await this.call('tray');
    return tray && { ...tray, icon: iconState(tray.icon) };
  }

  async window(name: DesktopWindow) {
    return (await this.call('windows')).find((window) => window.name === name);
  }

  /** The page of a window, once it exists. */
  async page(name: DesktopWindow): Promise<Page> {
    for (const until = Date.now() + START_TIMEOUT_MS; Date.now() < until;) {
      const page = await this.#find(name);
      if (page) {
        page.setDefaultTimeout(STEP_TIMEOUT_MS);
        return page;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`the window "${name}" has no page:\n${this.output}`);
  }

  /** Kills the process of a window's page; on the double, the browser must have been opened with it `apart`. */
  crash(name: DesktopWindow): Promise<void> {
    return this.#app.crash(name);
  }

  async #find(name: DesktopWindow): Promise<Page | null> {
    for (const page of await this.#app.pages()) {
      const id = await page
        .evaluate(() => (globalThis as { onqueue?: { windowId: string } }).onqueue?.windowId)
        .catch(() => null);
      if (id === name) return page;
    }
    return null;
  }

  /** Starts the same application a second time; resolves with its exit code. */
  startAgain(): Promise<number | null> {
    return this.#app.startAgain();
  }

  signal(signal: NodeJS.Signals): void {
    this.#app.signal(signal);
  }

  /** Ends it cleanly; fails if it used anything of Electron that the double does not have. */
  async end(): Promise<void> {
    this.#forgetLog();
    expect(await this.#app.end(), 'parts of Electron that the double does not have').toEqual([]);
  }
}
