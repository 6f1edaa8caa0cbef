/** `BrowserWindow`: what a system does with windows, without a system. */
import { EventEmitter } from 'node:events';
import type {
  BrowserWindow as RealWindow,
  BrowserWindowConstructorOptions,
  NativeImage,
  Rectangle,
  VisibleOnAllWorkspacesOptions,
  WebContents,
} from 'electron';
import { preventable, theApp } from './app.ts';
import { type Fits, known, loud } from './loud.ts';
import { shownPlatform } from './platform.ts';
import { WebContentsDouble } from './web-contents.ts';

/** Options that the double implements, exposes to tests, or may ignore because only a person can see them. */
const windowOptions = [
  'name',
  'windowStatePersistence',
  'show',
  'width',
  'height',
  'minWidth',
  'minHeight',
  'title',
  'icon',
  'backgroundColor',
  'autoHideMenuBar',
  'frame',
  'resizable',
  'minimizable',
  'maximizable',
  'fullscreenable',
  'focusable',
  'skipTaskbar',
  'alwaysOnTop',
  'type',
  'acceptFirstMouse',
  'webPreferences',
] as const satisfies (keyof BrowserWindowConstructorOptions)[];
const windowEvents = [
  'close',
  'closed',
  'focus',
  'blur',
  'show',
  'hide',
  'minimize',
  'restore',
  'session-end',
];

let count = 0;
let focusedWindow: BrowserWindowDouble | null = null;

/** Every window, in the order of creation. */
export const windows: BrowserWindowDouble[] = [];

/** The system focuses this window, or another application. */
export function moveFocus(to: BrowserWindowDouble | null): void {
  const from = focusedWindow;
  if (from === to) return;
  focusedWindow = to;
  from?.$update('blur');
  to?.$update('focus');
}

export class BrowserWindowDouble extends EventEmitter {
  readonly id: number;
  readonly $options: BrowserWindowConstructorOptions;
  readonly $contents: WebContentsDouble;
  $visible = false;
  $minimized = false;
  $focusable: boolean;
  $inTaskbar: boolean;
  $bounds: Rectangle;
  $alwaysOnTop = '';
  $everywhere = false;
  $flashing = false;
  $overlay: string | null = null;
  /** How it was shown last. */
  $shown: 'never' | 'active' | 'inactive' = 'never';
  #destroyed = false;

  constructor(options: BrowserWindowConstructorOptions = {}) {
    super();
    this.id = count += 1;
    this.$options = known('BrowserWindow', options, windowOptions);
    this.$focusable = options.focusable ?? true;
    this.$alwaysOnTop = options.alwaysOnTop ? 'floating' : '';
    this.$inTaskbar = !(options.skipTaskbar ?? false);
    this.$bounds = { x: 0, y: 0, width: options.width ?? 800, height: options.height ?? 600 };
    this.$contents = new WebContentsDouble(options.webPreferences ?? {}, this.$bounds);
    windows.push(this);
    theApp.$windows.add(this);
    if (options.show !== false) this.show();
  }

  get webContents(): WebContents {
    return this.$contents.$self;
  }
  loadURL(url: string): Promise<void> {
    return this.$contents.loadURL(url);
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }
  isFocused(): boolean {
    return focusedWindow === this;
  }
  isVisible(): boolean {
    return this.$visible;
  }
  isMinimized(): boolean {
    return this.$minimized;
  }

  show(): void {
    this.$shown = 'active';
    this.#appear(true);
    if (this.$focusable) moveFocus(this);
  }
  showInactive(): void {
    this.$shown = 'inactive';
    this.#appear(true);
  }
  hide(): void {
    if (this.isFocused()) moveFocus(null);
    // The overlay is shown on the button in the taskbar.
    this.$overlay = null;
    this.#appear(false);
  }
  minimize(): void {
    this.$minimized = true;
    if (this.isFocused()) moveFocus(null);
    this.$update('minimize');
  }
  restore(): void {
    this.$minimized = false;
    this.$update('restore');
  }
  focus(): void {
    if (this.$visible && this.$focusable) moveFocus(this);
  }
  /** Linux lacks it; macOS keeps the focus; Windows removes the focus and changes the taskbar too. */
  setFocusable(focusable: boolean): void {
    if (shownPlatform === 'linux') return;
    this.$focusable = focusable;
    if (shownPlatform !== 'win32') return;
    this.$inTaskbar = focusable;
    if (this.isFocused()) moveFocus(null);
  }
  setSkipTaskbar(skip: boolean): void {
    if (shownPlatform !== 'linux') this.$inTaskbar = !skip;
  }
  setAlwaysOnTop(flag: boolean, level = 'floating'): void {
    this.$alwaysOnTop = flag ? level : '';
  }
  /** On macOS this hides the application's icon in the Dock unless `skipTransformProcessType` is set. */
  setVisibleOnAllWorkspaces(
    visible: boolean,
    { visibleOnFullScreen = false, skipTransformProcessType = false }: VisibleOnAllWorkspacesOptions = {},
  ): void {
    this.$everywhere = visible;
    if (shownPlatform === 'darwin' && !skipTransformProcessType) theApp.$inDock = !visibleOnFullScreen;
  }
  setBounds(bounds: Partial<Rectangle>): void {
    this.$bounds = { ...this.$bounds, ...bounds };
    const { width, height } = this.$bounds;
    this.$contents.$resize(width, height);
  }
  /** What the system does with a mouse press after the window has received it. */
  $mouseDown(): void {
    this.$contents.emit('before-mouse-event', preventable(), { type: 'mouseDown' });
    this.focus();
  }
  flashFrame(flag: boolean): void {
    this.$flashing = flag;
  }
  setOverlayIcon(overlay: NativeImage | null, description: string): void {
    if (this.$visible) this.$overlay = overlay ? description : null;
  }

  $close(): boolean {
    const event = preventable();
    this.emit('close', event);
    if (event.defaultPrevented) return false;
    this.#destroyed = true;
    if (this.isFocused()) moveFocus(null);
    this.$contents.$destroy();
    theApp.$windows.delete(this);
    windows.splice(windows.indexOf(this), 1);
    this.emit('closed');
    return true;
  }

  $update(event: string): void {
    this.$contents.$show(this.$visible && !this.$minimized, this.isFocused());
    this.emit(event);
  }

  #appear(visible: boolean): void {
    if (this.$visible === visible) return;
    this.$visible = visible;
    this.$update(visible ? 'show' : 'hide');
  }
}
true satisfies Fits<BrowserWindowDouble, RealWindow>;

/** `new BrowserWindow()` returns the strict proxy; the rest of the double uses the plain object. */
export const BrowserWindow = new Proxy(BrowserWindowDouble, {
  construct(target, args) {
    const plain = new target(...(args as [BrowserWindowConstructorOptions?]));
    const window = loud('BrowserWindow', plain, windowEvents);
    theApp.emit('browser-window-created', preventable(), window);
    return window;
  },
});
