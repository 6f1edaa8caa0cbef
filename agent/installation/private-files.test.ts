import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { prepareDataDirectory } from './data-directory.ts';
import { accessibleToOthers, restrictDataDirectory } from './private-files.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'onqueue-private-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const mode = (name = '') => (statSync(join(folder, name)).mode & 0o7777).toString(8);
function put(name: string, as: number): void {
  writeFileSync(join(folder, name), 'x');
  chmodSync(join(folder, name), as);
}

test('S7: makes a data directory of an earlier version private, touching only our own files', () => {
  chmodSync(folder, 0o755);
  for (const name of [
    'hub.db',
    'hub.db-wal',
    'hub.db-shm',
    'hub.log',
    'settings.json',
    'local-user.json',
    'token',
  ])
    put(name, 0o644);
  put('thesis.odt', 0o644);
  put('shell-secret', 0o600);
  mkdirSync(join(folder, 'chromium'), { mode: 0o755 });
  symlinkSync(join(folder, 'thesis.odt'), join(folder, 'hub.log.1'));
  expect(accessibleToOthers(folder)).toHaveLength(9);
  prepareDataDirectory(folder);
  expect(mode()).toBe('700');
  for (const name of [
    'hub.db',
    'hub.db-wal',
    'hub.db-shm',
    'hub.log',
    'settings.json',
    'local-user.json',
    'token',
  ])
    expect(mode(name), name).toBe('600');
  expect(mode('chromium')).toBe('700');
  expect(mode('thesis.odt')).toBe('644');
  expect(accessibleToOthers(folder)).toEqual([]);
});

test('S7: leaves a world-writable folder unchanged', () => {
  chmodSync(folder, 0o1777);
  put('hub.db', 0o644);
  restrictDataDirectory(folder);
  expect(mode()).toBe('1777');
  expect(mode('hub.db')).toBe('600');
});

test('S7: creates a private data directory', () => {
  rmSync(folder, { recursive: true });
  prepareDataDirectory(folder);
  expect(mode()).toBe('700');
});
