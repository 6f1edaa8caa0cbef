/** The invisible window that plays the sounds, so that a hidden or crashed main window does not silence them. */
import type { BrowserWindow } from 'electron';
import { createAppWindow, type SharedWindowOptions } from './app-window.ts';

/** Creates it. Only here timers of a hidden page run at full speed, and sound starts without a click. */
export function createRinger(options: SharedWindowOptions): BrowserWindow {
  const window = createAppWindow({
    ...options,
    name: 'ringer',
    page: 'ringer.html',
    options: { width: 200, height: 100, skipTaskbar: true, focusable: false, title: 'OnQueue' },
    webPreferences: { backgroundThrottling: false, autoplayPolicy: 'no-user-gesture-required' },
  });
  // A hang of this page would go unnoticed, and so would the next offer: reload it, as after a crash.
  window.webContents.on('unresponsive', () => window.webContents.forcefullyCrashRenderer());
  return window;
}
