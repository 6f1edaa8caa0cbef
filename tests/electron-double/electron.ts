/** The module that replaces `electron`. Each part is checked against Electron's own types where it is defined. */
import { listenToTest } from './control.ts';
import { absent } from './loud.ts';
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

// The rest of Electron's main process can be imported, and throws as soon as it is used (`complete.ts`).
export const BaseWindow = absent('BaseWindow');
export const BrowserView = absent('BrowserView');
export const ClipboardItem = absent('ClipboardItem');
export const ImageView = absent('ImageView');
export const IpcMainServiceWorker = absent('IpcMainServiceWorker');
export const MenuItem = absent('MenuItem');
export const ShareMenu = absent('ShareMenu');
export const TouchBar = absent('TouchBar');
export const View = absent('View');
export const WebContentsView = absent('WebContentsView');
export const WebSocket = absent('WebSocket');
export const clipboard = absent('clipboard');
export const crashReporter = absent('crashReporter');
export const contentTracing = absent('contentTracing');
export const desktopCapturer = absent('desktopCapturer');
export const inAppPurchase = absent('inAppPurchase');
export const netLog = absent('netLog');
export const powerSaveBlocker = absent('powerSaveBlocker');
export const pushNotifications = absent('pushNotifications');
export const sharedTexture = absent('sharedTexture');
export const systemPreferences = absent('systemPreferences');
export const webContents = absent('webContents');
export const webFrameMain = absent('webFrameMain');

listenToTest();
tell({ event: 'ready' });
