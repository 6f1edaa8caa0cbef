/**
 * Limits concurrent password hashes: each is slow on purpose, so many at once would keep the processor busy long after
 * their callers have given up. A caller that would wait too long is rejected at once.
 */
import { AppError } from '#core/errors.ts';

/** The remaining threads stay free for file access and name resolution. */
const MAX_CONCURRENT_HASHES = 2;
/** Maximum number waiting, in total and per address. */
const MAX_WAITING = 200;
const MAX_WAITING_PER_SOURCE = 60;

interface Waiting {
  readonly address: string;
  readonly begin: () => void;
}

export class HashQueue {
  readonly #waiting: Waiting[] = [];
  #running = 0;

  /**
   * Runs `work` when its turn comes, unless the caller has disconnected by then.
   * @throws TOO_MANY when the queue is full
   */
  async run<T>(address: string, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    await this.#turn(address);
    try {
      signal?.throwIfAborted();
      return await work();
    } finally {
      // The slot is handed over directly, so that a new caller cannot take it in between.
      const next = this.#waiting.shift();
      if (next) next.begin();
      else this.#running -= 1;
    }
  }

  async #turn(address: string): Promise<void> {
    if (this.#running < MAX_CONCURRENT_HASHES) {
      this.#running += 1;
      return;
    }
    const ofOne = this.#waiting.filter((one) => one.address === address).length;
    if (this.#waiting.length >= MAX_WAITING || ofOne >= MAX_WAITING_PER_SOURCE)
      throw new AppError('TOO_MANY', { seconds: 10 });
    await new Promise<void>((begin) => this.#waiting.push({ address, begin }));
  }
}
