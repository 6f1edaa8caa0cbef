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

test('on Windows only what its own installer has put there is replaced by that installer', () => {
  const windows = copy({ platform: 'win32', execPath: join(folder, 'OnQueue.exe') });
  expect(canBeUpdated(windows)).toBe(false);
  writeFileSync(join(folder, UNINSTALLER), '');
  expect(canBeUpdated(windows)).toBe(true);
});

test('on Linux an AppImage and a package of the system are replaced, an unpacked folder is not', () => {
  expect(canBeUpdated(copy())).toBe(false);
  expect(canBeUpdated(copy({ appImage: join(folder, 'OnQueue.AppImage') }))).toBe(true);
  writeFileSync(join(folder, 'package-type'), 'rpm');
  expect(canBeUpdated(copy())).toBe(true);
});

test('a package of the system is installed only when somebody gives the password', () => {
  expect(installsSilently(copy())).toBe(true);
  writeFileSync(join(folder, 'package-type'), 'deb');
  expect(installsSilently(copy())).toBe(false);
});

test('where this person may not write, somebody else must allow it', () => {
  const nowhere = join(folder, 'nowhere', 'OnQueue.AppImage');
  expect(installsSilently(copy({ appImage: nowhere }))).toBe(false);
  mkdirSync(join(folder, 'nowhere'));
  expect(installsSilently(copy({ appImage: nowhere }))).toBe(true);
  expect(readdirSync(join(folder, 'nowhere'))).toEqual([]);
});

test('on macOS the folder of the whole bundle counts', () => {
  const execPath = join(folder, 'Programs', 'OnQueue.app', 'Contents', 'MacOS', 'OnQueue');
  expect(installsSilently(copy({ platform: 'darwin', execPath }))).toBe(false);
  mkdirSync(join(folder, 'Programs', 'OnQueue.app', 'Contents', 'MacOS'), { recursive: true });
  expect(installsSilently(copy({ platform: 'darwin', execPath }))).toBe(true);
});
