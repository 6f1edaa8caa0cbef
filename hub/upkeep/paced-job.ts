/** Background work in small steps, with a pause after each, so that agents get the database meanwhile. */
import type { HubContext } from '../unit/context.ts';

interface Pace {
  /** Between two steps while there is more to do, in milliseconds. */
  readonly pause: number;
  /** Until the next check once everything is done, or after a failure, in milliseconds. */
  readonly interval: number;
  /** Logged when a step fails; it is tried again after `interval`. */
  readonly failure: string;
}

export class PacedJob {
  readonly #context: Pick<HubContext, 'clock' | 'log'>;
  readonly #pace: Pace;
  /** One step; true = there may be more to do. */
  readonly #step: () => Promise<boolean>;
  #cancel: (() => void) | null = null;
  #running: Promise<void> | null = null;
  #stopped = true;

  constructor(context: Pick<HubContext, 'clock' | 'log'>, pace: Pace, step: () => Promise<boolean>) {
    this.#context = context;
    this.#pace = pace;
    this.#step = step;
  }

  start(): void {
    this.#stopped = false;
    this.#schedule(this.#pace.pause);
  }

  /** Waits for the step that is running. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel?.();
    await this.#running;
  }

  #schedule(wait: number): void {
    if (this.#stopped) return;
    this.#cancel = this.#context.clock.after(wait, () => {
      this.#running = this.#step()
        .then((more) => this.#schedule(more ? this.#pace.pause : this.#pace.interval))
        .catch((error: unknown) => {
          this.#context.log.error({ err: error }, this.#pace.failure);
          this.#schedule(this.#pace.interval);
        })
        .finally(() => {
          this.#running = null;
        });
    });
  }
}
