/** The actions of the application's menu. */
import { join } from 'node:path';
import * as electron from 'electron';
import type { AgentRuntime } from '#agent/runtime.ts';
import { findAll, writeReport, writeThirdPartyNotices } from '../diagnostics.ts';
import type { Dialogs } from '../dialogs.ts';
import type { Notifier } from '../notifications/notifier.ts';
import type { AppMenuActions } from '../system/app-menu.ts';
import type { TrayHost } from '../tray/tray-host.ts';
import type { Updates } from '../updates/updates.ts';
import type { MainWindow } from '../windows/main-window.ts';
import type { ShellData } from './open-data.ts';
import { updatesFailed } from './open-updates.ts';
import type { DesktopShellOptions } from './shell-options.ts';

export interface MenuParts {
  readonly data: ShellData;
  readonly runtime: AgentRuntime;
  readonly main: MainWindow;
  /** The window that rings. */
  readonly ringer: electron.BrowserWindow;
  readonly trayHost: TrayHost;
  readonly notifier: Notifier;
  readonly updates: Updates;
  readonly dialogs: Dialogs;
}

export function menuActions(
  { dataDirectory, platform, policyFile }: DesktopShellOptions,
  { data, runtime, main, ringer, trayHost, notifier, updates, dialogs }: MenuParts,
): AppMenuActions {
  const checkForUpdates = async () => {
    const found = await updates.look().catch((error: unknown) => {
      data.log.add(updatesFailed(error));
      return null;
    });
    await dialogs.found(found);
  };
  const saveDiagnostics = async () => {
    const findings = await findAll({
      dataDirectory,
      runtime,
      ringer: ringer.webContents,
      feed: data.feed.address,
      platform,
      versions: process.versions,
      policyFile,
      trayHost: trayHost.there,
      notifications: electron.Notification.isSupported(),
      delivery: notifier.delivery,
      safe: electron.safeStorage,
      troubles: data.log.troubles,
    });
    electron.shell.showItemInFolder(writeReport(join(dataDirectory, 'diagnostics.txt'), findings));
  };
  return {
    preferences: () => main.open('preferences'),
    diagnostics: () => void saveDiagnostics(),
    notices: () => electron.shell.showItemInFolder(writeThirdPartyNotices(dataDirectory)),
    checkForUpdates: () => void checkForUpdates(),
    quit: () => electron.app.quit(),
  };
}
