/** The content of the windows, and how their pages reach the runtime. */
import * as electron from 'electron';
import { createBridgeRouter } from '#agent/bridge-router.ts';
import type { ErrorLog } from '#agent/installation/error-log.ts';
import type { AgentRuntime } from '#agent/runtime.ts';
import { openIpcTransport } from '../bridge/ipc-transport.ts';
import * as place from '../installation.ts';
import { APP_SCHEME } from '../pages/app-address.ts';
import { answerPage } from '../pages/app-pages.ts';
import { guardPermissions } from '../security/guards.ts';
import type { ShellWindows } from './shell-windows.ts';

export interface PagesParts {
  readonly log: ErrorLog;
  readonly runtime: AgentRuntime;
  readonly windows: ShellWindows;
}

/** Serves the pages and the bridge, then creates the first windows; returns the one that rings. */
export function openPages({ log, runtime, windows }: PagesParts): electron.BrowserWindow {
  const { defaultSession } = electron.session;
  guardPermissions(defaultSession);
  const { rendererDirectory, soundsDirectory } = place;
  const pages = { runtime, rendererDirectory, soundsDirectory };
  defaultSession.protocol.handle(APP_SCHEME, (request) => answerPage(request, pages));
  openIpcTransport({
    ipcMain: electron.ipcMain,
    createChannel: () => new electron.MessageChannelMain(),
    router: createBridgeRouter(runtime),
    isOurs: (id) => windows.owns(id),
    refused: (why) => log.add(`a page was refused: ${why}`),
  });
  return windows.start();
}
