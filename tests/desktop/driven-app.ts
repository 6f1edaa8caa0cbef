/** What the specs need from an application under test, for every driver. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { DesktopWindow } from '#core/contract/desktop-bridge.ts';
import type { Controls } from '../electron-double/control.ts';

/** `double` = the built application on the double of Electron; `electron` = on the real runtime, through Playwright. */
export type DriverName = 'double' | 'electron';

/** The driver of this run: the double, unless `ONQUEUE_DESKTOP_DRIVER` asks for the real runtime. */
export const driver: DriverName = process.env.ONQUEUE_DESKTOP_DRIVER === 'electron' ? 'electron' : 'double';

export interface StartOptions {
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Options for the Node process in which the double runs. */
  readonly nodeOptions?: readonly string[];
}

export interface DrivenApp {
  /** Exit code, once it has ended. */
  readonly ended: Promise<number | null>;
  /** Its output so far. */
  readonly output: string;
  call<Name extends keyof Controls>(
    name: Name,
    ...args: Parameters<Controls[Name]>
  ): Promise<Awaited<ReturnType<Controls[Name]>>>;
  /** The pages of its open windows. */
  pages(): Promise<readonly Page[]>;
  /** Kills the process of a window's page, as a system short of memory does. */
  crash(name: DesktopWindow): Promise<void>;
  /** Starts the same application a second time; resolves with its exit code. */
  startAgain(): Promise<number | null>;
  signal(signal: NodeJS.Signals): void;
  /** Ends it cleanly. Returns what it used of Electron that the driver does not have. */
  end(): Promise<readonly string[]>;
}

export const root = join(import.meta.dirname, '..', '..');
export const main = join(root, 'dist', 'desktop', 'main.js');

/** Settings that keep the application in its folder and away from this machine's own settings. */
export const surroundings = (folder: string): NodeJS.ProcessEnv => ({
  ...process.env,
  ONQUEUE_DATA: folder,
  ONQUEUE_POLICY: join(folder, 'policy.json'),
  XDG_CONFIG_HOME: join(folder, 'config'),
  DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent',
});

/** The program of the real runtime; `null` = not downloaded. */
export function electronProgram(): string | null {
  try {
    const program = createRequire(import.meta.url)('electron') as string;
    return existsSync(program) ? program : null;
  } catch {
    return null;
  }
}
