/**
 * Password hashes are made a few at a time: each is slow on purpose, so that many at once would keep the processor busy
 * long after those who asked have given up. Who would wait too long is told so at once.
 */
import { AppError } from '#core/errors.ts';

/** Made at once; the other threads stay free for files and names. */
const MAX_CONCURRENT_HASHES = 2;
/** Waiting in all, and of one address. */
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
   * Runs `work` when it is its turn, unless the one who asked has gone by then.
   * @throws TOO_MANY when too many wait already
   */
  async run<T>(address: string, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    await this.#turn(address);
    try {
      signal?.throwIfAborted();
      return await work();
    } finally {
      // The place is handed on, so that a newcomer cannot slip in between.
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
