/** Reads Web API responses (JSON), data packages of the Configuration Migration tool, or a folder or zip of either. */
import { basename } from 'node:path/posix';
import { remark, unreadable } from '../remarks.ts';
import { brokenFileReport, type RecordReport } from '../report.ts';
import { decodeText } from '../sources/decode-text.ts';
import { IgnoredFiles } from '../sources/ignored-files.ts';
import { type Fault, fault, faultOf } from '../sources/source-entry.ts';
import { type SourceAddress, walkSource } from '../sources/walk-source.ts';
import { ColumnReader, type SourceRow } from './column-reader.ts';
import { parsePresence, parseUser, parseWorkStream } from './parse-records.ts';
import type { DynamicsModel } from './model.ts';
import { rowsOfJson, rowsOfXml } from './read-rows.ts';

interface Found {
  readonly presences: object[];
  readonly workStreams: object[];
  readonly users: object[];
}

const tables: Readonly<
  Record<string, readonly [keyof Found, (read: ColumnReader) => { readonly id: string | null }]>
> = {
  msdyn_presence: ['presences', parsePresence],
  msdyn_liveworkstream: ['workStreams', parseWorkStream],
  systemuser: ['users', parseUser],
};

/** @throws {SourceProblem} when `source` cannot be walked */
export async function readDynamics(
  source: SourceAddress,
  progress: (files: number) => void = () => undefined,
): Promise<DynamicsModel> {
  const found: Found = { presences: [], workStreams: [], users: [] };
  const broken: RecordReport[] = [];
  const others = new IgnoredFiles();
  let files = 0;
  for await (const entry of walkSource(source)) {
    const refuse = (why: Fault) =>
      broken.push(brokenFileReport(entry.path, unreadable('FILE_UNREADABLE', why)));
    if ('problem' in entry) {
      refuse(entry.problem);
      continue;
    }
    const name = basename(entry.path).toLowerCase();
    const json = name.endsWith('.json') && !name.startsWith('.');
    if (!json && name !== 'data.xml') {
      others.add(entry.path);
      continue;
    }
    files++;
    try {
      const text = decodeText(await entry.read());
      const { rows, incomplete } = json ? rowsOfJson(text) : await rowsOfXml(text);
      if (incomplete) broken.push(brokenFileReport(entry.path, remark('INCOMPLETE')));
      for (const row of rows) sort(row, entry.path, found, others, refuse);
    } catch (error) {
      refuse(faultOf(error));
    }
    progress(files);
  }
  // Each list holds the results of its table's parser; the table above pairs them.
  const { presences, workStreams, users } = found as unknown as DynamicsModel;
  return { presences, workStreams, users, files, otherFiles: others.list(), broken };
}

function sort(
  { table, relation, columns }: SourceRow,
  file: string,
  found: Found,
  others: IgnoredFiles,
  refuse: (why: Fault) => void,
): void {
  if (relation) return others.addRow('relations', table);
  if (table === null || !Object.hasOwn(tables, table)) return others.addRow('records', table);
  const [place, parse] = tables[table]!;
  const read = new ColumnReader(columns);
  const record = parse(read);
  if (record.id === null) return void refuse(fault('RECORD_WITHOUT_ID', { table }));
  found[place].push({ ...record, file, remarks: read.remarks, unmodelled: read.unmodelled() });
}
