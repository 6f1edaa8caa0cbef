/** Notifies watchers of changes at most once per tick; a slow watcher gets the newest state, not a backlog. */

export class ChangeNotifier {
  readonly #listeners = new Set<() => void>();
  #due = false;

  /** Something has changed; listeners are notified after the current tick. */
  changed(): void {
    if (this.#due) return;
    this.#due = true;
    queueMicrotask(() => {
      this.#due = false;
      for (const listener of [...this.#listeners]) listener();
    });
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The state now and after every change, until `signal` is aborted or the reader stops. */
  async *watch<State>(read: () => State, signal: AbortSignal | undefined): AsyncGenerator<State, void, void> {
    let wake: () => void = () => undefined;
    let fresh = true;
    const notice = () => {
      fresh = true;
      wake();
    };
    const unsubscribe = this.subscribe(notice);
    signal?.addEventListener('abort', notice);
    try {
      while (!signal?.aborted) {
        if (!fresh) await new Promise<void>((resolve) => (wake = resolve));
        fresh = false;
        if (!signal?.aborted) yield read();
      }
    } finally {
      unsubscribe();
      signal?.removeEventListener('abort', notice);
    }
  }
}
