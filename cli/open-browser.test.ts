import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openBrowser } from './open-browser.ts';

const ADDRESS = 'http://127.0.0.1:4700/#start=very-secret-token';
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'onqueue-open-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A program of this name that records its arguments and prints this. */
function standIn(name: string, says = ''): void {
  const file = join(folder, name);
  writeFileSync(
    file,
    `#!/bin/sh\necho "$@" > ${join(folder, `${name}.args`)}.new\nmv ${join(folder, `${name}.args`)}.new ${join(folder, `${name}.args`)}\nprintf '%s' '${says}'\n`,
  );
  chmodSync(file, 0o755);
}
const env = () => ({ PATH: `${folder}:${process.env.PATH}`, DISPLAY: ':0', HOME: folder });
async function given(): Promise<string> {
  const args = join(folder, 'xdg-open.args');
  await vi.waitFor(() => expect(existsSync(args)).toBe(true), { timeout: 10_000 });
  return readFileSync(args, 'utf8').trim();
}

test('S16: starts the browser without the token, with a private page that leads to the address', async () => {
  standIn('xdg-open');
  standIn('xdg-settings', 'firefox.desktop');
  openBrowser(ADDRESS, env(), 'linux');
  const file = await given();
  expect(file).not.toContain('secret');
  expect(readFileSync(file, 'utf8')).toContain(`content="0;url=${ADDRESS}"`);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(dirname(file)).mode & 0o777).toBe(0o700);
  rmSync(dirname(file), { recursive: true });
});

test('S16: writes the page where a snap browser can read it', async () => {
  standIn('xdg-open');
  standIn('xdg-settings', 'chromium_chromium.desktop');
  const own = join(folder, 'snap', 'chromium', 'common');
  mkdirSync(own, { recursive: true });
  openBrowser(ADDRESS, env(), 'linux');
  expect(await given()).toContain(own);
});

test('opens and writes nothing without a screen', () => {
  standIn('xdg-open');
  openBrowser(ADDRESS, { ...env(), DISPLAY: '' }, 'linux');
  expect(existsSync(join(folder, 'xdg-settings.args'))).toBe(false);
});
