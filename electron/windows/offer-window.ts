/**
 * The window that rings: small, in a corner, above everything, shown without taking the focus. It can be typed into only
 * after somebody has clicked it, and gives the keyboard back as soon as there is nothing to answer.
 */
import type { BrowserWindow, Screen } from 'electron';
import { type AppWindowOptions, createAppWindow, isOnScreen } from './app-window.ts';
import { FIRST_HEIGHT, OFFER_WIDTH, offerBounds } from './offer-geometry.ts';

export interface OfferWindowOptions extends Pick<AppWindowOptions, 'create' | 'preloadFile' | 'crashed'> {
  readonly screen: Screen;
  readonly platform: NodeJS.Platform;
}

export class OfferWindow {
  readonly #o: OfferWindowOptions;
  #window: BrowserWindow | null = null;
  #contentHeight = FIRST_HEIGHT;
  #wanted = false;

  constructor(options: OfferWindowOptions) {
    this.#o = options;
  }

  get window(): BrowserWindow | null {
    return this.#window;
  }

  get onScreen(): boolean {
    return isOnScreen(this.#window);
  }

  /** Makes the window, hidden: the first offer must not wait for a page to load. */
  start(): void {
    const { create, preloadFile, crashed } = this.#o;
    const window = createAppWindow({
      create,
      name: 'offers',
      page: 'offers.html',
      preloadFile,
      crashed,
      options: {
        width: OFFER_WIDTH,
        height: FIRST_HEIGHT,
        frame: false,
        resizable: false,
        minimizable: false,
        maximizable: false,
        fullscreenable: false,
        focusable: false,
        skipTaskbar: true,
        alwaysOnTop: true,
        title: 'OnQueue',
      },
    });
    this.#window = window;
    window.setAlwaysOnTop(true, 'screen-saver');
    window.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true });
    window.webContents.on('before-mouse-event', (_event, { type }) => {
      if (type !== 'mouseDown' || window.isFocused()) return;
      window.setFocusable(true);
      window.focus();
    });
    window.on('closed', () => (this.#window = null));
  }

  /** Shows it while there is something to answer. */
  want(wanted: boolean): void {
    const window = this.#window;
    if (this.#wanted === wanted || !window) return;
    this.#wanted = wanted;
    if (wanted) {
      this.#place();
      window.showInactive();
      window.setAlwaysOnTop(true, 'screen-saver');
    } else {
      window.hide();
      window.setFocusable(false);
    }
  }

  /** Gives it the keyboard, because somebody asked for it. */
  focus(): void {
    if (!this.#wanted || !this.#window) return;
    this.#window.setFocusable(true);
    this.#window.focus();
  }

  /** The page has said how tall it is. */
  fit(contentHeight: number): void {
    if (contentHeight < 1 || contentHeight === this.#contentHeight) return;
    this.#contentHeight = contentHeight;
    if (this.#wanted) this.#place();
  }

  /** On the display where the pointer is: that is where somebody works. */
  #place(): void {
    const { screen, platform } = this.#o;
    const { workArea } = screen.getDisplayNearestPoint(screen.getCursorScreenPoint());
    this.#window?.setBounds(offerBounds(workArea, this.#contentHeight, platform));
  }
}
