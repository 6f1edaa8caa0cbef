/**
 * The window that rings: small, in a corner, above everything, shown without taking the focus. It can be typed into only
 * after somebody has clicked it, and gives the keyboard back as soon as there is nothing to answer.
 */
import type { BrowserWindow, BrowserWindowConstructorOptions, Screen } from 'electron';
import { createAppWindow, isOnScreen, type SharedWindowOptions } from './app-window.ts';
import { INITIAL_HEIGHT, OFFER_WIDTH, offerBounds } from './offer-geometry.ts';

export interface OfferWindowOptions extends SharedWindowOptions {
  readonly screen: Screen;
  readonly platform: NodeJS.Platform;
  readonly quitting: () => boolean;
}

export class OfferWindow {
  readonly #o: OfferWindowOptions;
  #window: BrowserWindow | null = null;
  #contentHeight = INITIAL_HEIGHT;
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
    const { platform, quitting, screen } = this.#o;
    const window = createAppWindow({
      ...this.#o,
      name: 'offers',
      page: 'offers.html',
      options: {
        width: OFFER_WIDTH,
        height: INITIAL_HEIGHT,
        frame: false,
        resizable: false,
        minimizable: false,
        maximizable: false,
        fullscreenable: false,
        skipTaskbar: true,
        alwaysOnTop: true,
        title: 'OnQueue',
        ...keyboardOf(platform),
      },
    });
    this.#window = window;
    window.setAlwaysOnTop(true, 'screen-saver');
    // Without the last one macOS makes the whole application one without an icon in the Dock (electron#26350).
    window.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true, skipTransformProcessType: true });
    window.webContents.on('before-mouse-event', (_event, { type }) => {
      if (type === 'mouseDown' && !window.isFocused()) this.#takeKeyboard(window);
    });
    // What rings is answered, not closed: Alt+F4 must not leave somebody with a sound and nothing to see.
    window.on('close', (event) => {
      if (!quitting()) event.preventDefault();
    });
    window.on('closed', () => (this.#window = null));
    // A display that is unplugged or turned must not take what rings with it.
    for (const event of ['display-added', 'display-removed', 'display-metrics-changed'] as const)
      screen.on(event as 'display-added', () => this.#wanted && this.#place());
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
      this.#setFocusable(window, false);
    }
  }

  /** Gives it the keyboard, because somebody asked for it. */
  focus(): void {
    if (this.#wanted && this.#window) this.#takeKeyboard(this.#window);
  }

  /** The page has said how tall it is. */
  fit(contentHeight: number): void {
    if (contentHeight < 1 || contentHeight === this.#contentHeight) return;
    this.#contentHeight = contentHeight;
    if (this.#wanted) this.#place();
  }

  #takeKeyboard(window: BrowserWindow): void {
    this.#setFocusable(window, true);
    window.focus();
  }

  /** Linux cannot change it; the window is born as one that can be typed into there. */
  #setFocusable(window: BrowserWindow, focusable: boolean): void {
    if (this.#o.platform === 'linux') return;
    window.setFocusable(focusable);
    // On Windows what can be typed into gets a button in the taskbar.
    window.setSkipTaskbar(true);
  }

  /** On the display where the pointer is: that is where somebody works. */
  #place(): void {
    const { screen, platform } = this.#o;
    const { workArea } = screen.getDisplayNearestPoint(screen.getCursorScreenPoint());
    this.#window?.setBounds(offerBounds(workArea, this.#contentHeight, platform));
  }
}

/**
 * How a window comes to the keyboard only when it is clicked. Windows and macOS let it be decided at any time. Linux
 * does so once, at birth, and to a window without the keyboard nothing could ever be typed: what is typed would go
 * into the application behind it. There it is shown inactive, which is enough.
 */
function keyboardOf(platform: NodeJS.Platform): BrowserWindowConstructorOptions {
  if (platform === 'linux') return {};
  if (platform !== 'darwin') return { focusable: false };
  // A panel takes the keyboard without bringing the application to the front, and may stand above full-screen ones;
  // the first click on it is the answer, not only the way to it.
  return { focusable: false, type: 'panel', acceptFirstMouse: true };
}
