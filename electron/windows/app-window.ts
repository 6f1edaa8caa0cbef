/** Common to all windows of ours: sandboxed, isolated, named, showing one page of our scheme. */
import type { BrowserWindow, BrowserWindowConstructorOptions, WebPreferences } from 'electron';
import type { DesktopWindow } from '#core/contract/desktop-bridge.ts';
import { pageAddress } from '../pages/app-address.ts';
import { backgroundOf } from './background.ts';
import { afterCrash, type Crashes } from './page-crashes.ts';

type CreateWindow = (options: BrowserWindowConstructorOptions) => BrowserWindow;

/** Options that all our windows share. */
export interface SharedWindowOptions {
  readonly create: CreateWindow;
  readonly preloadFile: string;
  /** Whether the theme is dark now. */
  readonly dark: () => boolean;
  /** Called when a page crashes; the page is then loaded again. */
  readonly crashed: (name: DesktopWindow, reason: string) => void;
}

export interface AppWindowOptions extends SharedWindowOptions {
  readonly name: DesktopWindow;
  /** File of the built renderer. */
  readonly page: string;
  readonly options: BrowserWindowConstructorOptions;
  readonly webPreferences?: WebPreferences;
}

/** Creates a window, hidden until it is shown explicitly, and reloads its page after a crash. */
export function createAppWindow(o: AppWindowOptions): BrowserWindow {
  const window = o.create({
    backgroundColor: backgroundOf(o.dark()),
    ...o.options,
    show: false,
    webPreferences: {
      preload: o.preloadFile,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      additionalArguments: [`--onqueue-window=${o.name}`],
      ...o.webPreferences,
    },
  });
  let known: Crashes | null = null;
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return;
    o.crashed(o.name, reason);
    const { crashes, wait } = afterCrash(known, performance.now());
    known = crashes;
    setTimeout(() => {
      if (!window.isDestroyed()) window.webContents.reload();
    }, wait);
  });
  void window.loadURL(pageAddress(o.page)).catch(() => undefined);
  return window;
}

/** Whether it is visible to the user; some systems report a minimised window as visible. */
export const isOnScreen = (window: BrowserWindow | null): boolean =>
  window !== null && !window.isDestroyed() && window.isVisible() && !window.isMinimized();
