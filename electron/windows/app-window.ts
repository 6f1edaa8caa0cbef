/** What all windows of ours have in common: sandboxed, isolated, named, showing one page of our scheme. */
import type { BrowserWindow, BrowserWindowConstructorOptions, WebPreferences } from 'electron';
import type { DesktopWindow } from '#core/contract/desktop-bridge.ts';
import { pageAddress } from '../pages/app-address.ts';

export type CreateWindow = (options: BrowserWindowConstructorOptions) => BrowserWindow;

export interface AppWindowOptions {
  readonly create: CreateWindow;
  readonly name: DesktopWindow;
  /** File of the built renderer. */
  readonly page: string;
  readonly preloadFile: string;
  readonly options: BrowserWindowConstructorOptions;
  readonly webPreferences?: WebPreferences;
  /** A page that crashes is loaded again; hears of it. */
  readonly crashed: (name: DesktopWindow, reason: string) => void;
}

/** A page that crashes again at once is not loaded again in a tight circle. */
const RELOAD_AFTER = 500;

/** Makes a window, hidden until somebody shows it, and keeps a living page in it. */
export function createAppWindow(o: AppWindowOptions): BrowserWindow {
  const window = o.create({
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
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return;
    o.crashed(o.name, reason);
    setTimeout(() => {
      if (!window.isDestroyed()) window.webContents.reload();
    }, RELOAD_AFTER);
  });
  void window.loadURL(pageAddress(o.page)).catch(() => undefined);
  return window;
}

/** Whether somebody can see it; a minimised window counts as visible on some systems. */
export const isOnScreen = (window: BrowserWindow | null): boolean =>
  window !== null && !window.isDestroyed() && window.isVisible() && !window.isMinimized();
