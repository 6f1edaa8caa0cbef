import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { canBeUpdated, type InstalledCopy, installsSilently, UNINSTALLER } from './installed-copy.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'onqueue-copy-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const copy = (facts: Partial<InstalledCopy> = {}): InstalledCopy => ({
  platform: 'linux',
  packaged: true,
  execPath: join(folder, 'onqueue'),
  appImage: undefined,
  resourcesPath: folder,
  ...facts,
});

test('replaces on Windows only what its own installer has installed', () => {
  const windows = copy({ platform: 'win32', execPath: join(folder, 'OnQueue.exe') });
  expect(canBeUpdated(windows)).toBe(false);
  writeFileSync(join(folder, UNINSTALLER), '');
  expect(canBeUpdated(windows)).toBe(true);
});

test('replaces an AppImage and a system package on Linux, but not an unpacked folder', () => {
  expect(canBeUpdated(copy())).toBe(false);
  expect(canBeUpdated(copy({ appImage: join(folder, 'OnQueue.AppImage') }))).toBe(true);
  writeFileSync(join(folder, 'package-type'), 'rpm');
  expect(canBeUpdated(copy())).toBe(true);
});

test('installs a system package only when a user enters the password', () => {
  expect(installsSilently(copy())).toBe(true);
  writeFileSync(join(folder, 'package-type'), 'deb');
  expect(installsSilently(copy())).toBe(false);
});

test('requires permission where this user cannot write', () => {
  const nowhere = join(folder, 'nowhere', 'OnQueue.AppImage');
  expect(installsSilently(copy({ appImage: nowhere }))).toBe(false);
  mkdirSync(join(folder, 'nowhere'));
  expect(installsSilently(copy({ appImage: nowhere }))).toBe(true);
  expect(readdirSync(join(folder, 'nowhere'))).toEqual([]);
});

test('checks the folder of the whole bundle on macOS', () => {
  const execPath = join(folder, 'Programs', 'OnQueue.app', 'Contents', 'MacOS', 'OnQueue');
  expect(installsSilently(copy({ platform: 'darwin', execPath }))).toBe(false);
  mkdirSync(join(folder, 'Programs', 'OnQueue.app', 'Contents', 'MacOS'), { recursive: true });
  expect(installsSilently(copy({ platform: 'darwin', execPath }))).toBe(true);
});
