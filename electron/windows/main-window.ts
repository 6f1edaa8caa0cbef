/** The main window. Closing it hides it: the agent stays at work, and the tray brings it back. */
import type { BrowserWindow, NativeImage } from 'electron';
import { pageAddress } from '../pages/app-address.ts';
import { createAppWindow, isOnScreen, type SharedWindowOptions } from './app-window.ts';

export interface MainWindowOptions extends SharedWindowOptions {
  readonly icon: NativeImage;
  /** Whether a hidden window can be brought back; without a tray it stays in the window list. */
  readonly canHide: () => boolean;
  readonly quitting: () => boolean;
  /** It has gained or lost the focus, or was shown or hidden. */
  readonly focusChanged: () => void;
}

const PAGE = 'index.html';

export class MainWindow {
  readonly #o: MainWindowOptions;
  #window: BrowserWindow | null = null;

  constructor(options: MainWindowOptions) {
    this.#o = options;
  }

  get window(): BrowserWindow | null {
    return this.#window;
  }

  get focused(): boolean {
    return this.#window?.isFocused() ?? false;
  }

  /** It is on screen, possibly behind another window. */
  get onScreen(): boolean {
    return isOnScreen(this.#window);
  }

  /** Brings it to the front, at this page if one is named: the path after the hash of its address. */
  open(page?: string): void {
    const fresh = this.#window === null;
    const window = (this.#window ??= this.#create());
    const address = page === undefined || (fresh && page === 'work') ? null : pageAddress(PAGE, page);
    // Only the hash changes, so the page is not loaded again; the very same address would reload it.
    if (address !== null && address !== window.webContents.getURL())
      void window.loadURL(address).catch(() => undefined);
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  #create(): BrowserWindow {
    const { icon, canHide, quitting, focusChanged } = this.#o;
    const window = createAppWindow({
      ...this.#o,
      name: 'main',
      page: PAGE,
      options: {
        // The system remembers its position, and whether that display still exists.
        name: 'main',
        windowStatePersistence: true,
        width: 1280,
        height: 820,
        minWidth: 380,
        minHeight: 560,
        title: 'OnQueue',
        icon,
        autoHideMenuBar: true,
      },
    });
    window.on('close', (event) => {
      if (quitting()) return;
      event.preventDefault();
      if (canHide()) window.hide();
      else window.minimize();
    });
    window.on('closed', () => (this.#window = null));
    for (const event of ['focus', 'blur', 'show', 'hide', 'minimize', 'restore'] as const)
      window.on(event as 'focus', () => focusChanged());
    return window;
  }
}
