import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { until } from '#tests/support/virtual-clock.ts';
import { newest } from './build-pages.ts';
import {
  defaultDataDirectory,
  prepareDataDirectory,
  archiveDataDirectory,
} from '#agent/installation/data-directory.ts';
import { root } from './installation.ts';

let directory = '';
const children: ChildProcess[] = [];
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'onqueue-cli-'))));
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(directory, { recursive: true, force: true });
});

/** Runs the command line until it exits. */
const run = (...args: string[]) => runIn({}, ...args);
function runIn(
  env: NodeJS.ProcessEnv,
  ...args: string[]
): Promise<{ code: number | null; output: string; errors: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, 'cli/main.ts'), ...args], {
      env: { ...process.env, ...env },
    });
    children.push(child);
    let output = '';
    let errors = '';
    child.stdout.on('data', (text) => (output += String(text)));
    child.stderr.on('data', (text) => (errors += String(text)));
    child.on('close', (code) => resolve({ code, output, errors }));
  });
}

test.each([
  [['start', '--port', 'abc'], /"abc" is no port/],
  [['start', '--port', '70000'], /"70000" is no port/],
  [['start', '--hub', 'ftp://example.org'], /no address of a hub/],
  [['start', '--hub', 'http://hub.example.org'], /by https only/],
  [['start', '--nonsense'], /unknown option/],
  [['nonsense'], /unknown command/],
])(
  '%j is one sentence and exit code 2',
  async (args, sentence) => {
    const data = args[0] === 'start' ? ['--data', directory] : [];
    const { code, errors, output } = await run(...args, ...data);
    expect({ code, output }).toEqual({ code: 2, output: '' });
    expect(errors).toMatch(sentence);
    expect(errors).not.toMatch(/\n\s+at /);
  },
  90_000,
);

test('reports a requested port that is taken in one sentence', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const address = taken.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const given = ['--port', String(port), '--data', directory, '--no-open'];
  const { code, errors } = await run('start', ...given, '--hub', 'http://127.0.0.1:9');
  taken.close();
  expect({ code, errors }).toEqual({
    code: 2,
    errors: `Port ${port} is taken; choose another with --port.\n`,
  });
}, 90_000);

test('reports an invalid data directory in one sentence', async () => {
  const file = join(directory, 'file');
  writeFileSync(file, '');
  const { code, errors } = await run('start', '--data', file);
  expect({ code, errors }).toEqual({
    code: 2,
    errors: `Cannot use ${file} for data: it is not a directory.\n`,
  });
}, 90_000);

test('prints its address, stores no secret, and quits cleanly', async () => {
  const child = spawn(process.execPath, [
    ...[join(root, 'cli/main.ts'), 'start', '--no-open', '--port', '0'],
    ...['--data', directory, '--hub', 'http://127.0.0.1:9'],
  ]);
  children.push(child);
  let output = '';
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (text) => {
      output += String(text);
      if (output.includes('Customer chat')) resolve();
    });
    child.on('close', () => resolve());
  });
  expect(output).toMatch(/^OnQueue: http:\/\/127\.0\.0\.1:\d+\/#start=[\w-]{43}$/m);
  expect(output).toMatch(/^Customer chat: http:\/\/127\.0\.0\.1:9\/chat$/m);
  expect(existsSync(join(directory, 'shell.lock'))).toBe(true);
  // Started again, it prints another address of the running one (S4, A19).
  const second = await run('start', '--no-open', '--data', directory);
  expect(second).toMatchObject({ code: 0, errors: '' });
  const [, url, token] = /^OnQueue: (http:[^#]+)#start=(\S+)$/m.exec(second.output)!;
  expect(output).toContain(`OnQueue: ${url}`);
  const open = () =>
    fetch(`${url}session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url!.slice(0, -1) },
      body: JSON.stringify({ token }),
    });
  expect((await open()).status).toBe(200);
  expect((await open()).status).toBe(401);
  const ended = new Promise((resolve) => child.on('close', resolve));
  child.kill('SIGINT');
  expect(await ended).toBe(0);
  expect(existsSync(join(directory, 'shell.lock'))).toBe(false);
}, 90_000);

test('uses the hub that the policy fixes in the browser, without starting its own', async () => {
  const policy = join(directory, 'policy.json');
  writeFileSync(policy, JSON.stringify({ hub: 'http://127.0.0.1:9' }));
  const env = { ...process.env, ONQUEUE_POLICY: policy };
  const data = join(directory, 'data');
  const given = [join(root, 'cli/main.ts'), 'start', '--no-open', '--port', '0', '--data', data];
  const child = spawn(process.execPath, given, { env });
  children.push(child);
  let output = '';
  child.stdout.on('data', (text) => (output += String(text)));
  await until(() => output.includes('Customer chat'), 'the start', 60_000);
  expect(output).toMatch(/^Customer chat: http:\/\/127\.0\.0\.1:9\/chat$/m);
  expect(readdirSync(data)).not.toContain('hub.db');
  const ended = new Promise((resolve) => child.on('close', resolve));
  child.kill('SIGINT');
  await ended;

  const { code, errors } = await runIn(
    { ONQUEUE_POLICY: policy },
    'start',
    '--data',
    data,
    '--hub',
    'http://127.0.0.1:8',
  );
  expect({ code, errors }).toEqual({
    code: 2,
    errors: 'The policy of this machine fixes the hub: http://127.0.0.1:9. Leave --hub out.\n',
  });
}, 90_000);

test('starts its own hub, remembers its port, and stops it when it quits', async () => {
  const start = async () => {
    const given = ['start', '--no-open', '--port', '0', '--data', directory];
    const child = spawn(process.execPath, [join(root, 'cli/main.ts'), ...given]);
    children.push(child);
    let output = '';
    child.stdout.on('data', (text) => (output += String(text)));
    await until(() => output.includes('Customer chat'), 'the start', 60_000);
    const chat = /^Customer chat: (\S+)$/m.exec(output)?.[1] ?? '';
    const status = async (path: string) => (await fetch(new URL(path, chat))).status;
    const served = await Promise.all(['/chat', '/embed.js', '/health'].map(status));
    const ended = new Promise((resolve) => child.on('close', resolve));
    child.kill('SIGINT');
    expect(await ended).toBe(0);
    await expect(fetch(chat)).rejects.toThrow();
    return { chat, served };
  };
  const first = await start();
  expect(first.served).toEqual([200, 200, 200]);
  expect(await start()).toEqual(first);
}, 120_000);

test('reports without secrets in the doctor', async () => {
  writeFileSync(join(directory, 'token'), 'very-secret');
  writeFileSync(join(directory, 'settings.json'), '{ broken');
  const { code, output } = await run('doctor', '--data', directory, '--json');
  expect(code).toBe(1);
  expect(output).not.toContain('very-secret');
  const findings = JSON.parse(output) as { what: string; good: boolean }[];
  expect(findings.find(({ what }) => what === 'settings.json')?.good).toBe(false);
  expect(findings.find(({ what }) => what === 'Node.js')?.good).toBe(true);
});

test('stores data in the system’s usual location', () => {
  expect(defaultDataDirectory({ ONQUEUE_DATA: '/data/x' }, 'linux')).toBe('/data/x');
  expect(defaultDataDirectory({ XDG_DATA_HOME: '/xdg' }, 'linux')).toBe('/xdg/onqueue');
  expect(defaultDataDirectory({}, 'linux')).toMatch(/\.local\/share\/onqueue$/);
  expect(defaultDataDirectory({}, 'darwin')).toMatch(/Library\/Application Support\/OnQueue$/);
  expect(defaultDataDirectory({ APPDATA: '/roaming' }, 'win32')).toBe('/roaming/OnQueue');
});

test('keeps existing data on a fresh start', async () => {
  const data = join(directory, 'data');
  prepareDataDirectory(data);
  writeFileSync(join(data, 'hub.db'), 'years of work');
  const backup = await archiveDataDirectory(data, new Date(0));
  expect(backup).toBe(`${data}.backup-1970-01-01T00-00-00-000Z`);
  expect(readdirSync(backup ?? '')).toEqual(['hub.db']);
  expect(existsSync(data)).toBe(false);
  expect(await archiveDataDirectory(data, new Date(0))).toBeNull();
});

test('dates pages by their newest source, ignoring tests', () => {
  mkdirSync(join(directory, 'deep'));
  for (const [name, seconds] of [
    ['a.ts', 10],
    ['deep/b.css', 20],
    ['deep/c.test.ts', 30],
  ] as const) {
    writeFileSync(join(directory, name), '');
    utimesSync(join(directory, name), seconds, seconds);
  }
  expect(newest(directory)).toBe(20_000);
  expect(newest(join(directory, 'missing'))).toBe(0);
});
