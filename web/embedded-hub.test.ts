import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { memoryStore } from '#tests/support/memory-store.ts';
import { until } from '#tests/support/virtual-clock.ts';
import { lockDataDirectory } from '#agent/installation/data-lock.ts';
import { EmbeddedHubProcess } from '#agent/installation/embedded-hub.ts';
import { hubLauncher } from './hub-child.ts';

let directory = '';
let hub: EmbeddedHubProcess | null = null;
/** Of every start. */
let ports: number[] = [];
/** Outside the range that applications use. */
const FIRST_PORT = 24_701;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'onqueue-hub-'));
  ports = [];
});
afterEach(async () => {
  await hub?.stop();
  hub = null;
  rmSync(directory, { recursive: true, force: true });
});

/** A stand-in for the hub's process, as its start-up contract describes it. */
function standIn(body: string, launching: (port: number) => void = () => undefined): EmbeddedHubProcess {
  const main = join(directory, 'stand-in.mjs');
  writeFileSync(
    main,
    `import { createServer } from 'node:http';
     import { writeFileSync } from 'node:fs';
     const option = (name) => process.argv[process.argv.indexOf(name) + 1];
     ${body}`,
  );
  const launch = hubLauncher(main);
  hub = new EmbeddedHubProcess({
    directory,
    store: memoryStore(),
    firstPort: FIRST_PORT,
    launch: (args) => {
      const port = Number(args[args.indexOf('--port') + 1]);
      ports.push(port);
      launching(port);
      return launch(args);
    },
  });
  return hub;
}
const serving = `
  writeFileSync(option('--embedded'), JSON.stringify({ username: 'local', password: 'secret' }));
  const server = createServer((request, response) => {
    if (request.url === '/die') process.exit(1);
    response.end(String(process.pid));
  });
  server.listen(Number(option('--port')), '127.0.0.1', () => {
    console.error('a line of the log');
    console.log(JSON.stringify({ ready: true, port: server.address().port, url: 'http://127.0.0.1' }));
  });`;

test('is ready when the hub reports it, knows the local user, ends with the shell', async () => {
  const running = standIn(serving);
  await running.start();
  expect(await running.credentials()).toEqual({ username: 'local', password: 'secret' });
  const pid = Number(await (await fetch(running.url)).text());
  expect(readFileSync(join(directory, 'hub.log'), 'utf8')).toContain('a line of the log');
  await running.stop();
  expect(() => process.kill(pid, 0)).toThrow();
});

test('ends when its shell is killed', async () => {
  const shell = join(directory, 'shell.mts');
  const main = join(directory, 'stand-in.mjs');
  standIn(serving);
  hub = null;
  const [supervisor, launcher] = ['../agent/installation/embedded-hub.ts', 'hub-child.ts'].map(
    (file) => pathToFileURL(join(import.meta.dirname, file)).href,
  );
  writeFileSync(
    shell,
    `import { EmbeddedHubProcess } from '${supervisor}';
     import { hubLauncher } from '${launcher}';
     const launch = hubLauncher(${JSON.stringify(main)});
     const hub = new EmbeddedHubProcess({
       directory: ${JSON.stringify(directory)},
       store: { device: () => ({ hubPort: null }), updateDevice: () => undefined },
       firstPort: 0,
       launch,
     });
     await hub.start();
     console.log(await (await fetch(hub.url)).text());`,
  );
  const child = spawn(process.execPath, [shell], { stdio: ['ignore', 'pipe', 'inherit'] });
  const pid = await new Promise<number>((resolve) =>
    child.stdout.once('data', (text) => resolve(Number(String(text)))),
  );
  child.kill('SIGKILL');
  const gone = () => {
    try {
      return !process.kill(pid, 0);
    } catch {
      return true;
    }
  };
  await until(gone, 'the end of the hub');
}, 20_000);

test('restarts on the same port after a crash', async () => {
  const running = standIn(serving);
  await running.start();
  const { port } = running;
  const states: boolean[] = [];
  running.onChange(() => states.push(running.restarting));
  await fetch(`${running.url}/die`).catch(() => undefined);
  await until(() => states.length === 2, 'the restart');
  expect(states).toEqual([true, false]);
  expect(running.port).toBe(port);
  expect((await fetch(running.url)).ok).toBe(true);
});

test('stops retrying a hub that cannot be restarted, and keeps its last output', async () => {
  const running = standIn(`
    import { existsSync } from 'node:fs';
    if (existsSync(option('--embedded'))) {
      console.error('The disk is full.');
      process.exit(2);
    }
    ${serving}`);
  await running.start();
  await fetch(`${running.url}/die`).catch(() => undefined);
  await until(() => running.failure !== null, 'the end of trying');
  expect(running.failure).toBe('The disk is full.');
  expect(running.restarting).toBe(false);
});

test('chooses another port when its port is taken at the same moment', async () => {
  const other = createServer();
  const running = standIn(serving, (port) => {
    if (ports.length === 1) other.listen(port, '127.0.0.1');
  });
  await running.start();
  expect(ports).toHaveLength(2);
  expect(running.port).not.toBe(ports[0]);
  expect((await fetch(running.url)).ok).toBe(true);
  other.close();
});

test('runs only while this device works with it: ends and starts with every change of hubs', async () => {
  const running = standIn(serving);
  await Promise.all([running.start(), running.start()]);
  await running.start();
  expect(ports).toHaveLength(1);
  void running.stop();
  await running.start();
  expect(ports).toHaveLength(2);
  expect((await fetch(running.url)).ok).toBe(true);
});

test('reports once why a hub cannot start', async () => {
  const broken = standIn(`console.error('The database is from a newer version.'); process.exit(2);`);
  await expect(broken.start()).rejects.toThrow(/The database is from a newer version\./);
  expect(broken.restarting).toBe(false);
});

test('allows one living shell per data directory', async () => {
  const lock = await lockDataDirectory(directory);
  lock.release();
  const path = join(directory, 'shell.lock');
  writeFileSync(path, JSON.stringify({ pid: process.ppid, url: null }));
  await expect(lockDataDirectory(directory)).rejects.toThrow(/already runs on this data directory/);
  // The process id belongs to another process now, but no shell answers there.
  writeFileSync(path, JSON.stringify({ pid: process.ppid, url: 'http://127.0.0.1:9' }));
  const taken = await lockDataDirectory(directory);
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ pid: process.pid });
  taken.release();
  writeFileSync(path, 'broken');
  (await lockDataDirectory(directory)).release();
});
