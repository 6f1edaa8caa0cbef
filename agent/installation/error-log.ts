/**
 * The most recent problems, kept across runs in one small file of the data directory, so that a crash can be
 * investigated afterwards. Kept short and free of what users wrote: callers that add a line ensure that.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Maximum number of lines; with their length this bounds the file to 30 kB. */
const MAX_LINES = 50;
const MAX_LINE_LENGTH = 500;

export interface ErrorLogEntry {
  /** When it last occurred. */
  readonly at: number;
  readonly what: string;
  /** How many times in a row it has occurred. */
  readonly times: number;
}

const fileIn = (dataDirectory: string): string => join(dataDirectory, 'troubles.log');

/** One line, for display and for `readErrorLog`. */
export const formatErrorLogEntry = ({ at, what, times }: ErrorLogEntry): string =>
  `${new Date(at).toISOString()} ${times === 1 ? '' : `(${times} times) `}${what}`;

/** The log of this data directory, oldest entry first; empty when there is none or it cannot be read. */
export function readErrorLog(dataDirectory: string): ErrorLogEntry[] {
  let text: string;
  try {
    text = readFileSync(fileIn(dataDirectory), 'utf8');
  } catch {
    return [];
  }
  return text
    .split('\n')
    .slice(-MAX_LINES - 1)
    .flatMap((line) => {
      const [, when = '', times = '1', what = ''] = /^(\S+) (?:\((\d+) times\) )?(.+)$/.exec(line) ?? [];
      const at = Date.parse(when);
      return Number.isNaN(at) ? [] : [{ at, times: Number(times), what }];
    });
}

export class ErrorLog {
  readonly #file: string;
  readonly #now: () => number;
  readonly #troubles: ErrorLogEntry[];

  /** Continues the log in `dataDirectory`. */
  constructor(dataDirectory: string, now: () => number) {
    this.#file = fileIn(dataDirectory);
    this.#now = now;
    this.#troubles = readErrorLog(dataDirectory);
  }

  /** Counts a repeated problem, so that a line that recurs all day does not push out the others. */
  add(what: string): void {
    const line = what.replace(/\s+/g, ' ').trim().slice(0, MAX_LINE_LENGTH);
    const last = this.#troubles.at(-1);
    const again = last?.what === line;
    if (again) this.#troubles.pop();
    this.#troubles.push({ at: this.#now(), what: line, times: again ? last.times + 1 : 1 });
    if (this.#troubles.length > MAX_LINES) this.#troubles.shift();
    try {
      writeFileSync(this.#file, `${this.#troubles.map(formatErrorLogEntry).join('\n')}\n`, { mode: 0o600 });
    } catch {
      // A full disk must not bring down the shell; this run still has the entries in memory.
    }
  }

  /** Oldest first. */
  get troubles(): readonly ErrorLogEntry[] {
    return this.#troubles;
  }
}
