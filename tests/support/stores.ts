/** The two databases that every hub test runs on. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { createDatabase } from './postgres-setup.ts';

export const storeKinds = ['sqlite', 'postgres'] as const;

export interface NewDatabase {
  readonly address: string;
  remove(): void;
}

/** A new database with the hub's tables and no rows: a copy of the one migrated for this run. */
export async function newDatabase(kind: (typeof storeKinds)[number]): Promise<NewDatabase> {
  const migrated = inject('migrated');
  if (kind === 'postgres')
    return { address: await createDatabase(inject('postgres'), migrated.postgres), remove: () => undefined };
  const database = newFile();
  copyFileSync(migrated.sqlite, database.address.replace('sqlite:', ''));
  return database;
}

/** A new database without tables. */
export async function emptyDatabase(kind: (typeof storeKinds)[number]): Promise<NewDatabase> {
  if (kind === 'postgres')
    return { address: await createDatabase(inject('postgres')), remove: () => undefined };
  return newFile();
}

function newFile(): NewDatabase {
  const folder = mkdtempSync(join(tmpdir(), 'onqueue-hub-'));
  return {
    address: `sqlite:${join(folder, 'hub.db')}`,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
