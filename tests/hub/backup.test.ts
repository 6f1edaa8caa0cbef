/** `onqueue backup` and `onqueue restore`: under running hubs, all or nothing, between both kinds of database. */
import { createHash, randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Header, headerBytes, readEntries, readHeader, verifyBackup } from '#hub/backup/format.ts';
import { restoreBackup } from '#hub/backup/restore.ts';
import { ourTables } from '#hub/backup/tables.ts';
import { writeBackup } from '#hub/backup/write-backup.ts';
import { saveUser } from '#hub/setup/users.ts';
import { openStore } from '#hub/store/store.ts';
import {
  customerPage,
  type HubProcess,
  overHttp,
  prepareCentre,
  startHubProcess,
} from '../support/hub-process.ts';
import { emptyDatabase, newDatabase, storeKinds } from '../support/stores.ts';

let folder = '';
const cleanUps: (() => Promise<unknown> | void)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'onqueue-backup-'));
});
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  rmSync(folder, { recursive: true, force: true });
});

const PASSWORD = 'gravel orbit tulip';
const fileOf = (name = 'backup') => join(folder, name);

async function empty(kind: (typeof storeKinds)[number]): Promise<string> {
  const { address, remove } = await emptyDatabase(kind);
  cleanUps.push(remove);
  return address;
}
async function centre(kind: (typeof storeKinds)[number]): Promise<string> {
  const { address, remove } = await newDatabase(kind);
  cleanUps.push(remove);
  await prepareCentre(address, ['ann']);
  await saveUser(address, { username: 'kim', name: 'Kim Lee', password: PASSWORD, roles: ['agent'] });
  return address;
}
async function running(address: string): Promise<HubProcess> {
  const hub = await startHubProcess(['--db', address, '--behind-proxy']);
  cleanUps.push(() => hub.kill().catch(() => undefined));
  return hub;
}
/** Every row of every table, in its current state. */
async function contentOf(address: string): Promise<Record<string, string[]>> {
  const store = await openStore(address, { beside: true, existing: true });
  const content: Record<string, string[]> = {};
  for (const table of ourTables) {
    const rows = await store.reader.selectFrom(table).selectAll().execute();
    content[table] = rows.map((row) => JSON.stringify(Object.entries(row).sort())).sort();
  }
  await store.close();
  return content;
}
/** A backup file of these tables with a valid checksum. */
function craft(
  file: string,
  steps: readonly string[],
  tables: Record<string, { columns: string[]; rows: unknown[][] }>,
): void {
  const lines = Object.entries(tables).flatMap(([table, { columns, rows }]) => [{ table, columns }, ...rows]);
  const body = gzipSync(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const header: Header = {
    createdAt: new Date().toISOString(),
    version: '0.0.1',
    kind: 'sqlite',
    steps: [...steps],
    tables: Object.fromEntries(Object.entries(tables).map(([table, { rows }]) => [table, rows.length])),
    bytes: body.length,
    sha256: createHash('sha256').update(body).digest('hex'),
  };
  writeFileSync(file, Buffer.concat([headerBytes(header), body]));
}

describe.each(storeKinds)('S21: a backup of %s', (kind) => {
  it('taken while customers write holds everything acknowledged before, and a hub can run on it', async () => {
    const address = await centre(kind);
    const hub = await running(address);
    const chats = await Promise.all(
      Array.from({ length: 4 }, (_, index) =>
        customerPage(hub.url).start({ startId: randomUUID(), name: `Cora ${index}`, queue: 'care' }),
      ),
    );
    const said: { readonly token: string; readonly clientId: string; readonly at: number }[] = [];
    let over = false;
    const writers = chats.map(async ({ token }) => {
      const from = randomUUID();
      while (!over) {
        const clientId = randomUUID();
        await customerPage(hub.url, token, from)
          .send({ clientId, text: `“${clientId}”\u2028 한글 ${'w'.repeat(500)}` })
          .then(
            () => said.push({ token, clientId, at: Date.now() }),
            (error: { code?: string }) => {
              // Neither was acknowledged.
              if (error.code !== 'TOO_MANY' && error.code !== 'STORAGE_AWAY') throw error;
            },
          );
      }
    });
    await vi.waitFor(() => expect(said.length).toBeGreaterThan(40), { timeout: 20_000 });
    const header = await writeBackup(address, fileOf());
    const before = said.filter(({ at }) => at < Date.parse(header.createdAt));
    expect(before.length).toBeGreaterThan(40);
    const until = said.length + 4;
    await vi.waitFor(() => expect(said.length).toBeGreaterThan(until), { timeout: 20_000 });
    over = true;
    await Promise.all(writers);
    await hub.kill();

    for (const target of storeKinds) {
      const to = await empty(target);
      await restoreBackup(fileOf(), to);
      const store = await openStore(to, { beside: true, existing: true });
      const kept = new Set(
        (await store.reader.selectFrom('message').select('client_id').execute()).map((row) => row.client_id),
      );
      expect(before.filter(({ clientId }) => !kept.has(clientId))).toEqual([]);
      expect(await store.reader.selectFrom('token').selectAll().execute()).toEqual([]);
      await store.close();

      const again = await running(to);
      const { token } = chats[0]!;
      const updates = await customerPage(again.url, token).watch({ after: 0 });
      const first = await updates.next();
      const texts = JSON.stringify(first.value);
      for (const { clientId } of before.filter((one) => one.token === token))
        expect(texts).toContain(`“${clientId}”`);
      await updates.return?.();
      await customerPage(again.url, token).send({ clientId: randomUUID(), text: 'and on it goes' });
      expect(await overHttp(again.url).auth.signIn({ username: 'kim', password: PASSWORD })).toMatchObject({
        name: 'Kim Lee',
      });
      await again.kill();
    }
  });

  it('restores every row unchanged, also into the other kind of database', async () => {
    const address = await centre(kind);
    const store = await openStore(address, { beside: true });
    await store.write((db) =>
      db
        .insertInto('work_event')
        .values({
          work_item_id: 'w',
          agent_work_id: null,
          agent_id: null,
          at: 1,
          what: 'x',
          detail_json: '{"a":"\\u2028 \\\\ \\" \u2029 한글 😀"}',
        })
        .execute(),
    );
    await store.close();
    const original = await contentOf(address);
    await writeBackup(address, fileOf('first'));
    const other = await empty(kind === 'sqlite' ? 'postgres' : 'sqlite');
    await restoreBackup(fileOf('first'), other);
    await writeBackup(other, fileOf('second'));
    const back = await empty(kind);
    await restoreBackup(fileOf('second'), back);
    expect(await contentOf(back)).toEqual({ ...original, token: [] });
    // Numbers generated by the database continue where they stopped.
    for (const one of [other, back]) {
      const restored = await openStore(one, { beside: true });
      await restored.write((db) =>
        db
          .insertInto('work_event')
          .values({
            work_item_id: 'w',
            agent_work_id: null,
            agent_id: null,
            at: 2,
            what: 'y',
            detail_json: '{}',
          })
          .execute(),
      );
      await restored.close();
    }
  });

  it('is readable only by its owner, describes its content, and overwrites no other file', async () => {
    const address = await centre(kind);
    const header = await writeBackup(address, fileOf());
    expect(statSync(fileOf()).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['backup']);
    expect(await readHeader(fileOf())).toEqual(header);
    expect(header).toMatchObject({ kind, tables: { app_user: 5 } });
    expect(header.tables).not.toHaveProperty('token');
    expect(readFileSync(fileOf(), 'utf8').split('\n', 1)).toEqual(['ONQUEUE-BACKUP 1']);
    await expect(writeBackup(address, fileOf())).rejects.toThrow(/is there already/);
    await expect(writeBackup(address, join(folder, 'none', 'backup'))).rejects.toThrow(/cannot be written/);
    await expect(writeBackup(await empty(kind), fileOf('other'))).rejects.toThrow(/There is no/);
    expect(readdirSync(folder)).toEqual(['backup']);
  });

  it('overwrites a database only on request, and then completely or not at all', async () => {
    const address = await centre(kind);
    await writeBackup(address, fileOf());
    const target = await centre(kind);
    await saveUser(target, { username: 'newcomer', password: PASSWORD });
    const before = await contentOf(target);
    await expect(restoreBackup(fileOf(), target)).rejects.toThrow(/already\. Give --replace/);
    const { steps } = await readHeader(fileOf());
    const setting = {
      columns: ['key', 'value_json'],
      rows: [
        ['a', '1'],
        ['b', '2'],
        ['a', '3'],
      ],
    };
    craft(fileOf('twice'), steps, { setting });
    await expect(restoreBackup(fileOf('twice'), target, { replace: true })).rejects.toThrow();
    expect(await contentOf(target)).toEqual(before);

    const { kept } = await restoreBackup(fileOf(), target, { replace: true });
    expect((await contentOf(target)).app_user).toEqual((await contentOf(address)).app_user);
    if (kind === 'sqlite') expect(await contentOf(`sqlite:${kept}`)).toEqual(before);
  });

  it('is not restored under a running hub', async () => {
    const address = await centre(kind);
    await writeBackup(address, fileOf());
    await running(address);
    const store = await openStore(address, { beside: true });
    cleanUps.push(() => store.close());
    const alive = () =>
      store.reader.selectFrom('setting').selectAll().where('key', '=', 'hub_alive_at').executeTakeFirst();
    await vi.waitFor(async () => expect(await alive()).toBeDefined(), { timeout: 15_000 });
    await expect(restoreBackup(fileOf(), address, { replace: true })).rejects.toThrow(
      kind === 'sqlite' ? /Another OnQueue hub already uses/ : /A hub works with this database/,
    );
  });

  it('is refused before any write if damaged, truncated or not a backup', async () => {
    const address = await centre(kind);
    await writeBackup(address, fileOf());
    const whole = readFileSync(fileOf());
    const target = await empty(kind);
    const refused = async (name: string, content: Buffer | string) => {
      writeFileSync(fileOf(name), content);
      const said = await restoreBackup(fileOf(name), target).then(
        () => 'restored',
        (error: Error) => `${error.name}: ${error.message}`,
      );
      await expect(openStore(target, { existing: true })).rejects.toThrow(/There is no/);
      return said;
    };
    const flipped = Buffer.from(whole);
    flipped[whole.length - 900]! ^= 0x40;
    expect(await refused('flipped', flipped)).toMatch(/^StoreError: .* is damaged/);
    const renamed = Buffer.from(whole);
    renamed.write('"app_user":6', whole.indexOf('"app_user":5'));
    expect(await refused('counted', renamed)).toMatch(/is damaged: "app_user" has 5 of 6 rows/);
    expect(await refused('cut', whole.subarray(0, whole.length - 10))).toMatch(/is damaged/);
    expect(await refused('unfinished', Buffer.alloc(20_000, ' '))).toMatch(/never finished/);
    expect(await refused('text', 'shopping list')).toMatch(/is no backup of OnQueue/);
    expect(
      await refused('newer', whole.toString('latin1').replace('ONQUEUE-BACKUP 1', 'ONQUEUE-BACKUP 2')),
    ).toMatch(/format that this version does not know/);
    await expect(restoreBackup(fileOf('missing'), target)).rejects.toThrow(/cannot be read/);
    const { steps } = await readHeader(fileOf());
    craft(fileOf('future'), [...steps, '9999-future'], {});
    await expect(restoreBackup(fileOf('future'), target)).rejects.toThrow(/made by a newer OnQueue/);
    truncateSync(fileOf('flipped'), 3);
    await expect(verifyBackup(fileOf('flipped'))).rejects.toThrow(/is no backup/);
  });

  it('of an older schema is migrated to this one', async () => {
    const target = await empty(kind);
    const columns = ['id', 'name', 'hash', 'created_at', 'last_used_at', 'active'];
    craft(fileOf(), ['0001-first-house'], { api_key: { columns, rows: [['k1', 'Shop', 'h', 1, null, 1]] } });
    await restoreBackup(fileOf(), target);
    const store = await openStore(target, { beside: true, existing: true });
    expect(await store.reader.selectFrom('api_key').select(['id', 'name']).execute()).toEqual([
      { id: 'k1', name: 'Shop' },
    ]);
    await store.close();
  });
});

it('S21: reads back what was written, line by line', async () => {
  craft(fileOf(), ['x'], { a: { columns: ['one'], rows: [['\u2028\r\n'], [1], [null]] } });
  const entries = [];
  for await (const entry of readEntries(fileOf())) entries.push(entry);
  expect(entries).toEqual([
    { kind: 'table', table: 'a', columns: ['one'] },
    { kind: 'row', values: ['\u2028\r\n'] },
    { kind: 'row', values: [1] },
    { kind: 'row', values: [null] },
  ]);
  expect(existsSync(fileOf())).toBe(true);
});
