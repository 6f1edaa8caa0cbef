/** The windows of the application. They show their pages once `openPages` serves them. */
import { join } from 'node:path';
import * as electron from 'electron';
import type { ErrorLog } from '#agent/installation/error-log.ts';
import * as place from '../installation.ts';
import type { TrayHost } from '../tray/tray-host.ts';
import type { SharedWindowOptions } from '../windows/app-window.ts';
import { MainWindow } from '../windows/main-window.ts';
import { OfferWindow } from '../windows/offer-window.ts';
import { createRinger } from '../windows/ringer-window.ts';
import type { Lifetime } from './lifetime.ts';
import type { ShellEvents } from './shell-options.ts';

export interface WindowsOptions {
  readonly platform: NodeJS.Platform;
  readonly log: ErrorLog;
  readonly trayHost: TrayHost;
  readonly events: ShellEvents;
  readonly lifetime: Lifetime;
}

export class ShellWindows {
  readonly main: MainWindow;
  readonly offers: OfferWindow;
  readonly #shared: SharedWindowOptions;
  readonly #own = new Set<electron.BrowserWindow>();

  constructor({ platform, log, trayHost, events, lifetime }: WindowsOptions) {
    this.#shared = {
      create: (options) => this.#create(options),
      preloadFile: place.preloadFile,
      dark: () => electron.nativeTheme.shouldUseDarkColors,
      crashed: (name, reason) => log.add(`the window "${name}" ended: ${reason}`),
    };
    const quitting = () => lifetime.ending;
    this.offers = new OfferWindow({ ...this.#shared, screen: electron.screen, platform, quitting });
    this.main = new MainWindow({
      ...this.#shared,
      icon: loadIcon('app.png'),
      canHide: () => trayHost.there,
      quitting,
      focusChanged: () => void events.emit('front'),
    });
  }

  /** At least one of them is visible. */
  get onScreen(): boolean {
    return this.main.onScreen || this.offers.onScreen;
  }

  /** Whether an open window of ours has these contents. */
  owns(webContentsId: number): boolean {
    return [...this.#own].some((window) => !window.isDestroyed() && window.webContents.id === webContentsId);
  }

  /** Creates the windows that must exist before the first offer, hidden; returns the one that rings. */
  start(): electron.BrowserWindow {
    const ringer = createRinger(this.#shared);
    this.offers.start();
    return ringer;
  }

  #create(options: electron.BrowserWindowConstructorOptions): electron.BrowserWindow {
    const window = new electron.BrowserWindow(options);
    this.#own.add(window);
    window.on('closed', () => this.#own.delete(window));
    return window;
  }
}

/** An icon of the installation. */
export const loadIcon = (file: string): electron.NativeImage =>
  electron.nativeImage.createFromPath(join(place.iconsDirectory, file));
