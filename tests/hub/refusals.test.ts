import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { openStore } from '#hub/store/store.ts';
import { createDatabase } from '../support/postgres-setup.ts';

const root = join(import.meta.dirname, '..', '..');
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'onqueue-refused-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Starts a hub that cannot start; returns its output and exit code. */
function refuse(...args: string[]): { readonly code: number | null; readonly words: string } {
  const { status, stderr } = spawnSync(
    process.execPath,
    ['hub/app/main.ts', '--log-level', 'error', ...args],
    {
      cwd: root,
      encoding: 'utf8',
      timeout: 20_000,
    },
  );
  return { code: status, words: stderr.trim() };
}

const database = () => `sqlite:${join(folder, 'hub.db')}`;

it('refuses a database from a newer version in one sentence and leaves it unchanged', async () => {
  await (await openStore(database())).close();
  const file = new DatabaseSync(join(folder, 'hub.db'));
  file.exec("insert into kysely_migration (name, timestamp) values ('0999-from-the-future', '2030-01-01')");
  file.close();
  const { code, words } = refuse('--db', database(), '--port', '0');
  expect(code).toBe(2);
  expect(words).toMatch(/^This database was made by a newer OnQueue .* Nothing was changed\.$/);
});

it('refuses a file that is not a database and leaves it unchanged', () => {
  const path = join(folder, 'hub.db');
  writeFileSync(path, 'my shopping list, much longer than a header of a database would be');
  const { code, words } = refuse('--db', database(), '--port', '0');
  expect(code).toBe(2);
  expect(words).toMatch(/is not a readable SQLite database\. It was left as it is/);
  expect(readFileSync(path, 'utf8')).toMatch(/^my shopping list/);
});

it('refuses to start a second hub on the same file while the first one runs', async () => {
  const first = await openStore(database());
  const { code, words } = refuse('--db', database(), '--port', '0');
  expect(code).toBe(2);
  expect(words).toMatch(/^Another OnQueue hub already uses /);
  await first.reader.selectFrom('setting').select('key').execute();
  await first.close();
});

it('leaves no lock behind when a hub is killed', async () => {
  const child = spawn(process.execPath, ['hub/app/main.ts', '--db', database(), '--port', '0'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('close', resolve));
  await (await openStore(database())).close();
});

it('reports a taken port, a wrong port, a wrong address and a wrong database in one sentence each', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => taken.once('listening', resolve));
  const { port } = taken.address() as { port: number };
  expect(refuse('--db', database(), '--port', String(port))).toEqual({
    code: 2,
    words: `Port ${port} on 127.0.0.1 is taken. Choose another one with --port.`,
  });
  taken.close();
  expect(refuse('--db', database(), '--port', 'seven').words).toMatch(/whole number from 1 to 65535/);
  expect(refuse('--db', 'oracle:somewhere').words).toMatch(/^--db takes sqlite:PATH or postgres:/);
  expect(refuse('--db', database(), '--host', '0.0.0.0').words).toMatch(
    /without TLS would send passwords in the clear/,
  );
  expect(refuse('--db', 'postgres://nobody:x@127.0.0.1:1/none').words).toMatch(
    /^The PostgreSQL database at 127\.0\.0\.1:1 cannot be used/,
  );
});

it('sets a broken password file of the local user aside and creates a new one', async () => {
  const secret = join(folder, 'local-user.json');
  writeFileSync(secret, '{ broken');
  const child = spawn(
    process.execPath,
    ['hub/app/main.ts', '--db', database(), '--port', '0', '--embedded', secret],
    { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  await new Promise((resolve) => child.stdout.once('data', resolve));
  child.kill('SIGTERM');
  await new Promise((resolve) => child.once('close', resolve));
  expect(JSON.parse(readFileSync(secret, 'utf8'))).toMatchObject({
    password: expect.stringMatching(/.{20,}/),
  });
});

it('S7: keeps the hub’s files private, including those of an earlier version, under any umask', async () => {
  const path = join(folder, 'deep', 'hub.db');
  mkdirSync(dirname(path));
  chmodSync(dirname(path), 0o755);
  writeFileSync(path, '');
  chmodSync(path, 0o644);
  const child = spawn(
    '/bin/sh',
    [
      '-c',
      `umask 000; exec "${process.execPath}" hub/app/main.ts --db "sqlite:${path}" --embedded "${join(folder, 'new', 'local-user.json')}" --port 0`,
    ],
    { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  await new Promise((resolve) => child.stdout.once('data', resolve));
  const mode = (name: string) => (statSync(name).mode & 0o777).toString(8);
  const beside = readdirSync(dirname(path));
  expect(beside).toEqual(expect.arrayContaining(['hub.db', 'hub.db-wal', 'hub.db-shm', 'hub.db.lock']));
  for (const name of beside) expect(mode(join(dirname(path), name)), name).toBe('600');
  expect(mode(join(folder, 'new'))).toBe('700');
  expect(mode(join(folder, 'new', 'local-user.json'))).toBe('600');
  child.kill('SIGTERM');
  await new Promise((resolve) => child.once('close', resolve));
});

it('S16: reads the PostgreSQL password from the environment; no process list shows it', async () => {
  const address = new URL(await createDatabase(inject('postgres')));
  const { password } = address;
  address.password = '';
  const env = { ...process.env, ONQUEUE_DB: address.href, PGPASSWORD: password };
  const child = spawn(process.execPath, ['hub/app/main.ts', '--port', '0'], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', (text) => (log += String(text)));
  const ready = await new Promise<string>((resolve) =>
    child.stdout.once('data', (text) => resolve(String(text))),
  );
  expect(ready).toContain('"ready":true');
  expect(log).toContain('"database":"postgres"');
  expect(child.spawnargs.join(' ')).not.toContain('postgres');
  child.kill('SIGTERM');
  await new Promise((resolve) => child.once('close', resolve));

  const { status, stderr } = spawnSync(process.execPath, ['hub/app/main.ts', '--port', '0'], {
    cwd: root,
    env: { ...env, PGPASSWORD: 'Tr0ub4dor' },
    encoding: 'utf8',
  });
  expect(status).toBe(2);
  expect(stderr).toMatch(
    /The PostgreSQL database at 127\.0\.0\.1:\d+ cannot be used: password authentication failed/,
  );
  expect(stderr).not.toContain('Tr0ub4dor');
});
