/**
 * Runs in every window before its page, in a sandbox. Exposes one frozen object and transfers one port; nothing else.
 */
import { contextBridge, ipcRenderer } from 'electron';
import { CONNECT_CHANNEL, type DesktopBridge, PORT_MESSAGE } from '#core/contract/desktop-bridge.ts';

/** The few page globals that are needed here; this folder is checked without the DOM types. */
declare const window: { postMessage(message: string, origin: string, transfer: unknown[]): void };
declare const location: { readonly origin: string };

const NAME = '--onqueue-window=';
const windowId = process.argv.find((argument) => argument.startsWith(NAME))?.slice(NAME.length) ?? 'unknown';

ipcRenderer.on(PORT_MESSAGE, ({ ports }) => window.postMessage(PORT_MESSAGE, location.origin, ports));

contextBridge.exposeInMainWorld(
  'onqueue',
  Object.freeze({
    windowId,
    connect: () => ipcRenderer.send(CONNECT_CHANNEL),
  } satisfies DesktopBridge),
);
