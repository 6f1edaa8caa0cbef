/** The desktop shell as a whole. Reads like a table of contents: what is started, in which order, and what follows what. */
import { join } from 'node:path';
import * as electron from 'electron';
import { systemClock } from '#agent/clock.ts';
import { createBridgeRouter } from '#agent/bridge-router.ts';
import { badgeOf } from '#agent/cues/badge.ts';
import { lockDataDirectory } from '#agent/installation/data-lock.ts';
import { EmbeddedHubProcess } from '#agent/installation/embedded-hub.ts';
import { answerLivenessProbe } from '#agent/installation/liveness.ts';
import {
  managedSettings,
  type Policy,
  type PolicyFile,
  applyPolicy,
} from '#agent/installation/policy-file.ts';
import { ErrorLog } from '#agent/installation/error-log.ts';
import { AgentRuntime } from '#agent/runtime.ts';
import { openFileStore } from '#agent/settings/file-store.ts';
import { usesEmbeddedHub } from '#agent/settings/local-store.ts';
import type { DesktopWindow } from '#core/contract/desktop-bridge.ts';
import type { Language } from '#core/vocabulary.ts';
import { BadgePainter } from './attention/badge.ts';
import { openIpcTransport } from './bridge/ipc-transport.ts';
import { Dialogs } from './dialogs.ts';
import { findAll, writeThirdPartyNotices, writeReport } from './diagnostics.ts';
import { hubLauncher } from './hub/hub-child.ts';
import * as place from './installation.ts';
import { followEarlierNotifications } from './notifications/earlier-notifications.ts';
import { Notifier } from './notifications/notifier.ts';
import { desiredNotifications } from './notifications/desired-notifications.ts';
import { APP_SCHEME } from './pages/app-address.ts';
import { answerPage } from './pages/app-pages.ts';
import { guardPermissions } from './security/guards.ts';
import { ShellActions } from './shell-actions.ts';
import { SettingsFollower } from './system/follow-settings.ts';
import { canStartAtLogin } from './system/login-item.ts';
import { Power } from './system/power.ts';
import { rebuild } from './system/recover-after-resume.ts';
import { Shortcuts } from './system/shortcuts.ts';
import { openEncryptedVault } from './system/token-vault.ts';
import { recordUpdateAttempt } from './updates/failed-update.ts';
import { openConfiguredFeed } from './updates/configured-feed.ts';
import { Updates } from './updates/updates.ts';
import { hasTrayHost, waitForTrayHost } from './tray/tray-host.ts';
import { trayView } from './tray/tray-view.ts';
import { Tray } from './tray/tray.ts';
import { MainWindow } from './windows/main-window.ts';
import { OfferWindow } from './windows/offer-window.ts';
import { createRinger } from './windows/ringer-window.ts';
import { onNativeWayland } from './windows/wayland.ts';
import { resolveLanguage } from './shell-texts.ts';

/** Port of the embedded hub on the first start; customers' pages may be bookmarked. */
const FIRST_HUB_PORT = 4_701;

export interface DesktopShellOptions {
  readonly dataDirectory: string;
  readonly policy: Policy;
  readonly policyFile: PolicyFile;
  readonly platform: NodeJS.Platform;
  /** An address of new versions for a copy that is not packaged; to try it out. */
  readonly triedFeed: string | undefined;
  /** Stops everything, then does this as the last thing, which ends the application or lets it come back. */
  readonly leave: (last: () => void) => void;
  /** Ends the application, which has been stopped, and starts it again as it is; hidden = with no window. */
  readonly comeBack: (hidden: boolean) => void;
  /** Started with the session: the tray is enough. */
  readonly hidden: boolean;
  /** The notification whose click has started the application, where the system says so. */
  readonly startedBy: string | null;
}

export interface DesktopShell {
  /** Somebody started the application again. */
  openMain(): void;
  /** Whether the agent may go: with open work they are asked. */
  mayQuit(): Promise<boolean>;
  /** A clean quit: Offline at once, then everything ends. */
  stop(): Promise<void>;
}

/** Starts everything, or nothing: what had been started is stopped again when a later part fails. */
export async function startDesktopShell(options: DesktopShellOptions): Promise<DesktopShell> {
  const started: (() => Promise<void> | void)[] = [];
  let quitting = false;
  const stop = async () => {
    quitting = true;
    for (const end of started.splice(0).reverse()) await end();
  };
  try {
    return await start();
  } catch (error) {
    await stop();
    throw error;
  }

  async function start(): Promise<DesktopShell> {
    const { app, dialog, Menu, nativeImage, nativeTheme, Notification, screen, session } = electron;
    const { dataDirectory, policy, platform } = options;
    const clock = systemClock;
    const log = new ErrorLog(dataDirectory, clock.now);
    const crashed = (error: Error) => log.add(`the application ended: ${error.stack ?? error.message}`);
    process.on('uncaughtExceptionMonitor', crashed);
    started.push(() => void process.off('uncaughtExceptionMonitor', crashed));

    const lock = await lockDataDirectory(dataDirectory);
    started.push(() => lock.release());
    const alive = await answerLivenessProbe();
    started.push(() => alive.stop());
    lock.reachableAt(alive.url);

    const store = applyPolicy(openFileStore(dataDirectory, clock.now), policy);
    const vault = await openEncryptedVault(dataDirectory, electron.safeStorage, (what) => log.add(what));
    started.push(() => vault.settled());
    let trayHost = await hasTrayHost(platform);
    const packaged = app.isPackaged;
    const { execPath, env } = process;
    const { feed, address, failedBefore } = openConfiguredFeed({
      copy: { platform, packaged, execPath, appImage: env.APPIMAGE, resourcesPath: place.resourcesPath },
      version: place.version,
      policy,
      tried: options.triedFeed,
      store,
      dataDirectory,
      log: (what) => log.add(`update: ${what}`),
    });
    const embedded =
      policy.hub === undefined
        ? new EmbeddedHubProcess({
            directory: dataDirectory,
            store,
            firstPort: FIRST_HUB_PORT,
            launch: hubLauncher(electron.utilityProcess.fork, place.hubFile, place.customerPages),
          })
        : null;
    if (embedded) started.push(() => embedded.stop());
    if (embedded && usesEmbeddedHub(store.device())) await embedded.start();

    const runtime = new AgentRuntime({
      version: place.version,
      store,
      vault,
      embedded,
      hub: policy.hub ?? null,
      capabilities: {
        get tray() {
          return trayHost;
        },
        notifications: Notification.isSupported(),
        globalShortcuts: true,
        startAtLogin: canStartAtLogin(platform, packaged),
        soundWithoutClick: true,
        updates: feed !== null,
      },
      idleFrom: 'machine',
      suspendWithoutWindows: null,
      ringer: 'ringer' satisfies DesktopWindow,
      managed: managedSettings(policy),
      onLinkFailure: (reason) => log.add(`link: ${reason}`),
      restartToUpdate,
      onFit: (windowId, height) => {
        if (windowId === 'offers') offers.fit(height);
      },
      onAccepted: (workItemId) => actions.openItem(workItemId),
    });
    embedded?.onChange(() => {
      if (embedded.failure !== null) log.add(`the embedded hub cannot be started again: ${embedded.failure}`);
      else if (embedded.restarting) log.add('the embedded hub has ended by itself and is started again');
    });
    const language = (): Language =>
      resolveLanguage(runtime.state(null).settings.language, app.getPreferredSystemLanguages());

    guardPermissions(session.defaultSession);
    const pages = {
      runtime,
      rendererDirectory: place.rendererDirectory,
      soundsDirectory: place.soundsDirectory,
    };
    session.defaultSession.protocol.handle(APP_SCHEME, (request) => answerPage(request, pages));

    const windowOptions = {
      create: (given: electron.BrowserWindowConstructorOptions) => new electron.BrowserWindow(given),
      preloadFile: place.preloadFile,
      dark: () => nativeTheme.shouldUseDarkColors,
      crashed: (name: DesktopWindow, reason: string) => log.add(`the window "${name}" ended: ${reason}`),
    };
    const loadIcon = (file: string) => nativeImage.createFromPath(join(place.iconsDirectory, file));
    const offers = new OfferWindow({ ...windowOptions, screen, platform, quitting: () => quitting });
    const main = new MainWindow({
      ...windowOptions,
      icon: loadIcon('app.png'),
      canHide: () => trayHost,
      quitting: () => quitting,
      focusChanged: () => present(),
    });
    const dialogs = new Dialogs(dialog, language);
    const actions = new ShellActions({
      runtime,
      dialogs,
      now: clock.now,
      openMain: (page) => main.open(page),
      askWhyDeclined,
      quit: () => app.quit(),
    });

    openIpcTransport({
      ipcMain: electron.ipcMain,
      createChannel: () => new electron.MessageChannelMain(),
      router: createBridgeRouter(runtime),
      isOurs: (id) =>
        [main.window, offers.window, ringer].some(
          (window) => window && !window.isDestroyed() && window.webContents.id === id,
        ),
      refused: (why) => log.add(`a page was refused: ${why}`),
    });
    const ringer = createRinger(windowOptions);
    offers.start();

    const tray = new Tray({
      createTray: (image) => new electron.Tray(image),
      buildMenu: (template) => Menu.buildFromTemplate(template),
      loadImage: (path) => nativeImage.createFromPath(path),
      nativeTheme,
      platform,
      iconsDirectory: place.iconsDirectory,
      act: actions.act,
    });
    started.push(() => tray.stop());
    let delivery: 'unsupported' | 'blocked' | 'delivered' | 'not tried yet' = Notification.isSupported()
      ? 'not tried yet'
      : 'unsupported';
    const notifier = new Notifier({
      create: (given) => new Notification(given),
      supported: Notification.isSupported(),
      platform,
      clicked: ({ workItemId, place }) =>
        workItemId === null ? main.open(place) : openItemOrOffer(workItemId),
      chosen: (text, action) => {
        const offer = offerOf(text.workItemId);
        if (offer && action === 'accept') actions.act({ do: 'accept', agentWorkId: offer.agentWorkId });
        if (offer && action === 'decline') actions.decline(offer);
      },
      delivered: (delivered) => {
        delivery = delivered ? 'delivered' : 'blocked';
        runtime.reportTrouble('notifications-blocked', !delivered);
      },
    });
    started.push(() => notifier.stop());
    const badge = new BadgePainter({ app, platform, loadImage: loadIcon, mainWindow: () => main.window });
    const shortcuts = new Shortcuts(electron.globalShortcut, (name) => {
      const offer = runtime.state(null).snapshot?.offers[0];
      if (!offer) return;
      if (name === 'accept') actions.act({ do: 'accept', agentWorkId: offer.agentWorkId });
      else actions.decline(offer);
    });
    started.push(() => shortcuts.set(false));
    const power = new Power({
      monitor: electron.powerMonitor,
      clock,
      idleAfterMinutes: () => {
        const idle = runtime.state(null).snapshot?.settings.idle;
        return idle?.enabled ? idle.afterMinutes : null;
      },
      report: (report) => runtime.reportActivity(report),
      hold: () => runtime.hub.hold(),
      nudge: () => runtime.hub.nudge(),
      rebuild: () => rebuild(runtime, ringer, clock),
    });

    const updates = new Updates({
      feed,
      clock,
      random: Math.random,
      channel: () => runtime.state(null).settings.updateChannel,
      facts: () => runtime.state(null),
      onScreen,
      fetched: (fetched) => runtime.reportUpdate(fetched),
      restart: () => runtime.restartToUpdate(),
      failed: updatesFailed,
    });

    const system = new SettingsFollower({
      nativeTheme,
      menu: Menu,
      login: { app, platform, env, execPath, appPath: packaged ? null : place.root },
      actions: {
        preferences: () => main.open('preferences'),
        diagnostics: () => void saveDiagnostics(),
        notices: () => electron.shell.showItemInFolder(writeThirdPartyNotices(dataDirectory)),
        checkForUpdates: () => void checkForUpdates(),
        quit: () => app.quit(),
      },
    });

    started.push(runtime.subscribe(present));
    nativeTheme.on('updated', present);
    power.start();
    started.push(() => power.stop());
    updates.start();
    started.push(() => updates.stop());
    runtime.start();
    started.push(() => runtime.stop());
    present();
    runtime.reportTrouble('no-tray', !trayHost);
    if (!trayHost) awaitTrayHost();
    const asked = app.commandLine.getSwitchValue('ozone-platform');
    runtime.reportTrouble('offers-covered', onNativeWayland(platform, process.env, asked));
    runtime.reportTrouble('update-failed', failedBefore !== null);
    if (!options.hidden || !trayHost) main.open('work');
    await followEarlierNotifications({
      system: Notification,
      platform,
      startedBy: options.startedBy,
      shownHere: (id) => notifier.hasShown(id),
      open: openItemOrOffer,
    });

    return { openMain: () => main.open(), mayQuit, stop };

    /** Everything that can be seen outside of the windows follows the state here, and only here. */
    function present(): void {
      if (quitting) return;
      const mirror = runtime.state(null);
      const { snapshot, settings } = mirror;
      const spoken = language();
      const now = clock.now();
      tray.show(trayView({ mirror, language: spoken, now }));
      offers.want((snapshot?.offers.length ?? 0) > 0 && !main.focused);
      notifier.show(desiredNotifications(mirror, spoken, now), main.focused);
      badge.show(badgeOf(mirror), main.focused, spoken);
      shortcuts.set(settings.globalShortcuts);
      updates.follow();
      system.follow(settings, spoken);
    }

    function offerOf(workItemId: string | null) {
      return runtime.state(null).snapshot?.offers.find((offer) => offer.workItemId === workItemId);
    }

    /** In the window that somebody looks at; else in the one that rings, which gets the keyboard for it. */
    function askWhyDeclined(agentWorkId: string): void {
      const window: DesktopWindow = main.focused ? 'main' : 'offers';
      runtime.askWhyDeclined(agentWorkId, window);
      if (window === 'offers') offers.focus();
    }

    /** A tray that was made without a place for it stays where it is: it is made anew. */
    function awaitTrayHost(): void {
      const waiting = new AbortController();
      started.push(() => waiting.abort());
      void waitForTrayHost(() => hasTrayHost(platform), clock, waiting.signal).then((there) => {
        if (!there || quitting) return;
        trayHost = true;
        tray.stop();
        present();
        runtime.reportTrouble('no-tray', false);
      });
    }

    /** An offer is answered where it rings; work opens in the workspace. */
    function openItemOrOffer(workItemId: string): void {
      if (offerOf(workItemId)) main.open('work');
      else actions.openItem(workItemId);
    }

    async function mayQuit(): Promise<boolean> {
      const open = runtime.state(null).snapshot?.work.length ?? 0;
      return open === 0 || (await dialogs.mayQuit());
    }

    function onScreen(): boolean {
      return main.onScreen || offers.onScreen;
    }

    function restartToUpdate(): void {
      const to = runtime.state(null).update?.version;
      if (!feed || to === undefined) return;
      const hidden = !onScreen();
      recordUpdateAttempt(store, place.version, to);
      options.leave(() => feed.install(() => options.comeBack(hidden)));
    }

    function updatesFailed(error: unknown): void {
      log.add(`updates cannot be looked for: ${error instanceof Error ? error.message : String(error)}`);
    }

    async function checkForUpdates(): Promise<void> {
      const found = await updates.look().catch((error: unknown) => (updatesFailed(error), null));
      await dialogs.found(found);
    }

    async function saveDiagnostics(): Promise<void> {
      const findings = await findAll({
        dataDirectory,
        runtime,
        ringer: ringer.webContents,
        feed: address,
        platform,
        versions: process.versions,
        policyFile: options.policyFile,
        trayHost,
        notifications: Notification.isSupported(),
        delivery,
        safe: electron.safeStorage,
        troubles: log.troubles,
      });
      electron.shell.showItemInFolder(writeReport(join(dataDirectory, 'diagnostics.txt'), findings));
    }
  }
}
