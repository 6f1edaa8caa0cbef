/** Counts the files of a source that an import does not read, by kind. */
import { basename } from 'node:path/posix';
import type { ImportReport } from '#core/setup/import-report.ts';

type Other = ImportReport['otherFiles'][number];

/** Maximum number of kinds counted separately. */
const MAX_FILE_KINDS = 200;
const MAX_FILE_KIND_LENGTH = 60;
const TOO_MANY_KINDS = { kind: 'other', code: 'rest' } as const;

export class IgnoredFiles {
  readonly #kinds = new Map<string, Other>();

  add(path: string): void {
    const name = basename(path).replace(/-meta\.xml$/, '');
    const dot = name.lastIndexOf('.');
    this.#count({ kind: (dot > 0 ? name.slice(dot) : name).slice(0, MAX_FILE_KIND_LENGTH) });
  }

  /** Counts a record or relation of a table that is not read. */
  addRow(code: 'records' | 'relations', table: string | null): void {
    const kind = `${code} of ${table ?? 'an unknown table'}`.slice(0, MAX_FILE_KIND_LENGTH);
    this.#count({ kind, code, ...(table === null ? {} : { table: table.slice(0, MAX_FILE_KIND_LENGTH) }) });
  }

  list(): Other[] {
    return [...this.#kinds.values()].sort((a, b) => b.count - a.count);
  }

  #count(one: Omit<Other, 'count'>): void {
    const own = this.#kinds.has(one.kind) || this.#kinds.size < MAX_FILE_KINDS ? one : TOO_MANY_KINDS;
    const { count } = this.#kinds.get(own.kind) ?? { count: 0 };
    this.#kinds.set(own.kind, { ...own, count: count + 1 });
  }
}
