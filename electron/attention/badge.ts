/** The badge on the application's icon and the flashing of its window, derived from the state. */
import type { App, BrowserWindow, NativeImage } from 'electron';
import type { Badge } from '#agent/cues/badge.ts';
import type { Language } from '#core/vocabulary.ts';
import { shellTexts } from '../shell-texts.ts';

export interface BadgeOptions {
  readonly app: App;
  readonly platform: NodeJS.Platform;
  readonly loadImage: (file: string) => NativeImage;
  readonly mainWindow: () => BrowserWindow | null;
}

export class BadgePainter {
  readonly #o: BadgeOptions;
  #painted = '';
  #flashing = false;

  constructor(options: BadgeOptions) {
    this.#o = options;
  }

  /** Shows this badge; flashes the main window while offers wait and the window is not in view. */
  show(badge: Badge, inFront: boolean, language: Language): void {
    this.#flash(badge.kind === 'offers' && !inFront);
    const window = this.#o.mainWindow();
    // Windows discards the badge together with the taskbar button, which is removed while the window is hidden.
    const now = JSON.stringify([badge, language, window?.id, window?.isVisible()]);
    if (now === this.#painted) return;
    this.#painted = now;
    const { app, platform } = this.#o;
    if (platform === 'win32') this.#overlay(badge, language);
    else if (platform === 'darwin')
      app.dock?.setBadge(badge.kind === 'link-lost' ? '!' : badge.kind === 'none' ? '' : String(badge.count));
    else app.setBadgeCount('count' in badge ? badge.count : 0);
  }

  #flash(wanted: boolean): void {
    if (wanted === this.#flashing) return;
    this.#flashing = wanted;
    this.#o.mainWindow()?.flashFrame(wanted);
  }

  #overlay(badge: Badge, language: Language): void {
    const words = shellTexts(language);
    const window = this.#o.mainWindow();
    const says = {
      offers: words.offersWaiting,
      unread: words.unread,
      calls: words.calls,
      'link-lost': () => words.connectionLost,
    } as const;
    if (badge.kind === 'none') window?.setOverlayIcon(null, '');
    else
      window?.setOverlayIcon(
        this.#o.loadImage(`overlay-${badge.kind}.png`),
        says[badge.kind]('count' in badge ? badge.count : 0),
      );
  }
}
