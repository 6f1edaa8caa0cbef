/**
 * What a spec sees and does on the real runtime, where parts of the system cannot be reached from outside: the very
 * menu items, notifications and dialogs that the application has made, clicked as the system would. Runs inside the
 * main process before the application, so it must not reference anything outside of this function.
 */
import type * as Electron from 'electron';
import type { Controls } from '../electron-double/control.ts';
import type { MenuEntry } from '../electron-double/menu.ts';

/** What only the double can simulate; specs that need it are marked with `onlyOnDouble`. */
type OnlyOnDouble =
  | 'blockNotifications'
  | 'clickTray'
  | 'cursor'
  | 'endSession'
  | 'hang'
  | 'resizeDisplay'
  | 'permission'
  | 'chooseInNotification'
  | 'mouseDown';
type RealControls = Omit<Controls, OnlyOnDouble>;

export function observe(electron: typeof Electron): void {
  const {
    app,
    BrowserWindow,
    dialog,
    globalShortcut,
    Menu,
    nativeImage,
    powerMonitor,
    screen,
    session,
    shell,
  } = electron;
  interface OpenDialog {
    readonly options: Electron.MessageBoxOptions;
    answer(response: number): void;
  }
  const seen = {
    icon: '',
    tooltip: '',
    paintings: 0,
    menu: null as Electron.Menu | null,
    dialogs: [] as OpenDialog[],
    errors: [] as string[],
    notifications: [] as Electron.Notification[],
    opened: [] as string[],
    inFolder: [] as string[],
    keys: new Map<string, () => void>(),
    badge: 0,
    sandboxed: false,
    appUserModelId: '',
    schemes: [] as Electron.CustomScheme[],
    idle: null as number | null,
  };
  const shown = new WeakMap<object, 'active' | 'inactive'>();
  const flashing = new WeakMap<object, boolean>();
  const overlays = new WeakMap<object, string>();

  /** Calls `watch` before a method; a returned value replaces the system's result. */
  const before = <Part extends object, Name extends keyof Part & string>(
    part: Part,
    name: Name,
    watch: (self: object, ...args: never[]) => unknown,
  ) => {
    const original = part[name] as (...args: unknown[]) => unknown;
    part[name] = function (this: object, ...args: unknown[]) {
      const answer = watch(this, ...(args as never[]));
      return answer === undefined ? original.apply(this, args) : answer;
    } as Part[Name];
  };

  before(nativeImage, 'createFromPath', (_self, path: string) => {
    const file = path.split(/[\\/]/).at(-1) ?? '';
    // The tray loads an image just before it shows it, and no other image has such a name.
    if (file.startsWith('tray-')) seen.icon = file;
  });
  before(electron.Tray.prototype, 'setToolTip', (_self, text: string) => {
    seen.tooltip = text;
    seen.paintings += 1;
  });
  before(electron.Tray.prototype, 'setContextMenu', (_self, menu: Electron.Menu) => {
    seen.menu = menu;
    seen.paintings += 1;
  });
  before(dialog, 'showMessageBox', (_self, options: Electron.MessageBoxOptions) => {
    return new Promise((resolve) => {
      const open: OpenDialog = {
        options,
        answer(response) {
          seen.dialogs = seen.dialogs.filter((one) => one !== open);
          resolve({ response, checkboxChecked: false });
        },
      };
      seen.dialogs.push(open);
    });
  });
  before(dialog, 'showErrorBox', (_self, title: string, content: string) => {
    seen.errors.push(`${title}: ${content}`);
    return null;
  });
  before(electron.Notification.prototype, 'show', (self) => {
    seen.notifications.push(self as Electron.Notification);
  });
  before(electron.Notification.prototype, 'close', (self) => {
    seen.notifications = seen.notifications.filter((one) => one !== self);
  });
  before(shell, 'openExternal', (_self, url: string) => {
    seen.opened.push(url);
    return Promise.resolve();
  });
  before(shell, 'showItemInFolder', (_self, path: string) => {
    seen.inFolder.push(path);
    return null;
  });
  before(
    globalShortcut,
    'register',
    (_self, key: string, press: () => void) => void seen.keys.set(key, press),
  );
  before(globalShortcut, 'unregister', (_self, key: string) => void seen.keys.delete(key));
  before(app, 'setBadgeCount', (_self, count: number) => void (seen.badge = count));
  before(app, 'enableSandbox', () => void (seen.sandboxed = true));
  before(app, 'setAppUserModelId', (_self, id: string) => void (seen.appUserModelId = id));
  before(electron.protocol, 'registerSchemesAsPrivileged', (_self, schemes: Electron.CustomScheme[]) => {
    seen.schemes.push(...schemes);
  });
  before(powerMonitor, 'getSystemIdleTime', () => seen.idle ?? undefined);
  before(BrowserWindow.prototype, 'show', (self) => void shown.set(self, 'active'));
  before(BrowserWindow.prototype, 'showInactive', (self) => void shown.set(self, 'inactive'));
  before(
    BrowserWindow.prototype,
    'setOverlayIcon',
    (self, _icon: unknown, description: string) => void overlays.set(self, description),
  );
  before(BrowserWindow.prototype, 'flashFrame', (self, flag: boolean) => void flashing.set(self, flag));

  const plain = (label: string) => label.replaceAll('&&', '&');
  const entries = (menu: Electron.Menu | undefined | null): MenuEntry[] =>
    (menu?.items ?? []).map(({ label, type, checked, enabled, submenu }) => ({
      label: plain(label),
      type,
      checked,
      enabled,
      submenu: entries(submenu),
    }));
  const choose = (menu: Electron.Menu | undefined | null, [label, ...rest]: readonly string[]): void => {
    const item = menu?.items.find((one) => plain(one.label) === label && one.enabled);
    if (!item) throw new Error(`no "${label}" among ${menu?.items.map((one) => one.label).join(', ')}`);
    if (rest.length > 0) choose(item.submenu, rest);
    else item.click();
  };
  /** By the page shown in it. */
  const nameOf = (window: Electron.BrowserWindow): string => {
    const page = /^onqueue:\/\/app\/(\w+)\.html/.exec(window.webContents.getURL())?.[1] ?? '?';
    return page === 'index' ? 'main' : page;
  };
  const named = (name: string): Electron.BrowserWindow => {
    const window = BrowserWindow.getAllWindows().find((one) => nameOf(one) === name);
    if (!window) throw new Error(`there is no window "${name}"`);
    return window;
  };
  const preferencesOf = (window: Electron.BrowserWindow): Electron.WebPreferences =>
    (
      window.webContents as unknown as { getLastWebPreferences(): Electron.WebPreferences }
    ).getLastWebPreferences();

  const controls: RealControls = {
    tray: () =>
      seen.menu && {
        icon: seen.icon,
        tooltip: seen.tooltip,
        paintings: seen.paintings,
        menu: entries(seen.menu),
      },
    chooseInTray: (path) => choose(seen.menu, path),
    chooseInMenu: (path) => choose(Menu.getApplicationMenu(), path),
    windows: () =>
      BrowserWindow.getAllWindows().map((window) => ({
        name: nameOf(window),
        visible: window.isVisible() && !window.isMinimized(),
        minimized: window.isMinimized(),
        focused: window.isFocused(),
        focusable: window.isFocusable(),
        shown: shown.get(window) ?? 'never',
        bounds: window.getBounds(),
        // The level cannot be read.
        alwaysOnTop: window.isAlwaysOnTop() ? 'screen-saver' : '',
        skipTaskbar: nameOf(window) !== 'main',
        flashing: flashing.get(window) ?? false,
        overlay: overlays.get(window) ?? null,
        url: window.webContents.getURL(),
        preferences: preferencesOf(window),
        // They cannot be read; the specs that need them run on the double alone.
        options: { type: undefined, acceptFirstMouse: undefined, backgroundColor: undefined },
      })),
    focus: (name) => (name === null ? BrowserWindow.getFocusedWindow()?.blur() : named(name).focus()),
    close(name) {
      named(name).close();
      return true;
    },
    notifications: () =>
      seen.notifications.map((one) => ({
        id: one.id ?? '',
        title: one.title,
        body: one.body,
        actions: one.actions.map(({ text }) => text ?? ''),
      })),
    clickNotification: (title) =>
      void seen.notifications.find((one) => one.title === title)?.emit('click', {} as never),
    workArea: () => screen.getDisplayNearestPoint(screen.getCursorScreenPoint()).workArea,
    power: (event) => powerMonitor.emit(event),
    idle(seconds) {
      seen.idle = seconds;
    },
    dialogs: () =>
      seen.dialogs.map(({ options: { message, detail = '', buttons = ['OK'] } }) => ({
        message,
        detail,
        buttons,
      })),
    answer(button) {
      const [open] = seen.dialogs;
      const at = (open?.options.buttons ?? ['OK']).indexOf(button);
      if (!open || at < 0) throw new Error(`no dialog has a button "${button}"`);
      open.answer(at);
    },
    errors: () => seen.errors,
    opened: () => seen.opened,
    shownInFolder: () => seen.inFolder,
    keys: () => [...seen.keys.keys()],
    press: (key) => seen.keys.get(key)?.(),
    hubPids: () => app.getAppMetrics().flatMap(({ name, pid }) => (name === 'OnQueue hub' ? [pid] : [])),
    badge: () => seen.badge,
    inDock: () => app.dock?.isVisible() ?? true,
    heap: () => process.memoryUsage().heapUsed,
    cpu: () => process.cpuUsage(),
    quit: () => app.quit(),
    security: () => ({
      sandboxed: seen.sandboxed,
      appUserModelId: seen.appUserModelId,
      toastActivatorCLSID: app.toastActivatorCLSID,
      userData: app.getPath('userData'),
      schemes: seen.schemes,
    }),
    async fetch(url, method) {
      const answer = await session.defaultSession.fetch(url, { method });
      return { status: answer.status, headers: Object.fromEntries(answer.headers) };
    },
  };
  const crash = (name: string) => named(name).webContents.forcefullyCrashRenderer();
  Object.assign(globalThis, { __onqueueSpec: { ...controls, crash } });
}
