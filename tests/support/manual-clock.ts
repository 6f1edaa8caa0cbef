/** A clock that stands still until a test moves it. */
import type { MachineClock } from '#hub/base/clock.ts';

export class ManualClock implements MachineClock {
  #now: number;
  #elapsed = 0;
  #timers = new Map<number, { readonly at: number; readonly callback: () => void }>();
  #next = 1;

  constructor(now = Date.UTC(2026, 0, 5, 9)) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  steady(): number {
    return this.#elapsed;
  }

  uptime(): number {
    return this.#elapsed;
  }

  after(milliseconds: number, callback: () => void): () => void {
    const id = this.#next++;
    this.#timers.set(id, { at: this.#elapsed + Math.max(0, milliseconds), callback });
    return () => this.#timers.delete(id);
  }

  /** Advances time to that moment; calls the timers that become due. */
  set(now: number): void {
    if (now < this.#now) throw new Error('time does not go back; `step` sets the wall clock');
    this.#elapsed += now - this.#now;
    this.#now = now;
    for (const [id, timer] of [...this.#timers].sort(([, a], [, b]) => a.at - b.at)) {
      if (timer.at > this.#elapsed) continue;
      this.#timers.delete(id);
      timer.callback();
    }
  }

  /** Sets the wall clock forward or back; no time passes. */
  step(milliseconds: number): void {
    this.#now += milliseconds;
  }
}

/** The clock of another machine: the same time passes, its wall clock is wrong by `offset`. */
export function skewed(clock: ManualClock, offset: number): MachineClock {
  return {
    now: () => clock.now() + offset,
    steady: () => clock.steady(),
    uptime: () => clock.uptime(),
    after: (milliseconds, callback) => clock.after(milliseconds, callback),
  };
}
