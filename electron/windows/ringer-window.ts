/** The window that nobody sees: it plays what is to be heard, so that a hidden or crashed main window stays no silence. */
import type { BrowserWindow } from 'electron';
import { createAppWindow, type SharedWindowOptions } from './app-window.ts';

/** Makes it. Only here are timers of a hidden page allowed to run at full speed, and sound to begin without a click. */
export function createRinger(options: SharedWindowOptions): BrowserWindow {
  const window = createAppWindow({
    ...options,
    name: 'ringer',
    page: 'ringer.html',
    options: { width: 200, height: 100, skipTaskbar: true, focusable: false, title: 'OnQueue' },
    webPreferences: { backgroundThrottling: false, autoplayPolicy: 'no-user-gesture-required' },
  });
  // Nobody sees it hang, and nobody would hear the next request: it begins anew, as after a crash.
  window.webContents.on('unresponsive', () => window.webContents.forcefullyCrashRenderer());
  return window;
}
