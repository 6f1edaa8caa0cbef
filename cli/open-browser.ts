/**
 * Opens an address in the system's browser. The address contains a secret, and program arguments can be read by
 * everyone on the machine: the browser gets a private file instead, whose page leads to the address.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

/** Long enough for a browser that starts on a slow machine; by then the secret has been used. */
const REMOVAL_DELAY_MS = 60_000;
const ASK_TIMEOUT_MS = 2_000;

/** Best effort: the address is printed as well. */
export function openBrowser(address: string, env: NodeJS.ProcessEnv, platform: NodeJS.Platform): void {
  const headless = platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY;
  if (headless) return;
  const file = writeStartPage(address, platform === 'linux' ? readableFolder(env) : tmpdir());
  const [command, ...args]: [string, ...string[]] =
    platform === 'win32'
      ? ['rundll32', 'url.dll,FileProtocolHandler', file]
      : [platform === 'darwin' ? 'open' : 'xdg-open', file];
  const child = spawn(command, args, { stdio: 'ignore', detached: true, env });
  // There is no browser to open: the printed address remains.
  child.on('error', () => undefined);
  child.unref();
}

/**
 * Writes the page into a folder of its own that only this user can enter; deleted after a minute or with this process.
 */
function writeStartPage(address: string, parent: string): string {
  const folder = mkdtempSync(join(parent, 'onqueue-start-'));
  const file = join(folder, 'onqueue.html');
  writeFileSync(file, startPage(address), { mode: 0o600 });
  const remove = () => rmSync(folder, { recursive: true, force: true });
  setTimeout(remove, REMOVAL_DELAY_MS).unref();
  process.once('exit', remove);
  return file;
}

function startPage(address: string): string {
  const written = address.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0;url=${written}">
<title>OnQueue</title>
<a href="${written}">OnQueue</a>
`;
}

/** Snap browsers can access neither the system's temporary folder nor hidden ones, only a folder of their own. */
function readableFolder(env: NodeJS.ProcessEnv): string {
  const { stdout } = spawnSync('xdg-settings', ['get', 'default-web-browser'], {
    encoding: 'utf8',
    timeout: ASK_TIMEOUT_MS,
    env,
  });
  const snap = /^([\w-]+)_\1\.desktop$/.exec((stdout ?? '').trim())?.[1];
  const own = snap === undefined ? null : join(env.HOME ?? homedir(), 'snap', snap, 'common');
  return own !== null && existsSync(own) ? own : tmpdir();
}
