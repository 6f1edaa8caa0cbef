import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findDesktopRuntime } from './desktop-shell.ts';

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
  return true;
};
const look = (more: Partial<Parameters<typeof findDesktopRuntime>[0]> = {}) =>
  findDesktopRuntime({
    env: { DISPLAY: ':0' },
    platform: 'linux',
    electron,
    fetch: () => false,
    again: false,
    ...more,
  });

test('a runtime that is there is used, and nothing is fetched', () => {
  install();
  const fetch = () => {
    throw new Error('fetched');
  };
  expect(look({ fetch })).toEqual({ program: join(electron, 'dist', 'electron'), why: null });
});

test('a runtime that is not there is fetched', () => {
  expect(look({ fetch: install }).program).toBe(join(electron, 'dist', 'electron'));
});

test('what keeps it from starting is one reason', () => {
  expect(look().why).toMatch(/^the Electron runtime cannot be fetched here/);
  expect(look({ electron: null }).why).toBe('Electron is not installed');
  expect(look({ env: {} }).why).toBe('there is no display here');
  expect(look({ env: {}, platform: 'darwin', fetch: install, again: true }).why).toBeNull();
});

test('what could not be fetched is not asked for at every start, but again for another version, and when somebody says so', () => {
  let asked = 0;
  const fetch = () => {
    asked += 1;
    return false;
  };
  look({ fetch });
  expect(look({ fetch }).why).toBe(
    'the Electron runtime could not be fetched before (--desktop tries again)',
  );
  expect(asked).toBe(1);
  look({ fetch, again: true });
  expect(asked).toBe(2);
  publish('45.1.0');
  look({ fetch });
  expect(asked).toBe(3);
  expect(look({ fetch: install, again: true }).why).toBeNull();
});
