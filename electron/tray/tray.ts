/** Draws the tray's view with Electron's tray, and repaints only what has changed. */
import { join } from 'node:path';
import type {
  Menu,
  MenuItemConstructorOptions,
  NativeImage,
  NativeTheme,
  Tray as ElectronTray,
} from 'electron';
import { trayIconFile } from './tray-icon.ts';
import type { ShellAction, TrayItem, TrayView } from './tray-view.ts';

export interface TrayOptions {
  readonly createTray: (image: NativeImage) => ElectronTray;
  readonly buildMenu: (template: MenuItemConstructorOptions[]) => Menu;
  readonly loadImage: (path: string) => NativeImage;
  readonly nativeTheme: NativeTheme;
  readonly platform: NodeJS.Platform;
  readonly iconsDirectory: string;
  readonly act: (action: ShellAction) => void;
}

export class Tray {
  readonly #o: TrayOptions;
  #tray: ElectronTray | null = null;
  #painted = { icon: '', tooltip: '', menu: '' };
  #menu: readonly TrayItem[] = [];

  constructor(options: TrayOptions) {
    this.#o = options;
  }

  /** Shows this view. No effect when the same one is already shown. */
  show(view: TrayView): void {
    const { createTray, loadImage, nativeTheme, platform, iconsDirectory, act } = this.#o;
    const icon = trayIconFile(view.icon, platform, nativeTheme.shouldUseDarkColorsForSystemIntegratedUI);
    const menu = JSON.stringify(view.menu);
    const fresh = this.#tray === null;
    if (fresh || icon !== this.#painted.icon) {
      const image = loadImage(join(iconsDirectory, icon));
      if (platform === 'darwin') image.setTemplateImage(true);
      if (this.#tray) this.#tray.setImage(image);
      else {
        this.#tray = createTray(image);
        // macOS opens the menu on every click; elsewhere a left click opens the application, where it is reported at
        // all.
        if (platform !== 'darwin') this.#tray.on('click', () => act({ do: 'open', page: 'work' }));
      }
    }
    if (fresh || view.tooltip !== this.#painted.tooltip) this.#tray?.setToolTip(view.tooltip);
    this.#menu = view.menu;
    if (fresh || menu !== this.#painted.menu) this.#paintMenu();
    this.#painted = { icon, tooltip: view.tooltip, menu };
  }

  /** A click moves the mark in the system's menu at once; it is reset until the hub has confirmed the change. */
  #paintMenu(): void {
    const { buildMenu, act } = this.#o;
    const template = menuTemplate(this.#menu, (action) => {
      act(action);
      this.#paintMenu();
    });
    this.#tray?.setContextMenu(buildMenu(template));
  }

  stop(): void {
    this.#tray?.destroy();
    this.#tray = null;
  }
}

/** The view's menu as an Electron template. */
function menuTemplate(
  items: readonly TrayItem[],
  act: (action: ShellAction) => void,
): MenuItemConstructorOptions[] {
  return items.map((item) => {
    switch (item.kind) {
      case 'separator':
        return { type: 'separator' };
      case 'line':
      case 'heading':
        return { label: plain(item.label), enabled: false };
      case 'menu':
        return { label: plain(item.label), submenu: menuTemplate(item.items, act) };
      case 'action':
        return { label: plain(item.label), click: () => act(item.action) };
      case 'radio':
      case 'check': {
        const { label, checked, action } = item;
        const type = item.kind === 'radio' ? 'radio' : 'checkbox';
        if (action === null) return { label: plain(label), type, checked, enabled: false };
        return { label: plain(label), type, checked, click: () => act(action) };
      }
    }
  });
}

/** Escapes `&`, so that a customer's name contains no keyboard mnemonic. */
const plain = (label: string): string => label.replaceAll('&', '&&');
