/** The capabilities that each shell reports to the runtime. */
import type { Mirror } from '#core/contract/bridge.ts';

export const browserCapabilities: Mirror['capabilities'] = {
  tray: false,
  notifications: false,
  globalShortcuts: false,
  startAtLogin: false,
  soundWithoutClick: false,
  updates: false,
};

export const desktopCapabilities: Mirror['capabilities'] = {
  tray: true,
  notifications: true,
  globalShortcuts: true,
  startAtLogin: true,
  soundWithoutClick: true,
  updates: false,
};
