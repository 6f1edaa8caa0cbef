/** What a test can see of the double, and do in place of the system and its user. Called over the process's channel. */
import { originOf } from './addresses.ts';
import { preventable, theApp } from './app.ts';
import { type BrowserWindowDouble, moveFocus, windows } from './browser-window.ts';
import { applicationMenu } from './menu.ts';
import { theProtocol, theSession } from './session.ts';
import { systemState, thePowerMonitor, theScreen } from './system.ts';
import { tell } from './tell.ts';
import { utilityProcesses } from './utility-process.ts';

/** What a system puts on a dialog that names no buttons. */
const OK = ['OK'];

function windowNamed(name: string): BrowserWindowDouble {
  const window = windows.find((one) => nameOf(one) === name);
  if (!window) throw new Error(`there is no window "${name}"`);
  return window;
}
function notificationOf(title: string) {
  const notification = systemState.notifications.find((one) => one.title === title);
  if (!notification) throw new Error(`there is no notification "${title}"`);
  return notification;
}
const nameOf = ({ $contents }: BrowserWindowDouble): string =>
  /--onqueue-window=(\S+)/.exec($contents.$preferences.additionalArguments?.join(' ') ?? '')?.[1] ?? '?';

const controls = {
  tray() {
    const { tray } = systemState;
    if (!tray) return null;
    const { $icon: icon, $tooltip: tooltip, $menu, $paintings: paintings } = tray;
    return { icon, tooltip, paintings, menu: $menu?.$open() ?? [] };
  },
  chooseInTray: (path: string[]) => systemState.tray?.$menu?.$choose(path),
  chooseInMenu: (path: string[]) => applicationMenu.current?.$choose(path),
  windows: () =>
    windows.map((window) => ({
      name: nameOf(window),
      visible: window.$visible && !window.$minimized,
      minimized: window.$minimized,
      focused: window.isFocused(),
      focusable: window.$focusable,
      shown: window.$shown,
      bounds: window.$bounds,
      alwaysOnTop: window.$alwaysOnTop,
      skipTaskbar: !window.$inTaskbar,
      flashing: window.$flashing,
      overlay: window.$overlay,
      url: window.$contents.getURL(),
      preferences: window.$contents.$preferences,
      /** Its creation options that no other field shows. */
      options: {
        type: window.$options.type,
        acceptFirstMouse: window.$options.acceptFirstMouse,
        backgroundColor: window.$options.backgroundColor,
      },
    })),
  focus: (name: string | null) => moveFocus(name === null ? null : windowNamed(name)),
  /** The user presses the window's close button. */
  close: (name: string) => windowNamed(name).$close(),
  /** A click reaches the page by itself; this is what the window receives before it. */
  mouseDown: (name: string) => windowNamed(name).$mouseDown(),
  notifications: () =>
    systemState.notifications.map(({ id, title, body, actions }) => ({
      id,
      title,
      body,
      actions: actions.map(({ text }) => text),
    })),
  clickNotification: (title: string) => notificationOf(title).$activate({ type: 'click' }),
  chooseInNotification: (title: string, actionIndex: number) =>
    notificationOf(title).$activate({ type: 'action', actionIndex }),
  blockNotifications(blocked: boolean) {
    systemState.blockNotifications = blocked;
  },
  power: (event: string) => thePowerMonitor.emit(event),
  /** The user signs out of Windows: every window is notified, and the application is not asked. */
  endSession() {
    for (const window of [...windows]) window.emit('session-end', preventable());
  },
  idle(seconds: number) {
    systemState.idleSeconds = seconds;
  },
  /** The work area of the display with the pointer. */
  workArea: () => theScreen.getDisplayNearestPoint(systemState.cursor).workArea,
  resizeDisplay: (id: number, width: number, height: number) => theScreen.$resize(id, width, height),
  clickTray: () => systemState.tray?.emit('click'),
  /** The page of this window hangs, and the system has noticed. */
  hang: (name: string) => windowNamed(name).$contents.emit('unresponsive'),
  cursor(x: number, y: number) {
    systemState.cursor = { x, y };
  },
  dialogs: () =>
    systemState.dialogs.map(({ options: { message, detail = '', buttons = OK } }) => ({
      message,
      detail,
      buttons,
    })),
  answer(button: string) {
    const [open] = systemState.dialogs;
    const at = (open?.options.buttons ?? OK).indexOf(button);
    if (!open || at < 0) throw new Error(`no dialog has a button "${button}"`);
    open.answer(at);
  },
  errors: () => systemState.errors,
  opened: () => systemState.opened,
  shownInFolder: () => systemState.shownInFolder,
  keys: () => [...systemState.keys.keys()],
  press: (accelerator: string) => systemState.keys.get(accelerator)?.(),
  hubPids: () => utilityProcesses,
  badge: () => theApp.$badge,
  /** macOS: whether the application has an icon in the Dock. */
  inDock: () => theApp.$inDock,
  /** Bytes in use after a collection; the test must have started the process with `--expose-gc`. */
  heap() {
    globalThis.gc?.();
    return process.memoryUsage().heapUsed;
  },
  cpu: () => process.cpuUsage(),
  quit: () => theApp.quit(),
  security: () => ({
    sandboxed: theApp.$sandboxed,
    appUserModelId: theApp.$appUserModelId,
    toastActivatorCLSID: theApp.toastActivatorCLSID,
    userData: theApp.$paths.get('userData'),
    schemes: theProtocol.$privileged,
  }),
  /** The answer the page of this address gets to a permission check. */
  async permission(permission: string, url: string, isMainFrame: boolean) {
    const asked = permission as Parameters<NonNullable<typeof theSession.$check>>[1];
    const details = { requestingUrl: url, isMainFrame } as never;
    const contents = windowNamed('main').webContents;
    const granted = await new Promise<boolean>((resolve) => {
      if (!theSession.$request) return resolve(true);
      theSession.$request(contents, asked as never, resolve, details);
    });
    return { granted, checked: theSession.$check?.(contents, asked, originOf(url), details) ?? true };
  },
  /** The response of the handler of our scheme. */
  async fetch(url: string, method: string) {
    const answer = await theProtocol.$handlers.get('onqueue')?.(new Request(url, { method }));
    return answer ? { status: answer.status, headers: Object.fromEntries(answer.headers) } : null;
  },
};
export type Controls = typeof controls;

/** Carries out a request of the test; returns the result, or the error. */
export function listenToTest(): void {
  process.on('message', (message: { id: number; name: keyof Controls; args: unknown[] }) => {
    const { id, name, args } = message;
    Promise.resolve()
      .then(() => (controls[name] as (...given: unknown[]) => unknown)(...args))
      .then(
        (result) => tell({ event: 'answer', id, result: plain(result) }),
        (error: unknown) => tell({ event: 'answer', id, error: String(error) }),
      );
  });
  process.channel?.unref();
}

const plain = (value: unknown): unknown => (value === undefined ? null : JSON.parse(JSON.stringify(value)));
