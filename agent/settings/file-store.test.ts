import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defaultLocalSettings } from '#core/settings/local-settings.ts';
import { openFileStore } from './file-store.ts';
import { openTokenFile } from './token-file.ts';

let directory = '';
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'onqueue-settings-'))));
afterEach(() => rmSync(directory, { recursive: true, force: true }));
const open = () => openFileStore(directory, () => 42);

test('keeps changes and the device’s identity across a restart', () => {
  const first = open();
  first.updateSettings({ volume: 0.25 });
  first.saveDraft('item-1', 'half a sentence');
  first.updateDevice({ hubPort: 4_801 });
  const second = open();
  expect(second.settings()).toEqual({ ...defaultLocalSettings, volume: 0.25 });
  expect(second.drafts()).toEqual({ 'item-1': 'half a sentence' });
  expect(second.device()).toEqual({ ...first.device(), hubPort: 4_801 });
  expect(second.setAside).toEqual([]);
});

test('removes the draft for an empty text', () => {
  const store = open();
  store.saveDraft('item-1', 'text');
  store.saveDraft('item-1', '');
  expect(open().drafts()).toEqual({});
});

test.each(['{ not json', '', '[1,2]', 'null', '"text"'])('a broken file (%j) is set aside', (content) => {
  writeFileSync(join(directory, 'settings.json'), content);
  const store = open();
  expect(store.settings()).toEqual(defaultLocalSettings);
  expect(store.setAside).toEqual(['settings.json.broken-42']);
  expect(readFileSync(join(directory, 'settings.json.broken-42'), 'utf8')).toBe(content);
  store.updateSettings({ theme: 'dark' });
  expect(open().settings().theme).toBe('dark');
});

test('resets only the bad field, not the others', () => {
  writeFileSync(join(directory, 'settings.json'), JSON.stringify({ volume: 7, theme: 'dark' }));
  const store = open();
  expect(store.settings()).toEqual({ ...defaultLocalSettings, theme: 'dark' });
  expect(store.setAside).toHaveLength(1);
});

test('reads a file that starts with a byte order mark', () => {
  writeFileSync(join(directory, 'settings.json'), '\uFEFF{ "theme": "dark" }');
  const store = open();
  expect(store.settings().theme).toBe('dark');
  expect(store.setAside).toEqual([]);
});

test('rejects a bad patch and changes nothing', () => {
  const store = open();
  expect(() => store.updateSettings({ volume: 9 })).toThrow();
  expect(store.settings().volume).toBe(defaultLocalSettings.volume);
});

test.skipIf(process.platform === 'win32')('files are for their owner only', () => {
  open();
  openTokenFile(directory).write('secret');
  for (const file of readdirSync(directory))
    expect([file, statSync(join(directory, file)).mode & 0o077]).toEqual([file, 0]);
});

test('keeps, replaces and clears the token', () => {
  const vault = openTokenFile(directory);
  expect(vault.read()).toBeNull();
  vault.write('one');
  vault.write('two');
  expect(openTokenFile(directory).read()).toBe('two');
  vault.clear();
  expect(vault.read()).toBeNull();
});
