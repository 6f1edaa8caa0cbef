import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findDesktopRuntime, runDesktopShell } from './desktop-shell.ts';

let electron = '';
const publish = (version: string) =>
  writeFileSync(join(electron, 'package.json'), JSON.stringify({ version }));
beforeEach(() => {
  electron = mkdtempSync(join(tmpdir(), 'onqueue-electron-'));
  publish('45.0.0');
});
afterEach(() => rmSync(electron, { recursive: true, force: true }));

const install = () => {
  mkdirSync(join(electron, 'dist'), { recursive: true });
  writeFileSync(join(electron, 'dist', 'electron'), '');
  writeFileSync(join(electron, 'path.txt'), 'electron');
  return Promise.resolve(true);
};
const look = (more: Partial<Parameters<typeof findDesktopRuntime>[0]> = {}) =>
  findDesktopRuntime({
    env: { DISPLAY: ':0' },
    platform: 'linux',
    electron,
    fetch: () => Promise.resolve(false),
    again: false,
    ...more,
  });

test('uses an installed runtime without fetching', async () => {
  await install();
  const fetch = () => {
    throw new Error('fetched');
  };
  expect(await look({ fetch })).toEqual({ program: join(electron, 'dist', 'electron'), why: null });
});

test('fetches a missing runtime', async () => {
  expect((await look({ fetch: install })).program).toBe(join(electron, 'dist', 'electron'));
});

test('gives one reason why it cannot start', async () => {
  expect((await look()).why).toMatch(/^the Electron runtime cannot be fetched here/);
  expect((await look({ electron: null })).why).toBe('Electron is not installed');
  expect((await look({ env: {} })).why).toBe('there is no display here');
  expect((await look({ env: {}, platform: 'darwin', fetch: install, again: true })).why).toBeNull();
});

test('retries a failed fetch only for another version or on request, not at every start', async () => {
  let asked = 0;
  const fetch = () => {
    asked += 1;
    return Promise.resolve(false);
  };
  await look({ fetch });
  expect((await look({ fetch })).why).toBe(
    'the Electron runtime could not be fetched before (--desktop tries again)',
  );
  expect(asked).toBe(1);
  await look({ fetch, again: true });
  expect(asked).toBe(2);
  publish('45.1.0');
  await look({ fetch });
  expect(asked).toBe(3);
  expect((await look({ fetch: install, again: true })).why).toBeNull();
});

/** Runs this instead of the application. */
const runs = (source: string, more: Partial<Parameters<typeof runDesktopShell>[0]> = {}) => {
  const root = join(electron, 'main.cjs');
  writeFileSync(root, source);
  return runDesktopShell({
    program: process.execPath,
    root,
    dataDirectory: electron,
    env: { PATH: process.env.PATH },
    platform: 'linux',
    ...more,
  });
};

test('gives no reason after a desktop shell was quit', async () => {
  expect(await runs('')).toEqual({ code: 0, why: null });
  expect(await runs('process.exit(3)', { atOnce: 0 })).toEqual({ code: 3, why: null });
});

test('reports how a shell that never came up has ended', async () => {
  expect(await runs('process.exit(127)')).toEqual({
    code: 127,
    why: 'the desktop runtime ended at once (exit code 127)',
  });
  expect((await runs('process.abort()')).why).toBe('the desktop runtime ended at once (SIGABRT)');
  expect((await runs('', { program: join(electron, 'nothing') })).why).toMatch(
    /^the desktop runtime cannot be run \(/,
  );
});
