/** The last troubles of this run, for the diagnostics. Kept short, and without what people wrote. */
const MOST = 50;

export interface LogEntry {
  readonly at: number;
  readonly what: string;
}

export class ShellLog {
  readonly #now: () => number;
  readonly #entries: LogEntry[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  add(what: string): void {
    this.#entries.push({ at: this.#now(), what: what.slice(0, 500) });
    if (this.#entries.length > MOST) this.#entries.shift();
  }

  get entries(): readonly LogEntry[] {
    return this.#entries;
  }
}
