/** Starting with the user's session: the system's list where Electron supports it, an autostart file on Linux. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'electron';
import { displayArguments } from '#agent/installation/display.ts';

/** Started with this argument the application shows no window; the tray is there. */
export const HIDDEN_START = '--hidden';

type LoginItems = Pick<App, 'getLoginItemSettings' | 'setLoginItemSettings'>;

export interface LoginItemOptions {
  readonly app: LoginItems;
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  readonly execPath: string;
  /** The arguments of the program where it is the bare runtime; `null` = the application is packaged. */
  readonly appPath: string | null;
}

/** Whether it is available: macOS starts a program of its list without arguments, and a bare runtime needs one. */
export const canStartAtLogin = (platform: NodeJS.Platform, packaged: boolean): boolean =>
  packaged || platform !== 'darwin';

/** Whether this start shows no window: started by the session, or with the argument. */
export const startsHidden = (
  app: Pick<LoginItems, 'getLoginItemSettings'>,
  platform: NodeJS.Platform,
  argv: readonly string[],
): boolean =>
  argv.includes(HIDDEN_START) || (platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin);

/** Applies the setting; idempotent. An autostart folder that cannot be written changes nothing. */
export function setStartAtLogin(wanted: boolean, options: LoginItemOptions): void {
  const { app, platform, env, execPath, appPath } = options;
  if (!canStartAtLogin(platform, appPath === null)) return;
  if (platform !== 'linux') {
    const args = [...(appPath === null ? [] : [`"${appPath}"`]), HIDDEN_START];
    if (app.getLoginItemSettings({ args }).openAtLogin !== wanted)
      app.setLoginItemSettings({ openAtLogin: wanted, args });
    return;
  }
  const folder = join(env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'autostart');
  const file = join(folder, 'onqueue.desktop');
  try {
    if (!wanted) return rmSync(file, { force: true });
    mkdirSync(folder, { recursive: true });
    // An AppImage runs from a mount point that changes with every start; it publishes its own path.
    const program = env.APPIMAGE ?? execPath;
    writeFileSync(
      file,
      autostartFile([
        ...[program, ...(appPath === null ? [] : [appPath])].map(quoted),
        ...displayArguments(platform, env),
        HIDDEN_START,
      ]),
    );
  } catch {
    // A read-only home: the user sees that it did not start, nothing else is lost.
  }
}

/** A path as used in an entry's command, where `%` starts a field code. */
const quoted = (path: string): string => `"${path.replace(/(["`$\\])/g, '\\$1').replaceAll('%', '%%')}"`;

const autostartFile = (command: readonly string[]): string =>
  [
    '[Desktop Entry]',
    'Type=Application',
    'Name=OnQueue',
    `Exec=${command.join(' ')}`,
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
