/** A double that is asked for something it does not have must not answer `undefined`: it says so, and the test fails. */
import type { EventEmitter } from 'node:events';
import { tell } from './tell.ts';

/** What the language itself, or a promise, looks for on any object. */
const looked: ReadonlySet<string | symbol> = new Set(['then', 'toJSON', 'constructor', 'inspect']);

/** `part`, throwing on anything that it does not have. */
export function loud<Part extends object>(name: string, part: Part): Part {
  return new Proxy(part, {
    get(target, key) {
      if (typeof key === 'symbol' || looked.has(key) || key in target) {
        const value: unknown = Reflect.get(target, key, target);
        return typeof value === 'function' && !isClass(value) ? value.bind(target) : value;
      }
      const what = `${name}.${key}`;
      tell({ event: 'unknown-api', what });
      throw new Error(`The electron double has no ${what}.`);
    },
  });
}

const isClass = (value: unknown): boolean => /^class\b/.test(String(value));

type OwnKeys<Double> = Exclude<keyof Double, keyof EventEmitter | `$${string}`>;
type Misfits<Double, Real> = {
  [Key in OwnKeys<Double>]: Key extends keyof Real ? (Double[Key] extends Real[Key] ? never : Key) : Key;
}[OwnKeys<Double>];

/** `true` when everything that the double has is there in Electron, with a type that fits; else the names that are not. */
export type Fits<Double, Real> = [Misfits<Double, Real>] extends [never] ? true : Misfits<Double, Real>;
