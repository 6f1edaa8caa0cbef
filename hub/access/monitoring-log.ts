/**
 * Which conversations supervisors are viewing on this hub, so that one viewing is one line of the audit log: a stream
 * that comes back after a cut, and older pages of the same transcript, still belong to it.
 */
import type { MonitorRight } from './rights.ts';
import type { Clock } from '../base/clock.ts';

/** A viewing goes on when the same conversation is looked at again within this time. */
const VIEWING_GAP_MS = 2 * 60_000;

export class MonitoringLog {
  readonly #clock: Clock;
  /** Open streams, and when the conversation was last looked at, by who and what. */
  readonly #viewings = new Map<string, { streams: number; at: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** True while a stream is open, and shortly after the last look. */
  goesOn(right: MonitorRight): boolean {
    this.#forgetOld();
    const viewing = this.#viewings.get(keyOf(right));
    if (!viewing) return false;
    viewing.at = this.#clock.now();
    return true;
  }

  /** A viewing has been logged and begins. */
  saw(right: MonitorRight): void {
    const viewing = this.#viewings.get(keyOf(right));
    this.#viewings.set(keyOf(right), { streams: viewing?.streams ?? 0, at: this.#clock.now() });
  }

  /** A stream of this viewing. Returns a function to call at its end. */
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
