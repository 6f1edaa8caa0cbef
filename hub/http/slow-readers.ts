/**
 * Ends connections whose other side asks and does not read: what is written for them would pile up in the hub's memory.
 * A response may wait for its reader a while; what waits for one address is bounded as well.
 */
import type { ServerResponse } from 'node:http';

const CHECK_INTERVAL_MS = 1_000;
/** A reader that takes nothing for so long is gone. */
const STALL_TIMEOUT_MS = 15_000;
/** Waiting for one address in all; beyond, those that take nothing are ended at once. */
const MAX_BUFFERED_BYTES = 4 * 1024 * 1024;

interface Written {
  readonly response: ServerResponse;
  readonly address: string;
  /** Since when it takes nothing; `null` = it reads. */
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

  /** Looks after a response until it is closed. */
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
