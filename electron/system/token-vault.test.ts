import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SafeStorage } from 'electron';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTokenFile } from '#agent/settings/token-file.ts';
import { describeEncryption, openEncryptedVault } from './token-vault.ts';

let folder = '';
let troubles: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'onqueue-vault-'));
  troubles = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const files = () => readdirSync(folder).sort();
const refuse = () => Promise.reject(new Error('the keyring is locked'));
/** A keyring that reverses its texts. */
const turned = (text: string) => [...text].reverse().join('');
const aSafe = (changes: Partial<SafeStorage> = {}): SafeStorage =>
  ({
    isAsyncEncryptionAvailable: () => Promise.resolve(true),
    encryptStringAsync: (text: string) => Promise.resolve(Buffer.from(turned(text))),
    decryptStringAsync: (bytes: Buffer) =>
      Promise.resolve({ result: turned(bytes.toString()), shouldReEncrypt: false }),
    getSelectedStorageBackend: () => 'gnome_libsecret',
    ...changes,
  }) as SafeStorage;
const noSafe = aSafe({ isAsyncEncryptionAvailable: () => Promise.resolve(false) });
const open = (safe = aSafe()) => openEncryptedVault(folder, safe, (what) => troubles.push(what));

test('keeps a token encrypted, readable by its owner only, across runs', async () => {
  const vault = await open();
  vault.write('one');
  vault.write('two');
  await vault.settled();
  expect(files()).toEqual(['token.safe']);
  expect(readFileSync(join(folder, 'token.safe'), 'utf8')).toBe('owt');
  if (process.platform !== 'win32') expect(statSync(join(folder, 'token.safe')).mode & 0o077).toBe(0);
  const again = await open();
  expect(again.read()).toBe('two');
  again.clear();
  await again.settled();
  expect(files()).toEqual([]);
  expect(troubles).toEqual([]);
});

test('uses a plain file for its owner only without a keyring, and encrypts it with one', async () => {
  (await open(noSafe)).write('one');
  expect(files()).toEqual(['token']);
  if (process.platform !== 'win32') expect(statSync(join(folder, 'token')).mode & 0o077).toBe(0);
  expect((await open()).read()).toBe('one');
  expect(files()).toEqual(['token.safe']);
});

test('prefers the newer token: a sign-in or sign-out of a run without a keyring', async () => {
  const sealed = await open();
  sealed.write('of the old hub');
  await sealed.settled();
  const plain = await open(noSafe);
  expect(plain.read()).toBeNull();
  plain.write('of the new hub');
  expect(files()).toEqual(['token']);
  expect((await open()).read()).toBe('of the new hub');
  expect(files()).toEqual(['token.safe']);

  openTokenFile(folder).clear();
  expect((await open()).read()).toBeNull();
});

test('prefers the plain file of two that an earlier version has left', async () => {
  writeFileSync(join(folder, 'token.safe'), turned('old'));
  writeFileSync(join(folder, 'token'), 'new');
  expect((await open()).read()).toBe('new');
  expect(files()).toEqual(['token.safe']);
  expect((await open()).read()).toBe('new');
});

test('reports a keyring that fails, and leaves no older token behind', async () => {
  const first = await open();
  first.write('old');
  await first.settled();
  const vault = await open(aSafe({ encryptStringAsync: refuse }));
  vault.write('new');
  await vault.settled();
  expect(troubles).toEqual([expect.stringMatching(/safe has refused the token.*the keyring is locked/)]);
  expect(files()).toEqual(['token']);
  expect((await open()).read()).toBe('new');
});

test('reports a token that cannot be stored; it stays valid for this run', async () => {
  const vault = await open(aSafe({ encryptStringAsync: refuse }));
  mkdirSync(join(folder, 'token', 'in the way'), { recursive: true });
  vault.write('new');
  await vault.settled();
  expect(vault.read()).toBe('new');
  expect(troubles.at(-1)).toMatch(/could not be kept, you must sign in again after a restart/);
});

test('treats an unreadable token as none, and reports why', async () => {
  writeFileSync(join(folder, 'token.safe'), 'of another machine');
  const vault = await open(aSafe({ decryptStringAsync: refuse }));
  expect(vault.read()).toBeNull();
  expect(troubles).toEqual([expect.stringMatching(/could not be read, you must sign in again/)]);
});

test('encrypts the token again with a new key of the system', async () => {
  writeFileSync(join(folder, 'token.safe'), 'eno');
  const decryptStringAsync = () => Promise.resolve({ result: 'one', shouldReEncrypt: true });
  const encryptStringAsync = () => Promise.resolve(Buffer.from('sealed anew'));
  const vault = await open(aSafe({ decryptStringAsync, encryptStringAsync }));
  await vault.settled();
  expect(vault.read()).toBe('one');
  expect(readFileSync(join(folder, 'token.safe'), 'utf8')).toBe('sealed anew');
});

test('names the keyring', async () => {
  expect(await describeEncryption(aSafe(), 'linux')).toBe('gnome_libsecret');
  const weak = aSafe({ getSelectedStorageBackend: () => 'basic_text' });
  expect(await describeEncryption(weak, 'linux')).toMatch(/^basic_text: no keyring/);
  expect(await describeEncryption(aSafe(), 'win32')).toBe("the system's");
  expect(await describeEncryption(noSafe, 'linux')).toMatch(/^none/);
});
