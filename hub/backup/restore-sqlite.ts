/** Restores a backup into a new SQLite file beside the old one, and replaces the old one only when it is complete. */
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { Kysely, SqliteDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import { migrations } from '../store/migrations.ts';
import { makePrivate } from '../store/private-files.ts';
import { openSqliteWriter } from '../store/sqlite.ts';
import { lockSqlite, StoreError } from '../store/store.ts';
import { damaged, type Header, readEntries } from './format.ts';
import { belongsInBackup } from './tables.ts';

/** Files that SQLite keeps beside a database. */
const BESIDE = ['', '-wal', '-shm'];
/** Rows between two progress reports. */
const PROGRESS_INTERVAL = 1_000;

/** Returns where the previous file is kept; null = there was none. @throws {StoreError} */
export async function restoreSqlite(
  file: string,
  header: Header,
  path: string,
  replace: boolean,
  onRows: (rows: number) => void,
): Promise<string | null> {
  const there = existsSync(path) && statSync(path).size > 0;
  if (there && !replace)
    throw new StoreError(
      `There is a database at "${path}" already. Give --replace to set it aside and put the backup in its place. Nothing was changed.`,
    );
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const lock = lockSqlite(path);
  const next = `${path}.restoring`;
  try {
    removeAll(next);
    makePrivate(next);
    await migrateTo(next, header.steps.at(-1));
    await load(file, header, next, onRows);
    await migrateTo(next, undefined);
    await flush(next);
    return takeThePlace(next, path, there);
  } finally {
    removeAll(next);
    lock.close();
  }
}

const removeAll = (path: string) => BESIDE.forEach((end) => rmSync(path + end, { force: true }));

/** Runs the migrations up to this one, or all of them. */
async function migrateTo(path: string, step: string | undefined): Promise<void> {
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: openSqliteWriter(path) }) });
  try {
    const migrator = new Migrator({ db, provider: migrations('sqlite') });
    const { error } = step === undefined ? await migrator.migrateToLatest() : await migrator.migrateTo(step);
    if (error) throw error;
  } finally {
    await db.destroy();
  }
}

async function load(
  file: string,
  header: Header,
  path: string,
  onRows: (rows: number) => void,
): Promise<void> {
  const database = new DatabaseSync(path);
  try {
    database.exec('pragma synchronous = off');
    database.exec('begin');
    let insert: StatementSync | null = null;
    let rows = 0;
    for await (const entry of readEntries(file)) {
      if (entry.kind === 'table') {
        insert = null;
        if (!belongsInBackup(entry.table)) continue;
        const columns = entry.columns.map((column) => `"${column}"`).join(', ');
        database.exec(`delete from "${entry.table}"`);
        insert = database.prepare(
          `insert into "${entry.table}" (${columns}) values (${entry.columns.map(() => '?').join(', ')})`,
        );
      } else {
        insert?.run(...entry.values);
        rows += 1;
        if (rows % PROGRESS_INTERVAL === 0) onRows(rows);
      }
    }
    for (const [table, count] of Object.entries(header.tables)) {
      const stored = database.prepare(`select count(*) as count from "${table}"`).get();
      if (stored?.count !== count) throw damaged(file, `"${table}" could not be filled`);
    }
    database.exec('commit');
    database.exec('pragma wal_checkpoint(truncate)');
  } finally {
    database.close();
  }
}

/** Syncs the file to disk before it replaces the old one. */
async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  await handle.sync().finally(() => handle.close());
}

function takeThePlace(next: string, path: string, there: boolean): string | null {
  const kept = there ? `${path}.replaced-${new Date().toISOString().replace(/[:.]/g, '-')}` : null;
  const moved: string[] = [];
  try {
    for (const end of BESIDE)
      if (existsSync(path + end)) {
        if (kept === null) rmSync(path + end);
        else renameSync(path + end, kept + end);
        if (kept !== null) moved.push(end);
      }
    renameSync(next, path);
    return kept;
  } catch (error) {
    for (const end of moved) renameSync(kept + end, path + end);
    throw error;
  }
}
