/** The agent's runtime with the options of this shell. */
import * as electron from 'electron';
import { managedSettings } from '#agent/installation/policy-file.ts';
import { AgentRuntime } from '#agent/runtime.ts';
import type { DesktopWindow } from '#core/contract/desktop-bridge.ts';
import * as place from '../installation.ts';
import { canStartAtLogin } from '../system/login-item.ts';
import type { TrayHost } from '../tray/tray-host.ts';
import type { OfferWindow } from '../windows/offer-window.ts';
import type { ShellData } from './open-data.ts';
import type { DesktopShellOptions, ShellEvents } from './shell-options.ts';

export interface RuntimeParts {
  readonly data: ShellData;
  readonly trayHost: TrayHost;
  readonly offers: OfferWindow;
  readonly events: ShellEvents;
}

/** Not started yet. */
export function openRuntime(
  { policy, platform }: DesktopShellOptions,
  { data: { log, store, vault, feed, embedded }, trayHost, offers, events }: RuntimeParts,
): AgentRuntime {
  return new AgentRuntime({
    version: place.version,
    store,
    vault,
    embedded,
    hub: policy.hub ?? null,
    capabilities: {
      get tray() {
        return trayHost.there;
      },
      notifications: electron.Notification.isSupported(),
      globalShortcuts: true,
      startAtLogin: canStartAtLogin(platform, electron.app.isPackaged),
      soundWithoutClick: true,
      updates: feed.feed !== null,
    },
    idleFrom: 'machine',
    suspendWithoutWindows: null,
    ringer: 'ringer' satisfies DesktopWindow,
    managed: managedSettings(policy),
    onLinkFailure: (reason) => log.add(`link: ${reason}`),
    restartToUpdate: () => void events.emit('restart'),
    onFit: (windowId, height) => {
      if (windowId === ('offers' satisfies DesktopWindow)) offers.fit(height);
    },
    onAccepted: (workItemId) => void events.emit('accepted', workItemId),
  });
}
