import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { downloadRuntime } from './fetch-runtime.ts';

let electron = '';
let said = '';
beforeEach(() => {
  electron = mkdtempSync(join(tmpdir(), 'onqueue-electron-'));
  said = '';
});
afterEach(() => rmSync(electron, { recursive: true, force: true }));

/** An installer that runs this. */
const fetchWith = (installer: string, isTTY = false) => {
  writeFileSync(join(electron, 'install.js'), installer);
  writeFileSync(join(electron, 'package.json'), '{ "type": "commonjs" }');
  const out = { isTTY, write: (text: string | Uint8Array) => ((said += String(text)), true) };
  return downloadRuntime(electron, { out, stalledAfter: 1_500, lookEvery: 20 });
};

test('reports a successful download in one line', async () => {
  expect(await fetchWith('')).toBe(true);
  expect(said).toBe('Fetching the desktop runtime, once …\n');
});

test('reports a failed installer', async () => {
  expect(await fetchWith('process.exit(1)')).toBe(false);
});

test('gives up an installer that downloads nothing, and leaves nothing behind', async () => {
  const note = `require('fs').writeFileSync(__dirname + '/where', require('os').tmpdir());`;
  expect(await fetchWith(`${note} setInterval(() => undefined, 1000)`)).toBe(false);
  expect(existsSync(readFileSync(join(electron, 'where'), 'utf8'))).toBe(false);
});

test('waits for an installer that makes progress, and shows it on a terminal', async () => {
  const installer = `
    const file = require('path').join(require('os').tmpdir(), 'electron.zip');
    let pieces = 0;
    const timer = setInterval(() => {
      require('fs').appendFileSync(file, Buffer.alloc(1e6));
      if ((pieces += 1) === 8) clearInterval(timer);
    }, 300);
  `;
  expect(await fetchWith(installer, true)).toBe(true);
  expect(said).toContain('\rFetching the desktop runtime, once … 2 MB\r');
  expect(said.endsWith('\n')).toBe(true);
}, 20_000);
