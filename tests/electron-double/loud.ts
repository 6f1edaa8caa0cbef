/** A double must not answer `undefined` for something it does not have: it throws, and the test fails. */
import { EventEmitter } from 'node:events';
import { tell } from './tell.ts';

/** Properties that the language itself, or a promise, looks up on any object. */
const looked: ReadonlySet<string | symbol> = new Set(['then', 'toJSON', 'constructor', 'inspect']);

/** Methods that add listeners; an event that never fires is as bad as a missing method. */
const listening: ReadonlySet<string | symbol> = new Set(['on', 'once', 'addListener', 'prependListener']);

/** Throws, and fails the test even if the error is caught. */
function unknown(what: string): never {
  tell({ event: 'unknown-api', what });
  throw new Error(`The electron double has no ${what}.`);
}

/** An emitter lists the events that the double knows; `any` = the application names them itself. */
type Events<Part> = Part extends EventEmitter ? [events: readonly string[] | 'any'] : [];

/** Wraps `part`: throws on unknown properties, and on listeners for events that never fire here. */
export function loud<Part extends object>(name: string, part: Part, ...[events]: Events<Part>): Part {
  return new Proxy(part, {
    get(target, key) {
      if (typeof key !== 'symbol' && !looked.has(key) && !(key in target)) return unknown(`${name}.${key}`);
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function' || isClass(value)) return value;
      if (!(target instanceof EventEmitter) || !listening.has(key)) return value.bind(target) as unknown;
      return (event: string, ...rest: unknown[]) => {
        if (Array.isArray(events) && !events.includes(event)) unknown(`${name}, event "${event}"`);
        return (value as (...given: unknown[]) => unknown).call(target, event, ...rest);
      };
    },
  });
}

const isClass = (value: unknown): boolean => /^class\b/.test(String(value));

/** Returns the option given for `what`; throws on an option that the double would only ignore. */
export function known<Options extends object>(
  what: string,
  given: Options,
  options: readonly (keyof Options & string)[],
): Options {
  for (const name of Object.keys(given))
    if (!(options as readonly string[]).includes(name)) unknown(`${what}, option "${name}"`);
  return given;
}

/** A part of Electron that the double lacks: it can be imported, but not used. */
export const absent = (name: string): never =>
  new Proxy(class {}, {
    get: (_target, key) =>
      typeof key === 'symbol' || looked.has(key) ? undefined : unknown(`${name}.${key}`),
    construct: () => unknown(`new ${name}()`),
    apply: () => unknown(`${name}()`),
  }) as never;

type OwnKeys<Double> = Exclude<keyof Double, keyof EventEmitter | `$${string}`>;
type Misfits<Double, Real> = {
  [Key in OwnKeys<Double>]: Key extends keyof Real ? (Double[Key] extends Real[Key] ? never : Key) : Key;
}[OwnKeys<Double>];

/** `true` if everything in the double exists in Electron with a compatible type; else the names that do not. */
export type Fits<Double, Real> = [Misfits<Double, Real>] extends [never] ? true : Misfits<Double, Real>;
