/** A double that is asked for something it does not have must not answer `undefined`: it says so, and the test fails. */
import { EventEmitter } from 'node:events';
import { tell } from './tell.ts';

/** What the language itself, or a promise, looks for on any object. */
const looked: ReadonlySet<string | symbol> = new Set(['then', 'toJSON', 'constructor', 'inspect']);

/** Ways to listen; an event that never comes is as bad as a method that is not there. */
const listening: ReadonlySet<string | symbol> = new Set(['on', 'once', 'addListener', 'prependListener']);

/** Throws, and fails the test even if somebody catches that. */
function unknown(what: string): never {
  tell({ event: 'unknown-api', what });
  throw new Error(`The electron double has no ${what}.`);
}

/** An emitter says which events the double knows; `any` = they are named by the application itself. */
type Events<Part> = Part extends EventEmitter ? [events: readonly string[] | 'any'] : [];

/** `part`, throwing on anything that it does not have, and on listening to what never happens here. */
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

/** What somebody has given for `what`; throws when there is an option that the double would only ignore. */
export function known<Options extends object>(
  what: string,
  given: Options,
  options: readonly (keyof Options & string)[],
): Options {
  for (const name of Object.keys(given))
    if (!(options as readonly string[]).includes(name)) unknown(`${what}, option "${name}"`);
  return given;
}

/** A part of Electron that the double does not have at all: it can be imported, and nothing can be done with it. */
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

/** `true` when everything that the double has is there in Electron, with a type that fits; else the names that are not. */
export type Fits<Double, Real> = [Misfits<Double, Real>] extends [never] ? true : Misfits<Double, Real>;
