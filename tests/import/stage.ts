/** Hubs, people and sources for the tests of import and export. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import { Directory, readDirectory } from '#hub/directory/directory.ts';
import { exportSalesforce } from '#hub/exchange/export/export-salesforce.ts';
import {
  applyImport,
  type ImportOptions,
  planImport,
  type Planner,
} from '#hub/exchange/import/apply-import.ts';
import type { ImportReport, RecordReport } from '#hub/exchange/import/report.ts';
import { readSalesforce } from '#hub/exchange/import/salesforce/read-salesforce.ts';
import { planSalesforce } from '#hub/exchange/import/salesforce/plan-salesforce.ts';
import { defaultConfiguration, systemStatuses } from '#hub/setup/system-records.ts';
import { putRecord, putUser } from '#hub/setup/write.ts';
import { openStore, type Store } from '#hub/store/store.ts';
import { aProfile, aUser } from '#tests/support/setup-records.ts';

export const fixtures = join(import.meta.dirname, 'fixtures');

const folders: string[] = [];
const stores: Store[] = [];

/** A folder that `cleanUp` removes. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'onqueue-import-'));
  folders.push(folder);
  return folder;
}

/** Closes and removes everything; call it after each test. */
export async function cleanUp(): Promise<void> {
  for (const store of stores.splice(0)) await store.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** An empty hub's database, with these people. */
export async function openHub(
  given: {
    readonly address?: string;
    readonly users?: readonly string[];
    readonly profiles?: readonly string[];
  } = {},
): Promise<Store> {
  const store = await openStore(given.address ?? `sqlite:${join(newFolder(), 'hub.db')}`);
  stores.push(store);
  await store.write(async (db) => {
    for (const name of given.profiles ?? [])
      await putRecord(db, 'profile', aProfile({ id: `profile-${name}`, name, developerName: name }));
    for (const username of given.users ?? [])
      await putUser(db, aUser({ id: `user-${username}`, username, name: username, profileId: null }));
  });
  return store;
}

/** The directory of a newly created hub. */
export const freshDirectory = (parts: Partial<ConstructorParameters<typeof Directory>[0]> = {}) =>
  new Directory({
    version: 1,
    settings: { centreName: 'Test', defaultQueueId: null, practice: false },
    statuses: systemStatuses('en'),
    configurations: [defaultConfiguration('en')],
    channels: [],
    routing: [],
    queues: [],
    declineReasons: [],
    profiles: [],
    users: [],
    ...parts,
  });

export const salesforceAt = async (source: string | Buffer): Promise<Planner> => {
  const picture = await readSalesforce(source);
  return (directory, options) => planSalesforce(picture, directory, options);
};

export const plan = planImport;

export const apply = (store: Store, planner: Planner, options: ImportOptions = {}): Promise<ImportReport> =>
  applyImport(store, planner, { ...options, actor: { id: null, name: 'test' }, now: 1_000 });

/** Writes the set-up of a hub in Salesforce format; returns its folder. */
export async function exportTo(store: Store): Promise<string> {
  const folder = newFolder();
  const { files } = exportSalesforce(await store.read(readDirectory));
  for (const [path, content] of files) writeInto(folder, path, content);
  return folder;
}

export function writeInto(folder: string, path: string, content: string | Buffer): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

/** A folder with these files. */
export function folderWith(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = newFolder();
  for (const [path, content] of Object.entries(files)) writeInto(folder, path, content);
  return folder;
}

export function filesBelow(folder: string, below = ''): string[] {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    return entry.isDirectory() ? filesBelow(folder, path) : [path];
  });
}

export function zipOf(files: Readonly<Record<string, Buffer | string>>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [path, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), path);
  zip.end();
  return buffer(zip.outputStream);
}

export const zipOfFolder = (folder: string): Promise<Buffer> =>
  zipOf(Object.fromEntries(filesBelow(folder).map((path) => [path, readFileSync(join(folder, path))])));

/** A metadata file. */
export const metadata = (root: string, inside: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://soap.sforce.com/2006/04/metadata">${inside}</${root}>\n`;

/** The report line of a record. */
export function line(report: ImportReport, type: RecordReport['type'], name: string): RecordReport {
  const found = report.records.filter((record) => record.type === type && record.name === name);
  if (found.length !== 1) throw new Error(`${found.length} lines of ${type} ${name}`);
  return found[0]!;
}

/** Codes of the remarks about a record. */
export const codes = ({ warnings }: RecordReport): string[] => warnings.map(({ code }) => code);

/** The records that an import would change; empty on a second run. */
export const changing = (report: ImportReport): string[] =>
  report.records
    .filter(({ action }) => action === 'create' || action === 'update')
    .map(({ type, name, action, changes }) => `${action} ${type} ${name} ${changes.join(' ')}`);
