/**
 * Failed attempts in the audit log. An attack must not fill it: the first attempt of a source is written at once,
 * further ones within a quarter of an hour become one line with their count, and beyond a number of sources they share
 * one line.
 */
import type { HubContext } from '../unit/context.ts';
import { type Actor, writeAudit } from '../audit/audit-line.ts';

const WINDOW_MS = 15 * 60_000;
/** Maximum number of sources with their own lines in one window. */
const MAX_SOURCES = 50;
/** Maximum number of names in one line. */
const MAX_NAMES = 10;

export interface Attempt {
  /** The origin, as far as known; attempts of one source are counted together. */
  readonly source: string;
  readonly action: string;
  readonly entity: string;
  /** The record concerned, if any: a user, a key. */
  readonly entityId: string | null;
  /** The display name of that record. */
  readonly name: string | null;
  readonly actor: Actor;
  readonly facts: Readonly<Record<string, unknown>>;
}

interface Counted {
  readonly first: Attempt;
  attempts: number;
  readonly names: Set<string>;
}

export class AttemptLog {
  readonly #context: HubContext;
  readonly #counted = new Map<string, Counted>();
  #callOff: (() => void) | null = null;

  constructor(context: HubContext) {
    this.#context = context;
  }

  /** Counts an attempt; resolves once the first of a source is in the log. */
  async note(attempt: Attempt): Promise<void> {
    const own = `${attempt.action} ${attempt.source}`;
    const full = this.#counted.size >= MAX_SOURCES && !this.#counted.has(own);
    const key = full ? attempt.action : own;
    const known = this.#counted.get(key);
    this.#callOff ??= this.#context.clock.after(WINDOW_MS, () => void this.flush());
    if (known) {
      known.attempts += 1;
      if (attempt.name !== null && known.names.size < MAX_NAMES) known.names.add(attempt.name);
      return;
    }
    const names = new Set(attempt.name === null ? [] : [attempt.name]);
    const first = full ? { ...attempt, entityId: null, name: null, facts: {}, actor: others } : attempt;
    this.#counted.set(key, { first, attempts: 0, names });
    await this.#write(attempt, {
      ...attempt.facts,
      ...(attempt.name === null ? {} : { name: attempt.name }),
    });
  }

  /** Writes the counts and resets them. */
  async flush(): Promise<void> {
    this.#callOff?.();
    this.#callOff = null;
    const counted = [...this.#counted.values()].filter(({ attempts }) => attempts > 0);
    this.#counted.clear();
    for (const { first, attempts, names } of counted)
      await this.#write(first, { ...first.facts, attempts, names: [...names] });
  }

  async #write({ action, entity, entityId, actor }: Attempt, after: object): Promise<void> {
    const { store, clock, log } = this.#context;
    try {
      await store.write((db) =>
        writeAudit(db, clock.now(), actor, { action, entity, entityId: entityId ?? '', before: null, after }),
      );
    } catch (error) {
      // The caller's answer does not depend on whether the line could be written.
      log.error({ err: error, action }, 'a failed attempt could not be written to the audit log');
    }
  }
}

const others: Actor = { id: null, name: '…' };
