/**
 * The desktop features that this application uses: tray, notifications, badge, global shortcuts, power, its own menu.
 */
import * as electron from 'electron';
import { systemClock } from '#agent/clock.ts';
import type { AgentRuntime } from '#agent/runtime.ts';
import { BadgePainter } from '../attention/badge.ts';
import * as place from '../installation.ts';
import { Notifier } from '../notifications/notifier.ts';
import type { ShellActions } from '../shell-actions.ts';
import { Power } from '../system/power.ts';
import { rebuild } from '../system/recover-after-resume.ts';
import { Shortcuts } from '../system/shortcuts.ts';
import { Tray } from '../tray/tray.ts';
import type { MainWindow } from '../windows/main-window.ts';
import type { Lifetime } from './lifetime.ts';
import { loadIcon } from './shell-windows.ts';

export interface SystemParts {
  readonly platform: NodeJS.Platform;
  readonly runtime: AgentRuntime;
  readonly main: MainWindow;
  /** The window that rings. */
  readonly ringer: electron.BrowserWindow;
  readonly actions: ShellActions;
  readonly lifetime: Lifetime;
}

export interface ShellSystem {
  readonly tray: Tray;
  readonly notifier: Notifier;
  readonly badge: BadgePainter;
  readonly shortcuts: Shortcuts;
  /** Not started yet. */
  readonly power: Power;
}

export function openSystem(parts: SystemParts): ShellSystem {
  const { platform, main, actions, lifetime } = parts;
  const tray = openTray(platform, actions);
  lifetime.onEnd(() => tray.stop());
  const notifier = openNotifier(parts);
  lifetime.onEnd(() => notifier.stop());
  const badge = new BadgePainter({
    app: electron.app,
    platform,
    loadImage: loadIcon,
    mainWindow: () => main.window,
  });
  const shortcuts = openShortcuts(parts);
  lifetime.onEnd(() => shortcuts.set(false));
  return { tray, notifier, badge, shortcuts, power: openPower(parts) };
}

const openTray = (platform: NodeJS.Platform, actions: ShellActions): Tray =>
  new Tray({
    createTray: (image) => new electron.Tray(image),
    buildMenu: (template) => electron.Menu.buildFromTemplate(template),
    loadImage: (path) => electron.nativeImage.createFromPath(path),
    nativeTheme: electron.nativeTheme,
    platform,
    iconsDirectory: place.iconsDirectory,
    act: actions.act,
  });

const openNotifier = ({ platform, runtime, main, actions }: SystemParts): Notifier =>
  new Notifier({
    create: (given) => new electron.Notification(given),
    supported: electron.Notification.isSupported(),
    platform,
    clicked: ({ workItemId, place: page }) =>
      workItemId === null ? main.open(page) : actions.openItemOrOffer(workItemId),
    chosen: ({ workItemId }, answer) => actions.answer(actions.offerOf(workItemId), answer),
    delivered: (delivered) => runtime.reportTrouble('notifications-blocked', !delivered),
  });

const openShortcuts = ({ runtime, actions }: SystemParts): Shortcuts =>
  new Shortcuts(electron.globalShortcut, (answer) =>
    actions.answer(runtime.state(null).snapshot?.offers[0], answer),
  );

const openPower = ({ runtime, ringer }: SystemParts): Power =>
  new Power({
    monitor: electron.powerMonitor,
    clock: systemClock,
    idleAfterMinutes: () => {
      const idle = runtime.state(null).snapshot?.settings.idle;
      return idle?.enabled ? idle.afterMinutes : null;
    },
    report: (report) => runtime.reportActivity(report),
    hold: () => runtime.hub.hold(),
    nudge: () => runtime.hub.nudge(),
    rebuild: () => rebuild(runtime, ringer, systemClock),
  });
