/** The directory after the import: records are added one by one, and it tracks which of them changed and how. */
import { isDeepStrictEqual } from 'node:util';
import type { Directory } from '../../directory/directory.ts';
import type { RecordOf, SetupNoun } from '#core/setup/nouns.ts';

/** The nouns of Setup by their names in a report, in dependency order. */
export const importedNouns = {
  serviceChannel: 'channel',
  presenceStatus: 'status',
  declineReason: 'decline-reason',
  routingConfiguration: 'routing',
  queue: 'queue',
  presenceConfiguration: 'configuration',
  userProfile: 'profile',
  user: 'user',
} as const satisfies Readonly<Record<string, SetupNoun>>;

type SetupRecords = { [Table in keyof typeof importedNouns]: RecordOf<(typeof importedNouns)[Table]> };
export type SetupTable = keyof SetupRecords;

export interface RecordChange<Table extends SetupTable = SetupTable> {
  readonly table: Table;
  /** Null for a new record. */
  readonly before: SetupRecords[Table] | null;
  readonly after: SetupRecords[Table];
}

/** A change of one record. */
export interface Change {
  readonly id: string;
  readonly action: 'create' | 'update' | 'unchanged';
  /** Differing settings, by path. */
  readonly changes: readonly string[];
}

class DraftTable<Table extends SetupTable> {
  readonly #table: Table;
  readonly #before: ReadonlyMap<string, SetupRecords[Table]>;
  readonly #records: Map<string, SetupRecords[Table]>;
  /** Ids by developer name or username, in lower case: Salesforce compares them case-insensitively too. */
  readonly #names = new Map<string, string>();

  constructor(table: Table, records: ReadonlyMap<string, SetupRecords[Table]>) {
    this.#table = table;
    this.#before = records;
    this.#records = new Map(records);
    for (const record of records.values()) this.#names.set(nameOf(record).toLowerCase(), record.id);
  }

  all(): SetupRecords[Table][] {
    return [...this.#records.values()];
  }

  get(id: string): SetupRecords[Table] | undefined {
    return this.#records.get(id);
  }

  named(name: string): SetupRecords[Table] | undefined {
    const id = this.#names.get(name.toLowerCase());
    return id === undefined ? undefined : this.#records.get(id);
  }

  put(record: SetupRecords[Table]): Change {
    this.#records.set(record.id, record);
    this.#names.set(nameOf(record).toLowerCase(), record.id);
    return this.change(record.id);
  }

  /** Differences between the record and the directory. */
  change(id: string): Change {
    const before = this.#before.get(id);
    const after = this.#records.get(id);
    if (!before) return { id, action: 'create', changes: [] };
    const changes = differences(before, after);
    return { id, action: changes.length === 0 ? 'unchanged' : 'update', changes };
  }

  /** Every difference, each with the new version of the record. */
  changed(): RecordChange[] {
    return [...this.#records.values()].flatMap((record) => {
      const before = this.#before.get(record.id) ?? null;
      if (before !== null && differences(before, record).length === 0) return [];
      const after = { ...record, version: (before?.version ?? 0) + 1 };
      return [{ table: this.#table, before, after } as RecordChange];
    });
  }
}

const nameOf = (record: { readonly developerName: string } | { readonly username: string }) =>
  'username' in record ? record.username : record.developerName;

function differences(before: object, after: object | undefined, below = ''): string[] {
  const left = before as Record<string, unknown>;
  const right = (after ?? {}) as Record<string, unknown>;
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].flatMap((key) => {
    if ((below === '' && key === 'version') || isDeepStrictEqual(left[key], right[key])) return [];
    if (key === 'settings') return differences(left[key] as object, right[key] as object, 'settings.');
    return [`${below}${key}`];
  });
}

type DraftTables = { readonly [Table in SetupTable]: DraftTable<Table> };
const tables = Object.keys(importedNouns) as readonly SetupTable[];
const DraftTables = class {
  constructor(directory: Directory) {
    for (const table of tables)
      Object.assign(this, { [table]: new DraftTable(table, directory.records(importedNouns[table])) });
  }
} as unknown as new (directory: Directory) => DraftTables;

export class Draft extends DraftTables {
  /** Generates the id of the next new record. */
  readonly newId: () => string;

  constructor(directory: Directory, newId: () => string) {
    super(directory);
    this.newId = newId;
  }

  /** In dependency order. */
  changed(): RecordChange[] {
    return tables.flatMap((table) => (this as DraftTables)[table].changed());
  }
}
