/** Opening with the person's session: the system's list where Electron reaches it, an autostart file on Linux. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'electron';

/** Started like this the application shows no window of its own; the tray is there. */
export const HIDDEN_START = '--hidden';

export interface LoginItemOptions {
  readonly app: App;
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  readonly execPath: string;
}

/** Makes it so; harmless when it is so already. An autostart folder that cannot be written changes nothing. */
export function setStartAtLogin(wanted: boolean, { app, platform, env, execPath }: LoginItemOptions): void {
  if (platform !== 'linux') {
    if (app.getLoginItemSettings({ args: [HIDDEN_START] }).openAtLogin !== wanted)
      app.setLoginItemSettings({ openAtLogin: wanted, args: [HIDDEN_START] });
    return;
  }
  const folder = join(env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'autostart');
  const file = join(folder, 'onqueue.desktop');
  try {
    if (!wanted) return rmSync(file, { force: true });
    mkdirSync(folder, { recursive: true });
    // An AppImage runs from a place that changes with every start; it says itself where it is.
    writeFileSync(file, autostartFile(env.APPIMAGE ?? execPath));
  } catch {
    // A read-only home: the person sees that it did not start, nothing else is lost.
  }
}

const autostartFile = (program: string): string =>
  [
    '[Desktop Entry]',
    'Type=Application',
    'Name=OnQueue',
    `Exec="${program.replace(/(["`$\\])/g, '\\$1')}" ${HIDDEN_START}`,
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
