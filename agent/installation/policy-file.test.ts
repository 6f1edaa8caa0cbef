import { chmodSync, chownSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { memoryStore } from '#tests/support/memory-store.ts';
import { managedSettings, policyFile, readPolicy, applyPolicy } from './policy-file.ts';
import type { StartupError } from './startup-error.ts';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'onqueue-policy-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const write = (text: string) => {
  const path = join(folder, 'policy.json');
  writeFileSync(path, text);
  return path;
};
const tried = (path: string) => readPolicy({ path, adminOnly: false }, 'linux');

test('fixes nothing without a file', () => {
  const policy = tried(join(folder, 'none.json'));
  expect(policy).toEqual({});
  expect(managedSettings(policy)).toEqual([]);
});

test('normalises an address', () => {
  expect(tried(write('{ "hub": "hub.example.org/" }'))).toEqual({ hub: 'https://hub.example.org' });
});

test('reads a file with the byte order mark that PowerShell writes', () => {
  expect(tried(write('\uFEFF{ "language": "ko" }'))).toEqual({ language: 'ko' });
});

test.each(['{', '[]', '{ "hubb": 1 }', '{ "hub": "http://hub.example.org" }', '{ "language": "tlh" }'])(
  'rejects an invalid file (%s)',
  (text) => expect(() => tried(write(text))).toThrow(/policy of this machine .* is not right/),
);

test('reports what is wrong with it in both languages', () => {
  const refusal = (text: string) => {
    try {
      return tried(write(text));
    } catch (error) {
      return error as StartupError;
    }
  };
  const address = refusal('{ "updateFeed": "http://updates.example.org" }') as StartupError;
  expect(address.message).toMatch(/updateFeed\. Over a network a hub is reached by https only/);
  expect(address.sentence('ko')).toMatch(/updateFeed\. .*https.* 관리자에게/);
  expect((refusal('{') as StartupError).sentence('ko')).toMatch(/올바른 JSON 형식이 아닙니다/);
});

describe.skipIf(process.getuid?.() !== 0)('the file of the machine', () => {
  const read = (path: string) => readPolicy({ path, adminOnly: true }, 'linux');

  test('is accepted when it is owned by root and writable by root only', () => {
    const path = write('{ "language": "ko" }');
    chmodSync(path, 0o644);
    expect(read(path)).toEqual({ language: 'ko' });
    for (const mode of [0o664, 0o646]) {
      chmodSync(path, mode);
      expect(() => read(path)).toThrow(/can be changed by others .* Only root may write it/);
    }
  });

  test('is rejected when another user owns it, also through a link', () => {
    const path = write('{}');
    chownSync(path, 65_534, 65_534);
    const link = join(folder, 'link.json');
    symlinkSync(path, link);
    for (const one of [path, link])
      expect(() => read(one)).toThrow(/does not belong to the administrator. It must belong to root/);
    // One that is only tried out may belong to any user.
    expect(tried(path)).toEqual({});
  });

  test('is rejected when it is not a file', () => {
    expect(() => read(folder)).toThrow(/cannot be read/);
  });
});

test('gives a fixed setting its value and prevents changes; the others stay changeable', () => {
  const own = memoryStore({ language: 'en', theme: 'light' });
  const store = applyPolicy(own, { language: 'ko' });
  expect(store.settings().language).toBe('ko');
  store.updateSettings({ language: 'en', theme: 'dark' });
  expect(store.settings()).toMatchObject({ language: 'ko', theme: 'dark' });
});

test('has one location per system, and only an unpackaged copy takes another', () => {
  const env = { ONQUEUE_POLICY: '/tmp/policy.json' };
  expect(policyFile('linux', env, true)).toEqual({ path: '/etc/onqueue/policy.json', adminOnly: true });
  expect(policyFile('linux', env, false)).toEqual({ path: '/tmp/policy.json', adminOnly: false });
  expect(policyFile('darwin', {}, true).path).toBe('/Library/Application Support/OnQueue/policy.json');
  // S25: a user controls the environment of a program and must not select the policy through it.
  const path = policyFile('win32', { CommonProgramFiles: 'D:\\Mine' }, true).path;
  expect(path).toMatch(/^C:\\Program Files\\Common Files\\OnQueue\\policy\.json$/);
});
