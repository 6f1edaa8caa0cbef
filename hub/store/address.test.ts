import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { chooseAddress, describeAddress, holdsPassword, parsePostgresAddress } from './address.ts';
import { openStore } from './store.ts';

const folder = mkdtempSync(join(tmpdir(), 'onqueue-address-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('S16: the address comes from --db, --db-file, ONQUEUE_DB or the default, in this order', () => {
  const dbFile = join(folder, 'address');
  writeFileSync(dbFile, 'postgres://kim:s3cret@db/onqueue\nsecond line\n');
  const env = { ONQUEUE_DB: 'sqlite:from-env.db' };
  expect(chooseAddress({ db: 'sqlite:given.db' }, env, 'sqlite:default.db')).toBe('sqlite:given.db');
  expect(chooseAddress({ dbFile }, env, 'sqlite:default.db')).toBe('postgres://kim:s3cret@db/onqueue');
  expect(chooseAddress({}, env, 'sqlite:default.db')).toBe('sqlite:from-env.db');
  expect(chooseAddress({}, {}, 'sqlite:default.db')).toBe('sqlite:default.db');
  expect(() => chooseAddress({ db: 'sqlite:a', dbFile }, {}, '')).toThrow(/not both/);
  expect(() => chooseAddress({ dbFile: join(folder, 'none') }, {}, '')).toThrow(/cannot be read/);
  writeFileSync(dbFile, '\n');
  expect(() => chooseAddress({ dbFile }, {}, '')).toThrow(/holds no address/);
});

const SECRET = 'Tr0ub4dor';

test.each([
  `postgres://kim:${SECRET}#1@db.example/onqueue`,
  `postgres://kim:${SECRET}/1@db.example/onqueue`,
  `postgres://kim:${SECRET}?1@db.example/onqueue`,
  `postgres://kim:4711/${SECRET}@db.example/onqueue`,
  `postgres://kim:4711#${SECRET}@db.example/onqueue`,
  `postgres://kim:4711?${SECRET}@db.example/onqueue`,
  `postgres://kim:${SECRET}%@[db.example/onqueue`,
  `postgres://kim:${SECRET}@db.example/on%queue`,
  `mysql://kim:${SECRET}@db.example/onqueue`,
  `postgre://kim:${SECRET}@db.example/onqueue`,
])('O11, S16: %s is refused without a word of the password', async (address) => {
  const error = await openStore(address).then(
    () => null,
    (reason: unknown) => reason as Error,
  );
  expect(error?.name).toBe('StoreError');
  expect(error?.message).not.toContain(SECRET);
  expect(error?.message).not.toContain('4711');
  expect(error?.stack).not.toContain(SECRET);
});

test('S16: displays an address without name and password', () => {
  expect(describeAddress(`postgres://kim:${SECRET}@db.example:5433/onqueue?sslmode=require`)).toBe(
    'postgres://db.example:5433/onqueue',
  );
  expect(describeAddress('sqlite:/data/hub.db')).toBe('sqlite:/data/hub.db');
  expect(describeAddress(`oracle://kim:${SECRET}@x`)).toBe('a database');
  expect(holdsPassword(`postgres://kim:${SECRET}@db.example/onqueue`)).toBe(true);
  expect(holdsPassword('postgres://kim@db.example/onqueue')).toBe(false);
  expect(parsePostgresAddress('postgres://kim:p%40ss%23@db/onqueue').hostname).toBe('db');
});
