/**
 * Ends connections whose peer requests data and does not read it: the pending output would pile up in the hub's memory.
 * A response may wait for its reader for a while; the total per address is limited as well.
 */
import type { ServerResponse } from 'node:http';

const CHECK_INTERVAL_MS = 1_000;
/** A reader that takes nothing for this long is gone. */
const STALL_TIMEOUT_MS = 15_000;
/** Limit per address; above it, connections that take nothing are ended at once. */
const MAX_BUFFERED_BYTES = 4 * 1024 * 1024;

interface Written {
  readonly response: ServerResponse;
  readonly address: string;
  /** When it stopped reading; `null` = it reads. */
  stalledSince: number | null;
}

export class SlowReaders {
  readonly #written = new Set<Written>();
  readonly #timer: NodeJS.Timeout;
  readonly #onEnded: () => void;

  constructor(onEnded: () => void) {
    this.#onEnded = onEnded;
    this.#timer = setInterval(() => this.#look(performance.now()), CHECK_INTERVAL_MS);
    this.#timer.unref();
  }

  /** Watches a response until it closes. */
  watch(response: ServerResponse, address: string): void {
    const written: Written = { response, address, stalledSince: null };
    this.#written.add(written);
    response.on('drain', () => (written.stalledSince = null));
    response.once('close', () => this.#written.delete(written));
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(now: number): void {
    const waiting = new Map<string, number>();
    for (const one of this.#written) {
      if (!one.response.writableNeedDrain) {
        one.stalledSince = null;
        continue;
      }
      one.stalledSince ??= now;
      const bytes = (waiting.get(one.address) ?? 0) + one.response.writableLength;
      waiting.set(one.address, bytes);
      if (now - one.stalledSince < STALL_TIMEOUT_MS && bytes <= MAX_BUFFERED_BYTES) continue;
      this.#onEnded();
      one.response.destroy();
    }
  }
}
