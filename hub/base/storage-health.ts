/**
 * Whether the hub can store data: a small row is written every few seconds while readiness is requested, the free space
 * of an embedded database's disk is checked, and a SQLite file is read through once for damage. The log gets one line
 * when a fault begins and one when it ends, however often operations fail in between.
 */
import type { Logger } from 'pino';
import type { Clock } from './clock.ts';
import { toJson } from '../store/json.ts';
import type { Metrics } from './metrics.ts';
import { storageProblem, type StorageProblem } from '../store/failures.ts';
import type { Store } from '../store/store.ts';

/** How long an answer is valid. */
const PROBE_INTERVAL_MS = 5_000;
/** Shorter interval while there is a fault, so that its end is noticed soon. */
const PROBE_RETRY_INTERVAL_MS = 1_000;
const PROBE_TIMEOUT_MS = 2_000;
/** Below this SQLite has no room for the next file of its log. */
const MIN_FREE_BYTES = 4 * 1024 * 1024;

interface Parts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
}

export class StorageHealth {
  readonly #parts: Parts;
  readonly #stop = new AbortController();
  #problem: StorageProblem | null = null;
  #since = 0;
  #failures = 0;
  #probedAt = Number.NEGATIVE_INFINITY;
  #probing: Promise<void> | null = null;
  #damaged = false;
  #callOff: (() => void) | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The current storage fault; null = none. Answers within two seconds, however slow the database is. */
  async problem(): Promise<StorageProblem | null> {
    const age = Math.abs(this.#parts.clock.now() - this.#probedAt);
    if (age >= (this.#problem ? PROBE_RETRY_INTERVAL_MS : PROBE_INTERVAL_MS))
      this.#probing ??= this.#probe().finally(() => (this.#probing = null));
    if (this.#probing) await this.#withinLimit(this.#probing);
    return this.#damaged ? 'STORAGE_BROKEN' : this.#problem;
  }

  /** The storage fault that made an operation of the hub fail, logged here. Null = another cause. */
  noteFailure(error: unknown): StorageProblem | null {
    const problem = storageProblem(error);
    if (problem !== null) this.#become(problem, error);
    return problem;
  }

  /** Reads a SQLite file through, in the background. */
  async examine(): Promise<void> {
    const { store, log, metrics } = this.#parts;
    const started = performance.now();
    const damage = await store.findDamage(this.#stop.signal);
    if (this.#stop.signal.aborted) return;
    this.#damaged = damage.length > 0;
    metrics.damage.set(damage.length);
    const milliseconds = Math.round(performance.now() - started);
    if (this.#damaged) log.error({ damage, milliseconds }, 'the database is damaged: restore a backup');
    else log.info({ milliseconds }, 'the database was read through and is sound');
  }

  stop(): void {
    this.#stop.abort();
    this.#callOff?.();
  }

  async #probe(): Promise<void> {
    const { store, clock } = this.#parts;
    try {
      const value = toJson(clock.now());
      await store.writeBriefly((db) =>
        db
          .insertInto('setting')
          .values({ key: 'ready_probe', value_json: value })
          .onConflict((conflict) => conflict.column('key').doUpdateSet({ value_json: value }))
          .execute(),
      );
      const free = await store.freeBytes();
      this.#probedAt = clock.now();
      if (free !== null && free < MIN_FREE_BYTES) this.#become('STORAGE_FULL', null);
      else this.#become(null, null);
    } catch (error) {
      this.#probedAt = clock.now();
      this.#become(storageProblem(error) ?? 'STORAGE_BROKEN', error);
    }
  }

  async #withinLimit(probe: Promise<void>): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        this.#become('STORAGE_AWAY', null);
        resolve();
      }, PROBE_TIMEOUT_MS);
    });
    await Promise.race([probe, late]).finally(() => clearTimeout(timer));
  }

  /** While there is a fault it is checked even without requests, so that its end appears in the log and the metrics. */
  #lookAgain(): void {
    if (this.#stop.signal.aborted) return;
    this.#callOff?.();
    this.#callOff = this.#parts.clock.after(PROBE_RETRY_INTERVAL_MS, () => void this.problem());
  }

  #become(problem: StorageProblem | null, error: unknown): void {
    const { log, metrics, clock } = this.#parts;
    if (problem !== null) {
      this.#failures += 1;
      this.#lookAgain();
    }
    metrics.ready.set(problem === null && !this.#damaged ? 1 : 0);
    if (problem === this.#problem) return;
    if (problem !== null) log.error({ problem, err: error ?? undefined }, sentences[problem]);
    else
      log.info(
        { seconds: Math.round((clock.now() - this.#since) / 1000), failures: this.#failures },
        'the storage works again',
      );
    if (this.#problem === null) this.#since = clock.now();
    if (problem === null) this.#failures = 0;
    this.#problem = problem;
  }
}

const sentences: Readonly<Record<StorageProblem, string>> = {
  STORAGE_FULL: 'the disk is full: nothing can be saved until there is space',
  STORAGE_BROKEN: 'the disk or the database is damaged',
  STORAGE_AWAY: 'the database does not answer, or not in time',
};
