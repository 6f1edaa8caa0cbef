/** The window that nobody sees: it plays what is to be heard, so that a hidden or crashed main window stays no silence. */
import type { BrowserWindow } from 'electron';
import { type AppWindowOptions, createAppWindow } from './app-window.ts';

/** Makes it. Only here are timers of a hidden page allowed to run at full speed, and sound to begin without a click. */
export const createRinger = (
  options: Pick<AppWindowOptions, 'create' | 'preloadFile' | 'crashed'>,
): BrowserWindow =>
  createAppWindow({
    ...options,
    name: 'ringer',
    page: 'ringer.html',
    options: { width: 200, height: 100, skipTaskbar: true, focusable: false, title: 'OnQueue' },
    webPreferences: { backgroundThrottling: false, autoplayPolicy: 'no-user-gesture-required' },
  });
