/** What has been started, and how it ends: in reverse order, once. */
export class Lifetime {
  readonly #ends: (() => Promise<void> | void)[] = [];
  #ending = false;

  /** The end has begun: windows may close, and nothing is shown any more. */
  get ending(): boolean {
    return this.#ending;
  }

  /** Registers the end of something that has just been started. */
  onEnd(end: () => Promise<void> | void): void {
    this.#ends.push(end);
  }

  /** Ends everything. Rejects with the first error, and leaves the rest as it is then. */
  async end(): Promise<void> {
    this.#ending = true;
    for (const end of this.#ends.splice(0).reverse()) await end();
  }
}
