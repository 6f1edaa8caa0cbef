/** The started parts, and their stop: in reverse order, once. */
export class Lifetime {
  readonly #ends: (() => Promise<void> | void)[] = [];
  #ending = false;

  /** The end has begun: windows may close, and nothing is shown any longer. */
  get ending(): boolean {
    return this.#ending;
  }

  /** Registers the stop function of a part that has just been started. */
  onEnd(end: () => Promise<void> | void): void {
    this.#ends.push(end);
  }

  /** Stops everything. Rejects with the first error, and leaves the remaining parts unchanged. */
  async end(): Promise<void> {
    this.#ending = true;
    for (const end of this.#ends.splice(0).reverse()) await end();
  }
}
