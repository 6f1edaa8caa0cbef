/**
 * Conversations that supervisors monitor on this hub, so that one viewing is one line of the audit log: a stream that
 * reconnects after a cut and requests for older pages of the same transcript belong to the same viewing.
 */
import type { MonitorRight } from './rights.ts';
import type { Clock } from '../base/clock.ts';

/** A viewing continues when the conversation is requested again within this time. */
const VIEWING_GAP_MS = 2 * 60_000;

export class MonitoringLog {
  readonly #clock: Clock;
  /** Open streams, and the last request, by supervisor and conversation. */
  readonly #viewings = new Map<string, { streams: number; at: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** True while a stream is open, and shortly after the last request. */
  goesOn(right: MonitorRight): boolean {
    this.#forgetOld();
    const viewing = this.#viewings.get(keyOf(right));
    if (!viewing) return false;
    viewing.at = this.#clock.now();
    return true;
  }

  /** Records the start of a logged viewing. */
  saw(right: MonitorRight): void {
    const viewing = this.#viewings.get(keyOf(right));
    this.#viewings.set(keyOf(right), { streams: viewing?.streams ?? 0, at: this.#clock.now() });
  }

  /** Adds a stream to this viewing. Returns a function to call when it ends. */
  open(right: MonitorRight): () => void {
    const viewing = this.#viewings.get(keyOf(right)) ?? { streams: 0, at: this.#clock.now() };
    this.#viewings.set(keyOf(right), viewing);
    viewing.streams += 1;
    return () => {
      viewing.streams -= 1;
      viewing.at = this.#clock.now();
    };
  }

  #forgetOld(): void {
    const before = this.#clock.now() - VIEWING_GAP_MS;
    for (const [key, { streams, at }] of this.#viewings)
      if (streams === 0 && at < before) this.#viewings.delete(key);
  }
}

const keyOf = ({ userId, workItemId }: MonitorRight): string => `${userId} ${workItemId}`;
