/** The only source of time in the hub, so that tests and simulations can own it. */
export interface Clock {
  /** Milliseconds UTC. */
  now(): number;
  /** Calls back once after `milliseconds`; returns how to call it off. */
  after(milliseconds: number, callback: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, Math.max(0, milliseconds));
    return () => clearTimeout(timer);
  },
};
