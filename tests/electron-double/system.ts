/** What the system itself shows and says: tray, menus, notifications, dialogs, power, displays, keys, the safe. */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import type {
  Dialog,
  Display,
  GlobalShortcut,
  Menu as RealMenu,
  MessageBoxOptions,
  MessageBoxReturnValue,
  NativeImage,
  nativeImage as realNativeImage,
  NativeTheme,
  Notification as RealNotification,
  NotificationAction,
  NotificationConstructorOptions,
  Point,
  PowerMonitor,
  SafeStorage,
  Screen,
  Shell,
  Tray as RealTray,
} from 'electron';
import { theApp } from './app.ts';
import { type Fits, known, loud } from './loud.ts';
import { menuBehind, type MenuDouble } from './menu.ts';
import { onlyOn } from './platform.ts';

// ── pictures ────────────────────────────────────────────────────────────────────────────────────────────────────────

class ImageDouble {
  readonly $file: string;
  constructor(path: string) {
    // Electron returns an empty image for a missing file; that is always a bug here.
    if (!existsSync(path)) throw new Error(`there is no picture ${path}`);
    this.$file = basename(path);
  }
  isEmpty(): boolean {
    return false;
  }
  setTemplateImage(_template: boolean): void {}
}
true satisfies Fits<ImageDouble, NativeImage>;
const imageFiles = new WeakMap<object, string>();
const fileOf = (image: object | string): string =>
  typeof image === 'string' ? image : (imageFiles.get(image) ?? '?');

const nativeImageDouble = {
  createFromPath(path: string): NativeImage {
    const plain = new ImageDouble(path);
    const image = loud('NativeImage', plain);
    imageFiles.set(image, plain.$file);
    return image as unknown as NativeImage;
  },
};
true satisfies Fits<typeof nativeImageDouble, typeof realNativeImage>;
export const nativeImage = loud('nativeImage', nativeImageDouble);

// ── the tray ────────────────────────────────────────────────────────────────────────────────────────────────────────

export const systemState = {
  tray: null as TrayDouble | null,
  notifications: [] as NotificationDouble[],
  blockNotifications: false,
  activation: null as ((details: Electron.ActivationArguments) => void) | null,
  dialogs: [] as OpenDialog[],
  errors: [] as string[],
  opened: [] as string[],
  shownInFolder: [] as string[],
  keys: new Map<string, () => void>(),
  idleSeconds: 0,
  cursor: { x: 100, y: 100 } as Point,
};
export interface OpenDialog {
  readonly options: MessageBoxOptions;
  readonly answer: (response: number) => void;
}

export class TrayDouble extends EventEmitter {
  $icon: string;
  $tooltip = '';
  $menu: MenuDouble | null = null;
  /** How often any part of it was redrawn. */
  $paintings = 0;
  #destroyed = false;

  constructor(image: NativeImage | string) {
    super();
    this.$icon = fileOf(image);
    systemState.tray = this;
  }
  setImage(image: NativeImage | string): void {
    this.$icon = fileOf(image);
    this.$paintings += 1;
  }
  setToolTip(toolTip: string): void {
    this.$tooltip = toolTip;
    this.$paintings += 1;
  }
  setContextMenu(menu: RealMenu | null): void {
    this.$menu = menuBehind(menu);
    this.$paintings += 1;
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }
  destroy(): void {
    this.#destroyed = true;
    systemState.tray = null;
  }
}
true satisfies Fits<TrayDouble, RealTray>;
export const Tray = new Proxy(TrayDouble, {
  construct: (target, args) => loud('Tray', new target(...(args as [NativeImage])), ['click']),
});

// ── notifications ───────────────────────────────────────────────────────────────────────────────────────────────────

export class NotificationDouble extends EventEmitter {
  static isSupported(): boolean {
    return true;
  }
  static handleActivation(callback: (details: Electron.ActivationArguments) => void): void {
    onlyOn('win32', 'Notification.handleActivation');
    systemState.activation = callback;
    const cold = process.env.ELECTRON_DOUBLE_ACTIVATION;
    if (cold) callback({ type: 'click', arguments: cold });
  }
  static getHistory(): Promise<RealNotification[]> {
    onlyOn('darwin', 'Notification.getHistory');
    return Promise.resolve([]);
  }

  readonly id: string;
  title: string;
  body: string;
  actions: NotificationAction[];
  constructor(options: NotificationConstructorOptions = {}) {
    super();
    known('Notification', options, ['id', 'title', 'body', 'silent', 'timeoutType', 'urgency', 'actions']);
    this.id = options.id ?? '';
    this.title = options.title ?? '';
    this.body = options.body ?? '';
    this.actions = options.actions ?? [];
  }
  show(): void {
    if (systemState.blockNotifications) {
      setImmediate(() => this.emit('failed', {}, 'blocked'));
      return;
    }
    systemState.notifications.push(this);
    setImmediate(() => this.emit('show', {}));
  }
  /** The user clicks it, or one of its buttons. Windows also calls the application's activation handler. */
  $activate({ type, actionIndex = -1 }: { type: 'click' | 'action'; actionIndex?: number }): void {
    this.emit(type, { actionIndex, selectionIndex: -1 });
    const button = type === 'action' ? `&action=${actionIndex}` : '';
    systemState.activation?.({ type, actionIndex, arguments: `type=${type}${button}&tag=${this.id}` });
  }
  close(): void {
    systemState.notifications = systemState.notifications.filter((one) => one !== this);
  }
}
true satisfies Fits<NotificationDouble, RealNotification>;
true satisfies Fits<
  Omit<typeof NotificationDouble, 'prototype' | keyof typeof EventEmitter>,
  typeof RealNotification
>;
export const Notification = new Proxy(NotificationDouble, {
  construct: (target, args) =>
    loud('Notification', new target(...(args as [NotificationConstructorOptions])), [
      'click',
      'action',
      'show',
      'failed',
    ]),
});

// ── dialogs, other programs ─────────────────────────────────────────────────────────────────────────────────────────

const dialogDouble = {
  showMessageBox: ((options: MessageBoxOptions): Promise<MessageBoxReturnValue> =>
    new Promise((resolve) => {
      known('dialog.showMessageBox', options, [
        'type',
        'message',
        'detail',
        'buttons',
        'defaultId',
        'cancelId',
      ]);
      const open: OpenDialog = {
        options,
        answer(response) {
          systemState.dialogs = systemState.dialogs.filter((one) => one !== open);
          resolve({ response, checkboxChecked: false });
        },
      };
      systemState.dialogs.push(open);
    })) as Dialog['showMessageBox'],
  showErrorBox(title: string, content: string): void {
    systemState.errors.push(`${title}: ${content}`);
  },
};
true satisfies Fits<typeof dialogDouble, Dialog>;
export const dialog = loud('dialog', dialogDouble);

const shellDouble = {
  openExternal(url: string): Promise<void> {
    systemState.opened.push(url);
    return Promise.resolve();
  },
  showItemInFolder(path: string): void {
    systemState.shownInFolder.push(path);
  },
};
true satisfies Fits<typeof shellDouble, Shell>;
export const shell = loud('shell', shellDouble);

// ── the machine ─────────────────────────────────────────────────────────────────────────────────────────────────────

class PowerMonitorDouble extends EventEmitter {
  getSystemIdleTime(): number {
    return systemState.idleSeconds;
  }
}
true satisfies Fits<PowerMonitorDouble, PowerMonitor>;
export const thePowerMonitor = new PowerMonitorDouble();
export const powerMonitor = loud('powerMonitor', thePowerMonitor, [
  'suspend',
  'resume',
  'lock-screen',
  'unlock-screen',
  'shutdown',
]);

class NativeThemeDouble extends EventEmitter {
  themeSource: NativeTheme['themeSource'] = 'system';
  readonly shouldUseDarkColorsForSystemIntegratedUI = false as boolean;
  get shouldUseDarkColors(): boolean {
    return this.themeSource === 'dark';
  }
}
true satisfies Fits<NativeThemeDouble, NativeTheme>;
export const nativeTheme = new Proxy(loud('nativeTheme', new NativeThemeDouble(), ['updated']), {
  set: (target, key, value) => Reflect.set(target, key, value),
});

/** Two displays side by side; the left one has a panel at the bottom. */
const displays = [
  { id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1040 } },
  { id: 2, workArea: { x: 1920, y: 0, width: 1280, height: 1024 } },
];
class ScreenDouble extends EventEmitter {
  getCursorScreenPoint(): Point {
    return systemState.cursor;
  }
  getDisplayNearestPoint({ x }: Point): Display {
    return displays[x >= 1920 ? 1 : 0] as Display;
  }
  /** The user changes the work area of a display. */
  $resize(id: number, width: number, height: number): void {
    const display = displays.find((one) => one.id === id);
    if (!display) throw new Error(`there is no display ${id}`);
    display.workArea = { ...display.workArea, width, height };
    this.emit('display-metrics-changed', {}, display, ['workArea']);
  }
}
true satisfies Fits<ScreenDouble, Screen>;
export const theScreen = new ScreenDouble();
export const screen = loud('screen', theScreen, [
  'display-added',
  'display-removed',
  'display-metrics-changed',
]);

const globalShortcutDouble = {
  register(accelerator: string, callback: () => void): boolean {
    systemState.keys.set(accelerator, callback);
    return true;
  },
  unregister(accelerator: string): void {
    systemState.keys.delete(accelerator);
  },
};
true satisfies Fits<typeof globalShortcutDouble, GlobalShortcut>;
export const globalShortcut = loud('globalShortcut', globalShortcutDouble);

/** A store that only this user on this machine can decrypt, as far as a test can tell. */
const safeKey = () =>
  createHash('sha256')
    .update(theApp.$paths.get('userData') ?? '')
    .digest();
const safeStorageDouble = {
  isAsyncEncryptionAvailable: () => Promise.resolve(true),
  getSelectedStorageBackend: () => 'gnome_libsecret' as const,
  encryptStringAsync(text: string): Promise<Buffer> {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', safeKey(), iv);
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Promise.resolve(Buffer.concat([iv, cipher.getAuthTag(), sealed]));
  },
  async decryptStringAsync(sealed: Buffer): Promise<Electron.DecryptStringAsyncReturnValue> {
    const decipher = createDecipheriv('aes-256-gcm', safeKey(), sealed.subarray(0, 12));
    decipher.setAuthTag(sealed.subarray(12, 28));
    const text = Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]);
    return { result: text.toString('utf8'), shouldReEncrypt: false };
  },
};
true satisfies Fits<typeof safeStorageDouble, SafeStorage>;
export const safeStorage = loud('safeStorage', safeStorageDouble);
