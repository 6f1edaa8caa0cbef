/** `app`: life cycle, single instance, paths. */
import { EventEmitter } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App, CommandLine, Dock, LoginItemSettings, RelaunchOptions, Settings } from 'electron';
import packageJson from '../../package.json' with { type: 'json' };
import { type Fits, loud } from './loud.ts';
import { onlyOn, shownPlatform } from './platform.ts';

interface Closable {
  /** Asks as the system does; `false` = a listener has prevented it. */
  $close(): boolean;
}

/** A preventable event, as Electron's are. */
export function preventable<More extends object>(more: More = {} as More) {
  const event = {
    defaultPrevented: false,
    preventDefault() {
      event.defaultPrevented = true;
    },
    ...more,
  };
  return event;
}

const commandLineDouble = {
  getSwitchValue: (name: string): string =>
    process.argv.find((one) => one.startsWith(`--${name}=`))?.slice(name.length + 3) ?? '',
};
true satisfies Fits<typeof commandLineDouble, CommandLine>;

const theDock = {
  $badge: '',
  setBadge(text: string): void {
    theDock.$badge = text;
  },
};
true satisfies Fits<typeof theDock, Dock>;

class AppDouble extends EventEmitter {
  readonly isPackaged = false;
  readonly $paths = new Map<string, string>([['userData', join(tmpdir(), 'electron-double')]]);
  readonly $windows = new Set<Closable>();
  $sandboxed = false;
  /** macOS: the application has an icon in the Dock. */
  $inDock = true;
  $name = 'Electron';
  $badge = 0;
  $appUserModelId = '';
  toastActivatorCLSID = '';
  $login: Settings = { openAtLogin: false };
  #ready = false;
  #lock: string | null = null;

  setName(name: string): void {
    this.$name = name;
  }
  setToastActivatorCLSID(id: string): void {
    onlyOn('win32', 'app.setToastActivatorCLSID');
    if (!/^\{?[\dA-F]{8}(-[\dA-F]{4}){3}-[\dA-F]{12}\}?$/i.test(id)) throw new Error(`no CLSID: ${id}`);
    this.toastActivatorCLSID = id;
  }
  setAppUserModelId(id: string): void {
    onlyOn('win32', 'app.setAppUserModelId');
    this.$appUserModelId = id;
  }
  setPath(name: string, path: string): void {
    this.$paths.set(name, path);
  }
  getVersion(): string {
    return packageJson.version;
  }
  getName(): string {
    return this.$name;
  }
  getPath(name: string): string {
    return this.$paths.get(name) ?? tmpdir();
  }
  getPreferredSystemLanguages(): string[] {
    return [process.env.ELECTRON_DOUBLE_LANGUAGE ?? 'en-US'];
  }
  enableSandbox(): void {
    if (this.#ready) throw new Error('app.enableSandbox() after ready');
    this.$sandboxed = true;
  }
  isReady(): boolean {
    return this.#ready;
  }
  async whenReady(): Promise<void> {
    if (!this.#ready) await new Promise((resolve) => this.once('ready', resolve));
  }
  constructor() {
    super();
    // After the first turn of the main process; macOS reports the notification that started it.
    setImmediate(() => {
      this.#ready = true;
      this.emit('ready', preventable(), JSON.parse(process.env.ELECTRON_DOUBLE_LAUNCH ?? '{}'));
    });
  }

  /** A file with the owner's process id; other instances reach the owner by a signal. */
  requestSingleInstanceLock(): boolean {
    const folder = this.$paths.get('userData') ?? '';
    mkdirSync(folder, { recursive: true });
    const file = join(folder, 'single-instance');
    const owner = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
    if (owner !== 0 && isAlive(owner)) {
      process.kill(owner, 'SIGUSR2');
      return false;
    }
    writeFileSync(file, String(process.pid));
    this.#lock = file;
    process.on('SIGUSR2', () => this.emit('second-instance', preventable(), [], '', null));
    return true;
  }

  releaseSingleInstanceLock(): void {
    if (this.#lock !== null) rmSync(this.#lock, { force: true });
    this.#lock = null;
  }

  quit(): void {
    const event = preventable();
    this.emit('before-quit', event);
    if (event.defaultPrevented) return;
    for (const window of [...this.$windows]) if (!window.$close()) return;
    this.emit('will-quit', preventable());
    this.exit(0);
  }
  /** The spec starts it again, with the arguments in this file. */
  relaunch(options: RelaunchOptions = {}): void {
    writeFileSync(join(this.getPath('userData'), 'relaunch.json'), JSON.stringify(options));
  }
  exit(code = 0): void {
    this.releaseSingleInstanceLock();
    this.emit('quit', preventable(), code);
    process.exit(code);
  }

  /** Only macOS has it. */
  readonly dock: Dock | undefined =
    shownPlatform === 'darwin' ? (loud('dock', theDock) as unknown as Dock) : undefined;

  readonly commandLine = loud('commandLine', commandLineDouble) as unknown as CommandLine;

  setBadgeCount(count = 0): boolean {
    this.$badge = count;
    return true;
  }
  getLoginItemSettings(): LoginItemSettings {
    return { openAtLogin: this.$login.openAtLogin ?? false } as LoginItemSettings;
  }
  setLoginItemSettings(settings: Settings): void {
    this.$login = settings;
  }
}
true satisfies Fits<AppDouble, App>;

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

export const theApp = new AppDouble();
export const app = loud('app', theApp, [
  'ready',
  'second-instance',
  'activate',
  'window-all-closed',
  'before-quit',
  'will-quit',
  'quit',
  'browser-window-created',
  'web-contents-created',
]);
