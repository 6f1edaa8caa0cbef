import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoginItemSettings, LoginItemSettingsOptions, Settings } from 'electron';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type LoginItemOptions, setStartAtLogin, startsHidden } from './login-item.ts';

let home: string;
beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'onqueue-login-'))));
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** A system that stores what starts with the session. */
function system(openedAtLogin = false) {
  const items: Settings[] = [];
  const asked: (LoginItemSettingsOptions | undefined)[] = [];
  return {
    items,
    asked,
    app: {
      getLoginItemSettings(options?: LoginItemSettingsOptions) {
        asked.push(options);
        return { openAtLogin: false, wasOpenedAtLogin: openedAtLogin } as LoginItemSettings;
      },
      setLoginItemSettings: (settings: Settings) => void items.push(settings),
    },
  };
}
const set = (wanted: boolean, more: Partial<LoginItemOptions>) =>
  setStartAtLogin(wanted, {
    app: system().app,
    platform: 'linux',
    env: { XDG_CONFIG_HOME: home },
    execPath: '/opt/OnQueue/onqueue',
    appPath: null,
    ...more,
  });
const file = () => join(home, 'autostart', 'onqueue.desktop');
const command = () => /^Exec=(.*)$/m.exec(readFileSync(file(), 'utf8'))?.[1];

test('registers an installed program on Linux, hidden, and on X11 where that is available', () => {
  set(true, {});
  expect(command()).toBe('"/opt/OnQueue/onqueue" --hidden');
  set(true, { env: { XDG_CONFIG_HOME: home, DISPLAY: ':0', WAYLAND_DISPLAY: 'wayland-0' } });
  expect(command()).toBe('"/opt/OnQueue/onqueue" --ozone-platform=x11 --hidden');
  set(false, {});
  expect(existsSync(file())).toBe(false);
});

test('registers the file of an AppImage, not its mount point', () => {
  set(true, { env: { XDG_CONFIG_HOME: home, APPIMAGE: '/home/ana/100% work/OnQueue.AppImage' } });
  expect(command()).toBe('"/home/ana/100%% work/OnQueue.AppImage" --hidden');
});

test('passes a bare runtime what to run', () => {
  set(true, { execPath: '/src/electron', appPath: '/src/onqueue' });
  expect(command()).toBe('"/src/electron" "/src/onqueue" --hidden');
  const { app, items, asked } = system();
  set(true, { app, platform: 'win32', appPath: 'C:\\My Sources' });
  const args = ['"C:\\My Sources"', '--hidden'];
  expect(items).toEqual([{ openAtLogin: true, args }]);
  expect(asked).toEqual([{ args }]);
});

test('adds nothing to the list of macOS, which passes no arguments', () => {
  const { app, items } = system();
  set(true, { app, platform: 'darwin', appPath: '/src/onqueue' });
  expect(items).toEqual([]);
  set(true, { app, platform: 'darwin', appPath: null });
  expect(items).toMatchObject([{ openAtLogin: true }]);
});

test('shows no window at the start of the session, reported by the system on macOS and by an argument elsewhere', () => {
  expect(startsHidden(system().app, 'linux', ['onqueue', '--hidden'])).toBe(true);
  expect(startsHidden(system().app, 'linux', ['onqueue'])).toBe(false);
  expect(startsHidden(system(true).app, 'darwin', ['OnQueue'])).toBe(true);
  expect(startsHidden(system(false).app, 'darwin', ['OnQueue'])).toBe(false);
  expect(startsHidden(system(true).app, 'win32', ['OnQueue.exe'])).toBe(false);
});
