/**
 * The desktop shell as a whole. Reads like a table of contents: what is started, in which order, and what depends on
 * what.
 */
import { EventEmitter } from 'node:events';
import * as electron from 'electron';
import { systemClock } from '#agent/clock.ts';
import type { AgentRuntime } from '#agent/runtime.ts';
import type { Language } from '#core/vocabulary.ts';
import { Dialogs } from './dialogs.ts';
import * as place from './installation.ts';
import { followEarlierNotifications } from './notifications/earlier-notifications.ts';
import { ShellActions } from './shell-actions.ts';
import { resolveLanguage } from './shell-texts.ts';
import { followState } from './shell/follow-state.ts';
import { Lifetime } from './shell/lifetime.ts';
import { menuActions } from './shell/menu-actions.ts';
import { openData } from './shell/open-data.ts';
import { openPages } from './shell/open-pages.ts';
import { openRuntime } from './shell/open-runtime.ts';
import { openSystem } from './shell/open-system.ts';
import { openUpdates } from './shell/open-updates.ts';
import { ShellWindows } from './shell/shell-windows.ts';
import type { DesktopShellOptions, ShellEvents } from './shell/shell-options.ts';
import { SettingsFollower } from './system/follow-settings.ts';
import { TrayHost } from './tray/tray-host.ts';
import { onNativeWayland } from './windows/wayland.ts';

export interface DesktopShell {
  /** The application was started a second time. */
  openMain(): void;
  /** Whether the agent may quit; asks while work is open. */
  mayQuit(): Promise<boolean>;
  /** A clean quit: Offline at once, then everything ends. */
  stop(): Promise<void>;
}

/** Starts everything, or nothing: the parts already started are stopped when a later one fails. */
export async function startDesktopShell(options: DesktopShellOptions): Promise<DesktopShell> {
  const lifetime = new Lifetime();
  try {
    return await start(options, lifetime);
  } catch (error) {
    await lifetime.end();
    throw error;
  }
}

async function start(options: DesktopShellOptions, lifetime: Lifetime): Promise<DesktopShell> {
  const { app, dialog, Menu, nativeTheme, Notification } = electron;
  const { platform } = options;
  const { execPath, env } = process;
  const events: ShellEvents = new EventEmitter();

  const data = await openData(options, lifetime);
  const { log } = data;
  const trayHost = await TrayHost.find(platform);
  const windows = new ShellWindows({ platform, log, trayHost, events, lifetime });
  const { main, offers } = windows;
  const runtime = openRuntime(options, { data, trayHost, offers, events });
  const language = (): Language =>
    resolveLanguage(runtime.state(null).settings.language, app.getPreferredSystemLanguages());
  const dialogs = new Dialogs(dialog, language);
  const actions = new ShellActions({
    runtime,
    dialogs,
    main,
    offers,
    now: systemClock.now,
    quit: () => app.quit(),
  });
  events.on('accepted', (workItemId) => actions.openItem(workItemId));
  const ringer = openPages({ log, runtime, windows });
  const system = openSystem({ platform, runtime, main, ringer, actions, lifetime });
  const { notifier, power } = system;
  const updates = openUpdates(options, { data, runtime, windows, events });
  const settings = new SettingsFollower({
    nativeTheme,
    menu: Menu,
    login: { app, platform, env, execPath, appPath: app.isPackaged ? null : place.root },
    actions: menuActions(options, {
      data,
      runtime,
      main,
      ringer,
      trayHost,
      notifier,
      updates,
      dialogs,
    }),
  });
  const present = followState({ runtime, language, windows, system, updates, settings, events, lifetime });

  power.start();
  lifetime.onEnd(() => power.stop());
  updates.start();
  lifetime.onEnd(() => updates.stop());
  runtime.start();
  lifetime.onEnd(() => runtime.stop());
  present();

  reportTroubles(runtime, platform, {
    noTray: !trayHost.there,
    updateFailed: data.feed.failedBefore !== null,
  });
  if (!options.hidden || !trayHost.there) main.open('work');
  if (!trayHost.there)
    awaitTrayHost(trayHost, lifetime, () => {
      // A tray that was created without a tray host never appears: create it again.
      system.tray.stop();
      present();
      runtime.reportTrouble('no-tray', false);
    });
  await followEarlierNotifications({
    system: Notification,
    platform,
    startedBy: options.startedBy,
    shownHere: (id) => notifier.hasShown(id),
    open: (workItemId) => actions.openItemOrOffer(workItemId),
  });

  return {
    openMain: () => main.open(),
    mayQuit: async () => (runtime.state(null).snapshot?.work.length ?? 0) === 0 || (await dialogs.mayQuit()),
    stop: () => lifetime.end(),
  };
}

/** What the agent must know about this desktop from the start. */
function reportTroubles(
  runtime: AgentRuntime,
  platform: NodeJS.Platform,
  { noTray, updateFailed }: { readonly noTray: boolean; readonly updateFailed: boolean },
): void {
  const asked = electron.app.commandLine.getSwitchValue('ozone-platform');
  runtime.reportTrouble('no-tray', noTray);
  runtime.reportTrouble('offers-covered', onNativeWayland(platform, process.env, asked));
  runtime.reportTrouble('update-failed', updateFailed);
}

/** Calls `come` once there is a tray host, unless the application ends before. */
function awaitTrayHost(trayHost: TrayHost, lifetime: Lifetime, come: () => void): void {
  const waiting = new AbortController();
  lifetime.onEnd(() => waiting.abort());
  void trayHost.wait(systemClock, waiting.signal).then((there) => {
    if (there && !lifetime.ending) come();
  });
}
