/** A clock that stands still until a test moves it. */
import type { Clock } from '#hub/clock.ts';

export class ManualClock implements Clock {
  #now: number;
  #timers = new Map<number, { readonly at: number; readonly callback: () => void }>();
  #next = 1;

  constructor(now = Date.UTC(2026, 0, 5, 9)) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, callback: () => void): () => void {
    const id = this.#next++;
    this.#timers.set(id, { at: this.#now + Math.max(0, milliseconds), callback });
    return () => this.#timers.delete(id);
  }

  /** Moves to a time, also backwards, as a machine's clock may; calls the timers that became due. */
  set(now: number): void {
    this.#now = now;
    for (const [id, timer] of [...this.#timers].sort(([, a], [, b]) => a.at - b.at)) {
      if (timer.at > now) continue;
      this.#timers.delete(id);
      timer.callback();
    }
  }
}
