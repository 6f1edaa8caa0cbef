/** The module that stands in for `electron`. Each part is checked against Electron's own types where it is made. */
import { listenToTest } from './control.ts';
import { tell } from './tell.ts';

export { app } from './app.ts';
export { BrowserWindow } from './browser-window.ts';
export { ipcMain } from './ipc-main.ts';
export { Menu } from './menu.ts';
export { autoUpdater, net } from './net.ts';
export { MessageChannelMain } from './ports.ts';
export { protocol, session } from './session.ts';
export {
  dialog,
  globalShortcut,
  nativeImage,
  nativeTheme,
  Notification,
  powerMonitor,
  safeStorage,
  screen,
  shell,
  Tray,
} from './system.ts';
export { utilityProcess } from './utility-process.ts';

listenToTest();
tell({ event: 'ready' });
