/**
 * The queue for the one connection that writes: in the order of requests, but brief work first. A heartbeat must not
 * wait behind hundreds of messages that one address has sent at once.
 */
export class WriteQueue {
  readonly #first: (() => void)[] = [];
  readonly #others: (() => void)[] = [];
  #busy = false;

  /** Runs `work` after all earlier requests. */
  run<T>(work: () => Promise<T>): Promise<T> {
    return this.#take(this.#others, work);
  }

  /** Runs brief `work` next, before everything that waits. */
  runFirst<T>(work: () => Promise<T>): Promise<T> {
    return this.#take(this.#first, work);
  }

  async #take<T>(line: (() => void)[], work: () => Promise<T>): Promise<T> {
    if (this.#busy) await new Promise<void>((begin) => line.push(begin));
    this.#busy = true;
    try {
      return await work();
    } finally {
      const next = this.#first.shift() ?? this.#others.shift();
      // The turn is handed over directly, so that a new request cannot take it in between.
      if (next) next();
      else this.#busy = false;
    }
  }
}
