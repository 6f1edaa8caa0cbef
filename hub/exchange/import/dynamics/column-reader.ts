/** Reads a record by its columns, and tracks those that were not read. */
import { type Remark, remark } from '../remarks.ts';
import type { Unmodelled } from '../report.ts';

/** One row of a Dynamics table, from either format. */
export interface SourceRow {
  /** Logical name of the table, as `msdyn_presence`; null when the source does not name it. */
  readonly table: string | null;
  /** Not a record of the table, but a relation between two. */
  readonly relation?: true;
  /** Web API annotations (`column@...`) included. */
  readonly columns: ReadonlyMap<string, unknown>;
}

const GUID = /^\{?([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})\}?$/i;
const MAX_VALUE_SHOWN = 100;

export class ColumnReader {
  readonly #columns: ReadonlyMap<string, unknown>;
  readonly #taken = new Set<string>();
  readonly remarks: Remark[] = [];

  constructor(columns: ReadonlyMap<string, unknown>) {
    this.#columns = columns;
  }

  /** Text of the first non-empty one of the columns. */
  text(...names: string[]): string | null {
    let found: string | null = null;
    for (const name of names) {
      this.#taken.add(name);
      const value = this.#columns.get(name);
      if (value === null || value === undefined || typeof value === 'object') continue;
      found ??= String(value).trim() || null;
    }
    return found;
  }

  /** An id in lower case and without braces. */
  id(...names: string[]): string | null {
    return this.#read(names, (text) => GUID.exec(text)?.[1]?.toLowerCase() ?? null);
  }

  flag(name: string): boolean | null {
    return this.#read([name], (text) => {
      if (/^(true|1|yes)$/i.test(text)) return true;
      return /^(false|0|no)$/i.test(text) ? false : null;
    });
  }

  whole(name: string): number | null {
    return this.#read([name], (text) => (/^[+-]?\d{1,15}$/.test(text) ? Number(text) : null));
  }

  /** A choice by its number. */
  choice<Value>(name: string, values: ReadonlyMap<number, Value>): Value | null {
    return this.#read([name], (text) => values.get(Number(text)) ?? null);
  }

  /** A multiple choice: `1,2` in the Web API, `[-1,1,2,-1]` in a data package. */
  choices<Value>(name: string, values: ReadonlyMap<number, Value>): Value[] {
    const text = this.text(name);
    if (text === null) return [];
    const numbers = (text.match(/-?\d+/g) ?? []).map(Number).filter((number) => number !== -1);
    const unknown = numbers.filter((number) => !values.has(number));
    if (unknown.length > 0 || numbers.length === 0) this.#unreadable(name, text);
    return [...new Set(numbers.flatMap((number) => values.get(number) ?? []))];
  }

  /** Columns that are redundant beside the others. */
  ignore(...names: string[]): void {
    for (const name of names) this.#taken.add(name);
  }

  /** Columns with a value that were not read; an annotation counts with its column. */
  unmodelled(): Unmodelled[] {
    const found: Unmodelled[] = [];
    for (const [name, value] of this.#columns) {
      if (value === null || value === undefined || this.#taken.has(name)) continue;
      const at = name.indexOf('@');
      if (at === 0 || (at > 0 && this.#columns.has(name.slice(0, at)))) continue;
      const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
      found.push({ path: name, count: 1, value: text.slice(0, MAX_VALUE_SHOWN) });
    }
    return found;
  }

  #read<Value>(names: string[], parse: (text: string) => Value | null): Value | null {
    const text = this.text(...names);
    if (text === null) return null;
    const value = parse(text);
    if (value === null) this.#unreadable(names[0]!, text);
    return value;
  }

  #unreadable(setting: string, text: string): void {
    this.remarks.push(remark('VALUE_UNREADABLE', { setting, value: text.slice(0, MAX_VALUE_SHOWN) }));
  }
}
