/** Repeatable randomness: the same seed gives the same run. */
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** At least 0, less than 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** An integer from `least` to `most`, both inclusive. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** A random element; `undefined` if there is none. */
  pick<Value>(values: readonly Value[]): Value | undefined {
    return values[Math.floor(this.next() * values.length)];
  }

  /** A random element, weighted. */
  weighted<Value extends { readonly weight: number }>(values: readonly Value[]): Value {
    let left = this.next() * values.reduce((sum, value) => sum + value.weight, 0);
    for (const value of values) if ((left -= value.weight) < 0) return value;
    return values.at(-1)!;
  }
}

/**
 * Ids break ties in queue order, so a run is repeatable only with the same ids: from here on every
 * `randomUUID` is derived from the seed. Returns a function that restores real ids.
 */
export function seedIds(seed: number): () => void {
  const random = new Random(seed ^ 0x5bd1e995);
  const real = crypto.randomUUID;
  const hex = (digits: number) => {
    let text = '';
    while (text.length < digits) text += random.between(0, 0xffff_ffff).toString(16).padStart(8, '0');
    return text.slice(0, digits);
  };
  crypto.randomUUID = () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
  syncBuiltinESMExports();
  return () => {
    crypto.randomUUID = real;
    syncBuiltinESMExports();
  };
}
