/** Starts one PostgreSQL for a whole test run; each test that wants one makes its own database in it. */
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startPostgres } from './postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgres: string;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const running = await startPostgres();
  project.provide('postgres', await running.createDatabase());
  return () => running.stop();
}

let count = 0;

/** A new, empty database beside the given one. */
export async function createDatabase(address: string): Promise<string> {
  count += 1;
  const name = `t_${process.pid}_${count}_${Math.random().toString(36).slice(2, 8)}`;
  const client = new pg.Client(address);
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  return address.replace(/\/[^/]+$/, `/${name}`);
}
