import { uptime } from 'node:os';

/** The only source of time in the hub, so that tests and simulations can control it. */
export interface Clock {
  /** Milliseconds UTC. */
  now(): number;
  /** Calls back once after `milliseconds`; returns a function that cancels it. */
  after(milliseconds: number, callback: () => void): () => void;
}

/** The clocks of a machine. `now` is its wall clock, which users and time services set. */
export interface MachineClock extends Clock {
  /** Milliseconds since an arbitrary moment; never set. May stand still while the machine sleeps. */
  steady(): number;
  /** Milliseconds since an arbitrary moment; never set, and includes sleep. May be coarse (10 ms). */
  uptime(): number;
}

export const systemClock: MachineClock = {
  now: () => Date.now(),
  steady: () => performance.now(),
  uptime: () => uptime() * 1000,
  after(milliseconds, callback) {
    const timer = setTimeout(callback, Math.max(0, milliseconds));
    return () => clearTimeout(timer);
  },
};

/** A wall clock that deviates by more than this from the steady one was set; by less, it was corrected. */
export const CLOCK_STEP_THRESHOLD_MS = 2_000;

/**
 * The hub's time: follows the steady clock from the last reading of the reference wall clock, so setting a wall clock
 * has no effect until the hub has shifted its deadlines (`clock-steps.ts`). The reference is the machine's own clock
 * for an embedded hub, the database's for hubs that share one: their own clocks may differ by any amount.
 */
export class HubClock implements Clock {
  readonly #machine: MachineClock;
  #anchor: { readonly wall: number; readonly steady: number; readonly uptime: number };

  constructor(machine: MachineClock) {
    this.#machine = machine;
    this.#anchor = this.#at(machine.now());
  }

  now(): number {
    return Math.round(this.#anchor.wall + this.#machine.steady() - this.#anchor.steady);
  }

  after(milliseconds: number, callback: () => void): () => void {
    return this.#machine.after(milliseconds, callback);
  }

  /** By how much the reference clock was set since `follow`; 0 = only time passed, awake or asleep. */
  stepTo(wall: number): number {
    const step = wall - this.#anchor.wall - (this.#machine.uptime() - this.#anchor.uptime);
    return Math.abs(step) < CLOCK_STEP_THRESHOLD_MS ? 0 : Math.round(step);
  }

  /** Adopts this reading of the reference clock as the current time. Returns a function that reverts it. */
  follow(wall: number): () => void {
    const before = this.#anchor;
    this.#anchor = this.#at(wall);
    return () => {
      this.#anchor = before;
    };
  }

  #at(wall: number) {
    return { wall, steady: this.#machine.steady(), uptime: this.#machine.uptime() };
  }
}
