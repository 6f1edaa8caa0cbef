/**
 * The last troubles, kept across runs in one small file of the data directory, so that a crash can be looked at
 * afterwards. Kept short, and without what people wrote: whoever adds a line sees to that.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Lines kept; with their length this bounds the file to 30 kB. */
const MAX_LINES = 50;
const MAX_LINE_LENGTH = 500;

export interface ErrorLogEntry {
  /** When it came last. */
  readonly at: number;
  readonly what: string;
  /** How often it has come, one after the other. */
  readonly times: number;
}

const fileIn = (dataDirectory: string): string => join(dataDirectory, 'troubles.log');

/** One line for people and for `readErrorLog`. */
export const formatErrorLogEntry = ({ at, what, times }: ErrorLogEntry): string =>
  `${new Date(at).toISOString()} ${times === 1 ? '' : `(${times} times) `}${what}`;

/** What the log of this data directory holds, the oldest first; nothing where there is none, or it cannot be read. */
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

  /** Goes on with the log in `dataDirectory`. */
  constructor(dataDirectory: string, now: () => number) {
    this.#file = fileIn(dataDirectory);
    this.#now = now;
    this.#troubles = readErrorLog(dataDirectory);
  }

  /** The same trouble again is counted, so that a line that is tried all day does not push out the rest. */
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
      // A full disk must not take the shell down; this run still has them.
    }
  }

  /** The oldest first. */
  get troubles(): readonly ErrorLogEntry[] {
    return this.#troubles;
  }
}
