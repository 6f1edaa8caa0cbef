import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readErrorLog, ErrorLog } from './error-log.ts';

let folder = '';
let now = 0;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'onqueue-troubles-'));
  now = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const open = () => new ErrorLog(folder, () => (now += 1_000));

test('keeps the entries of an earlier run after a crash, readable by their owner only', () => {
  open().add('the window "main" ended:\n crashed');
  const again = open();
  again.add('link: ECONNREFUSED');
  expect(readErrorLog(folder)).toEqual([
    { at: 1_000, what: 'the window "main" ended: crashed', times: 1 },
    { at: 2_000, what: 'link: ECONNREFUSED', times: 1 },
  ]);
  if (process.platform !== 'win32') expect(statSync(join(folder, 'troubles.log')).mode & 0o077).toBe(0);
});

test('counts a repeated entry, also across runs', () => {
  const log = open();
  for (let count = 0; count < 3; count += 1) log.add('link: ECONNREFUSED');
  open().add('link: ECONNREFUSED');
  expect(readErrorLog(folder)).toEqual([{ at: 4_000, what: 'link: ECONNREFUSED', times: 4 }]);
});

test('keeps only the most recent entries and shortens long ones', () => {
  const log = open();
  for (let count = 0; count < 80; count += 1) log.add(`${count} ${'x'.repeat(5_000)}`);
  expect(log.troubles).toHaveLength(50);
  expect(log.troubles.at(-1)?.what).toMatch(/^79 /);
  expect(readFileSync(join(folder, 'troubles.log')).length).toBeLessThan(32_000);
  expect(open().troubles).toHaveLength(50);
});

test('loses the file, not the shell, when the folder cannot be written', () => {
  const log = new ErrorLog(join(folder, 'missing'), () => 1);
  log.add('something');
  expect(log.troubles).toHaveLength(1);
});
