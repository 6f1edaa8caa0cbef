/** A clock that tests move by hand. Sockets stay real: everything in flight arrives between two timers. */
import type { Cancel, Clock } from '#agent/clock.ts';

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** Both ends of a loopback socket are in this process, so a fixed number of turns delivers any message. */
const TURNS = 40;

/** Lets everything in flight on local sockets arrive and be answered. */
export async function settle(turns = TURNS): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Waits in real time until `condition` holds; for what does not depend on the virtual clock. */
export async function until(
  condition: () => boolean,
  what = 'the condition',
  milliseconds = 5_000,
): Promise<void> {
  const deadline = performance.now() + milliseconds;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`${what} did not come true within ${milliseconds} ms`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

export class VirtualClock implements Clock {
  #steady = 0;
  #wall: number;
  #timers: Timer[] = [];

  constructor(wall = Date.UTC(2026, 0, 5, 9)) {
    this.#wall = wall;
  }

  now(): number {
    return this.#wall;
  }

  steady(): number {
    return this.#steady;
  }

  after(milliseconds: number, run: () => void): Cancel {
    const timer = { at: this.#steady + Math.max(0, milliseconds), run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Advances time, runs what is due in order, and lets the network settle after each. */
  async advance(milliseconds: number): Promise<void> {
    const target = this.#steady + milliseconds;
    await settle();
    for (;;) {
      const next = this.#timers.filter(({ at }) => at <= target).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#move(Math.max(next.at, this.#steady));
      this.#timers = this.#timers.filter((other) => other !== next);
      next.run();
      await settle();
    }
    this.#move(target);
  }

  /** The machine's clock is set, or it slept: the wall clock jumps, the steady clock does not. */
  jump(milliseconds: number): void {
    this.#wall += milliseconds;
  }

  #move(steady: number): void {
    this.#wall += steady - this.#steady;
    this.#steady = steady;
  }
}
