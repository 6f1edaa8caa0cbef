/**
 * The window that rings: small, in a corner, above everything, shown without taking the focus. It accepts keyboard
 * input only after a click, and returns the focus as soon as there is nothing to answer.
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

  /** Creates the window, hidden: the first offer must not wait for a page to load. */
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
    // Without the last option macOS removes the whole application's icon from the Dock (electron#26350).
    window.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true, skipTransformProcessType: true });
    window.webContents.on('before-mouse-event', (_event, { type }) => {
      if (type === 'mouseDown' && !window.isFocused()) this.#takeKeyboard(window);
    });
    // An offer is answered, not closed: Alt+F4 must not leave the agent with a sound and no window.
    window.on('close', (event) => {
      if (!quitting()) event.preventDefault();
    });
    window.on('closed', () => (this.#window = null));
    // The window must survive a display that is unplugged or rotated.
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

  /** Gives it the keyboard at the user's request. */
  focus(): void {
    if (this.#wanted && this.#window) this.#takeKeyboard(this.#window);
  }

  /** The page has reported its height. */
  fit(contentHeight: number): void {
    if (contentHeight < 1 || contentHeight === this.#contentHeight) return;
    this.#contentHeight = contentHeight;
    if (this.#wanted) this.#place();
  }

  #takeKeyboard(window: BrowserWindow): void {
    this.#setFocusable(window, true);
    window.focus();
  }

  /** Linux cannot change it later; there the window is created focusable. */
  #setFocusable(window: BrowserWindow, focusable: boolean): void {
    if (this.#o.platform === 'linux') return;
    window.setFocusable(focusable);
    // On Windows a focusable window gets a taskbar button.
    window.setSkipTaskbar(true);
  }

  /** On the display with the pointer, which is the one in use. */
  #place(): void {
    const { screen, platform } = this.#o;
    const { workArea } = screen.getDisplayNearestPoint(screen.getCursorScreenPoint());
    this.#window?.setBounds(offerBounds(workArea, this.#contentHeight, platform));
  }
}

/**
 * How a window gets the keyboard only when it is clicked. Windows and macOS allow that to change at any time. Linux
 * decides it once, at creation, and a window that is not focusable would never get input: keystrokes would go to the
 * application behind it. There it is shown inactive, which is enough.
 */
function keyboardOf(platform: NodeJS.Platform): BrowserWindowConstructorOptions {
  if (platform === 'linux') return {};
  if (platform !== 'darwin') return { focusable: false };
  // A panel takes the keyboard without bringing the application to the front, and can be above full-screen windows; the
  // first click on it already answers, instead of only activating it.
  return { focusable: false, type: 'panel', acceptFirstMouse: true };
}
