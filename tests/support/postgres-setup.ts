/**
 * Starts one PostgreSQL for a whole test run, and migrates one database of each kind; tests use copies of them, since
 * copying is several times faster than migrating.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { openStore } from '#hub/store/store.ts';
import { startPostgres } from './postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of a database in which tests create others. */
    postgres: string;
    /** What tests copy: the name of a PostgreSQL database, and the path of a SQLite file. */
    migrated: { readonly postgres: string; readonly sqlite: string };
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'onqueue-migrated-'));
  const sqlite = join(folder, 'hub.db');
  // Test data need not survive a power failure, so that no test waits for the disk.
  const running = await startPostgres(tmpdir());
  const address = await running.createDatabase();
  const template = await running.createDatabase();
  for (const migrated of [template, `sqlite:${sqlite}`]) await (await openStore(migrated)).close();
  project.provide('postgres', address);
  project.provide('migrated', { postgres: nameOf(template), sqlite });
  return async () => {
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

let count = 0;

/** A new database next to the given one: empty, or a copy of `template`. */
export async function createDatabase(address: string, template = 'template1'): Promise<string> {
  count += 1;
  const name = `t_${process.pid}_${count}_${Math.random().toString(36).slice(2, 8)}`;
  const client = new pg.Client(address);
  await client.connect();
  await client.query(`create database ${name} template ${template}`);
  await client.end();
  return address.replace(/\/[^/]+$/, `/${name}`);
}

const nameOf = (address: string): string => new URL(address).pathname.slice(1);
