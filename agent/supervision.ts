/** The alerts for a supervisor, kept while the user has that role; empty for everyone else. */
import type { Role } from '#core/vocabulary.ts';
import type { Alert } from '#core/supervision/floor.ts';
import { supervises } from '#core/supervision/roles.ts';

export interface AlertWatchOptions {
  /** Streams all current alerts, as a whole on every change, across cuts. */
  readonly open: (signal: AbortSignal) => AsyncIterable<readonly Alert[]>;
  readonly onAlerts: () => void;
}

export class AlertWatch {
  readonly #o: AlertWatchOptions;
  #stop: AbortController | null = null;
  #alerts: readonly Alert[] = [];

  constructor(options: AlertWatchOptions) {
    this.#o = options;
  }

  get alerts(): readonly Alert[] {
    return this.#alerts;
  }

  /** Starts or stops with the role; called with every snapshot. */
  attend(roles: readonly Role[]): void {
    if (supervises(roles) === (this.#stop !== null)) return;
    if (this.#stop) return this.end();
    const stop = new AbortController();
    this.#stop = stop;
    void this.#follow(stop);
  }

  /** The account is left. */
  end(): void {
    this.#stop?.abort();
    this.#stop = null;
    this.#take([]);
  }

  async #follow(stop: AbortController): Promise<void> {
    try {
      for await (const alerts of this.#o.open(stop.signal)) if (!stop.signal.aborted) this.#take(alerts);
    } catch {
      // The hub refuses: the role was revoked. The next snapshot reports it, and restarts the stream if it comes back.
      if (this.#stop === stop) this.#take([]);
    }
    if (this.#stop === stop) this.#stop = null;
  }

  #take(alerts: readonly Alert[]): void {
    if (alerts.length + this.#alerts.length === 0) return;
    this.#alerts = alerts;
    this.#o.onAlerts();
  }
}
