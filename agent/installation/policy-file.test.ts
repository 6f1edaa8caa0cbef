import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { memoryStore } from '#tests/support/memory-store.ts';
import { managedBy, policyPath, readPolicy, underPolicy } from './policy-file.ts';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'onqueue-policy-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const write = (text: string) => {
  const path = join(folder, 'policy.json');
  writeFileSync(path, text);
  return path;
};

test('no file fixes nothing', () => {
  const policy = readPolicy(join(folder, 'none.json'));
  expect(policy).toEqual({});
  expect(managedBy(policy)).toEqual([]);
});

test('an address is brought to its one form', () => {
  expect(readPolicy(write('{ "hub": "hub.example.org/" }'))).toEqual({ hub: 'https://hub.example.org' });
});

test.each(['{', '[]', '{ "hubb": 1 }', '{ "hub": "http://hub.example.org" }', '{ "language": "tlh" }'])(
  'a file that is not right (%s) is never passed over',
  (text) => expect(() => readPolicy(write(text))).toThrow(/policy of this machine .* is not right/),
);

test('what is fixed has its value and cannot be changed; the rest can', () => {
  const own = memoryStore({ language: 'en', theme: 'light' });
  const store = underPolicy(own, { language: 'ko' });
  expect(store.settings().language).toBe('ko');
  store.updateSettings({ language: 'en', theme: 'dark' });
  expect(store.settings()).toMatchObject({ language: 'ko', theme: 'dark' });
});

test('each system has its place for it', () => {
  expect(policyPath('linux', {})).toBe('/etc/onqueue/policy.json');
  expect(policyPath('darwin', {})).toBe('/Library/Application Support/OnQueue/policy.json');
  expect(policyPath('win32', { ProgramData: 'D:\\Data' })).toMatch(/^D:\\Data.OnQueue.policy\.json$/);
});
