/** `onqueue user …`: values not given are kept, every action is logged, and no database is created. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkPassword } from '#hub/auth/passwords.ts';
import { readDirectory } from '#hub/directory/directory.ts';
import { listUsers, saveUser, setUserActive, setUserPassword } from '#hub/setup/users.ts';
import { openStore, type Store } from '#hub/store/store.ts';
import { prepareCentre, putToken } from '../support/hub-process.ts';
import { emptyDatabase, newDatabase, storeKinds } from '../support/stores.ts';

const main = join(import.meta.dirname, '..', '..', 'cli', 'main.ts');
const PASSWORD = 'gravel orbit tulip';

describe.each(storeKinds)('users from the command line on %s', (kind) => {
  let address = '';
  let remove: () => void;
  let store: Store;
  beforeEach(async () => {
    ({ address, remove } = await newDatabase(kind));
    await prepareCentre(address, ['ann']);
    await saveUser(address, {
      username: 'kim',
      name: 'Kim Lee',
      password: PASSWORD,
      roles: ['supervisor', 'agent'],
      profile: 'care',
    });
    store = await openStore(address, { beside: true });
  });
  afterEach(async () => {
    await store.close();
    remove();
  });
  const user = async (name: string) => (await store.read(readDirectory)).userByName(name)!;
  const hashOf = async (name: string) =>
    (
      await store.reader
        .selectFrom('app_user')
        .select('password_hash')
        .where('username', '=', name)
        .executeTakeFirstOrThrow()
    ).password_hash;
  const tokens = async () => (await store.reader.selectFrom('token').selectAll().execute()).length;
  const lines = () =>
    store.reader
      .selectFrom('audit')
      .select(['actor', 'action', 'entity_id'])
      .where('actor', 'like', 'command line%')
      .orderBy('at')
      .execute();

  it('O2: keep values not given: roles, name, profile, settings, password', async () => {
    const before = await user('kim');
    const hash = await hashOf('kim');
    expect(await saveUser(address, { username: 'kim', roles: ['admin'] })).toBe('changed');
    expect(await user('kim')).toEqual({ ...before, roles: ['admin'], version: before.version + 1 });
    expect(await hashOf('kim')).toBe(hash);
    expect(await saveUser(address, { username: 'kim', password: 'lantern cedar violin' })).toBe('changed');
    expect(await user('kim')).toEqual({ ...before, roles: ['admin'], version: before.version + 2 });
    expect(await checkPassword('lantern cedar violin', await hashOf('kim'))).toBe(true);
    await saveUser(address, { username: 'kim', profile: null });
    expect((await user('kim')).profileId).toBeNull();
  });

  it('O2, S1: end the sign-ins in the transaction of a new password', async () => {
    const { id } = await user('kim');
    await store.write((db) => putToken(db, id));
    const before = await tokens();
    await setUserPassword(address, 'kim', 'lantern cedar violin');
    expect(await tokens()).toBe(before - 1);
    await store.write((db) => putToken(db, id));
    await saveUser(address, { username: 'kim', password: PASSWORD });
    expect(await tokens()).toBe(before - 1);
  });

  it('O2: are deactivated and activated; the last active administrator is protected', async () => {
    await saveUser(address, { username: 'adam', password: PASSWORD, roles: ['admin'] });
    await expect(setUserActive(address, 'adam', false)).rejects.toThrow(/last active administrator/);
    await expect(saveUser(address, { username: 'adam', roles: ['agent'] })).rejects.toThrow(/last active/);
    expect(await user('adam')).toMatchObject({ roles: ['admin'], active: true });
    await saveUser(address, { username: 'kim', roles: ['admin'] });
    await setUserActive(address, 'adam', false);
    expect((await user('adam')).active).toBe(false);
    await expect(saveUser(address, { username: 'kim', roles: ['agent'] })).rejects.toThrow(/last active/);
    await setUserActive(address, 'adam', true);
    expect((await user('adam')).active).toBe(true);
  });

  it('O2, S19: write every action to the audit log without a password', async () => {
    const { id } = await user('kim');
    await setUserPassword(address, 'kim', 'lantern cedar violin');
    await setUserActive(address, 'kim', false);
    const all = await lines();
    expect(
      all
        .filter((line) => line.entity_id === id)
        .map(({ action }) => action)
        .sort(),
    ).toEqual(['change', 'create', 'password', 'password']);
    const text = JSON.stringify(await store.reader.selectFrom('audit').selectAll().execute());
    expect(text).not.toContain('lantern');
    expect(text).not.toContain('scrypt');
  });

  it('O2, S20: refuse a weak password and an unknown name in one sentence', async () => {
    await expect(setUserPassword(address, 'kim', 'Kim Lee Kim Lee')).rejects.toThrow(/more than a name/);
    await expect(saveUser(address, { username: 'new', password: 'password' })).rejects.toThrow(/at least 10/);
    await expect(saveUser(address, { username: 'new' })).rejects.toThrow(/needs a password/);
    await expect(setUserPassword(address, 'nils', PASSWORD)).rejects.toThrow(/no user "nils"/);
    expect((await listUsers(address)).map(({ username }) => username)).not.toContain('new');
  });

  it('O2, O10: create nothing in an empty database', async () => {
    const empty = await emptyDatabase(kind);
    await expect(listUsers(empty.address)).rejects.toThrow(/There is no (OnQueue )?database at/);
    await expect(saveUser(empty.address, { username: 'kim', password: PASSWORD })).rejects.toThrow(
      /Nothing was changed/,
    );
    await expect(openStore(empty.address, { existing: true })).rejects.toThrow(/There is no/);
    empty.remove();
  });
});

describe('the command', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'onqueue-user-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const run = (args: readonly string[], input = '') =>
    new Promise<{ code: number | null; output: string; errors: string }>((resolve) => {
      const child = spawn(process.execPath, [main, 'user', ...args], {
        cwd: folder,
        env: { ...process.env, ONQUEUE_DATA: join(folder, 'data'), ONQUEUE_DB: '' },
      });
      let [output, errors] = ['', ''];
      child.stdout.on('data', (text) => (output += String(text)));
      child.stderr.on('data', (text) => (errors += String(text)));
      child.on('close', (code) => resolve({ code, output, errors }));
      child.stdin.end(input);
    });

  it('O2: without a database reports it and creates none', async () => {
    for (const args of [
      ['list'],
      ['add', 'kim'],
      ['password', 'kim'],
      ['activate', 'kim'],
      ['deactivate', 'kim'],
    ])
      expect(await run(args, PASSWORD)).toEqual({
        code: 2,
        output: '',
        errors: expect.stringMatching(/^There is no database at "sqlite:onqueue-hub\.db"/),
      });
    expect(existsSync(join(folder, 'onqueue-hub.db'))).toBe(false);
  });

  it('O2, S16: reads the password from standard input or a file, and the address from a file', async () => {
    const db = `sqlite:${join(folder, 'hub.db')}`;
    await prepareCentre(db, []);
    const [dbFile, passwordFile] = [join(folder, 'address'), join(folder, 'password')];
    writeFileSync(dbFile, `${db}\n`);
    writeFileSync(passwordFile, 'lantern cedar violin\n');
    const at = ['--db-file', dbFile];
    expect(await run(['add', 'kim', '--roles', 'admin', ...at], `${PASSWORD}\n`)).toMatchObject({
      code: 0,
      output: 'kim was added.\n',
    });
    expect(await run(['add', 'kim', '--name', 'Kim Lee', ...at])).toMatchObject({
      code: 0,
      output: 'kim was changed.\n',
    });
    expect(await run(['password', 'kim', '--password-file', passwordFile, ...at])).toMatchObject({
      code: 0,
      errors: '',
    });
    expect((await run(['list', ...at])).output).toContain('kim\tKim Lee\tadmin\tactive\n');
    expect(await run(['deactivate', 'kim', ...at])).toMatchObject({
      code: 2,
      errors: expect.stringContaining('last active administrator'),
    });
    expect(await run(['password', 'kim', ...at], 'short')).toMatchObject({
      code: 2,
      errors: expect.stringContaining('at least 10'),
    });
  });
});
