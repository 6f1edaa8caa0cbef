/** Reads the known parts of an XML element and tracks the rest: nothing is dropped silently. */
import { type Remark, remark } from '../remarks.ts';
import type { Unmodelled } from '../report.ts';
import type { XmlElement } from '../sources/read-xml.ts';

const MAX_VALUE_SHOWN = 100;

export class ElementReader {
  readonly element: XmlElement;
  readonly #taken: Set<XmlElement>;
  /** Values that could not be parsed. */
  readonly remarks: Remark[];

  constructor(element: XmlElement, parent?: ElementReader) {
    this.element = element;
    this.#taken = parent ? parent.#taken : new Set();
    this.remarks = parent ? parent.remarks : [];
  }

  /** Text of the first element of that name; null when it is missing, nil or empty. */
  text(name: string): string | null {
    const found = this.element.children.find((child) => child.name === name && !this.#taken.has(child));
    if (!found) return null;
    this.#taken.add(found);
    return found.nil ? null : found.text.trim() || null;
  }

  texts(name: string): string[] {
    const all: string[] = [];
    for (const child of this.element.children) {
      if (child.name !== name) continue;
      this.#taken.add(child);
      if (!child.nil && child.text.trim() !== '') all.push(child.text.trim());
    }
    return all;
  }

  inside(name: string): ElementReader[] {
    return this.element.children
      .filter((child) => child.name === name)
      .map((child) => {
        this.#taken.add(child);
        return new ElementReader(child, this);
      });
  }

  flag(name: string): boolean | null {
    return this.#read(name, (text) =>
      text === 'true' || text === '1' ? true : /^(false|0)$/.test(text) ? false : null,
    );
  }

  whole(name: string): number | null {
    return this.#read(name, (text) => (/^[+-]?\d{1,15}$/.test(text) ? Number(text) : null));
  }

  /** A decimal number in whole thousandths. */
  thousandths(name: string): number | null {
    return this.#read(name, (text) =>
      /^[+-]?\d{1,12}(\.\d*)?$/.test(text) ? Math.round(Number(text) * 1000) : null,
    );
  }

  oneOf<Value extends string>(name: string, values: Readonly<Record<string, Value>>): Value | null {
    return this.#read(name, (text) => (Object.hasOwn(values, text) ? values[text]! : null));
  }

  /** Accepts the element when its value equals OnQueue's fixed behaviour; another value stays listed. */
  expect(name: string, ...usual: string[]): void {
    for (const child of this.element.children) {
      if (child.name !== name || child.children.length > 0) continue;
      if (child.nil || usual.includes(child.text.trim())) this.#taken.add(child);
    }
  }

  /** Everything in this element that was not read. */
  unmodelled(): Unmodelled[] {
    const found = new Map<string, { path: string; count: number; value: string }>();
    const add = (path: string, count: number, value: string) => {
      const known = found.get(path);
      if (known) known.count += count;
      else found.set(path, { path, count, value: value.trim().slice(0, MAX_VALUE_SHOWN) });
    };
    const walk = (element: XmlElement, path: string) => {
      for (const [name, value] of element.attributes) add(`${path}@${name}`, 1, value);
      if (element.children.length > 0 && element.text.trim() !== '') add(`${path}#text`, 1, element.text);
      for (const child of element.children) {
        const below = path === '' ? child.name : `${path}/${child.name}`;
        if (this.#taken.has(child)) walk(child, below);
        else add(below, sizeOf(child), textOf(child));
      }
    };
    walk(this.element, '');
    return [...found.values()];
  }

  #read<Value>(name: string, parse: (text: string) => Value | null): Value | null {
    const text = this.text(name);
    if (text === null) return null;
    const value = parse(text);
    if (value === null)
      this.remarks.push(remark('VALUE_UNREADABLE', { setting: name, value: text.slice(0, MAX_VALUE_SHOWN) }));
    return value;
  }
}

/** An element and all its descendants. */
const sizeOf = (element: XmlElement): number =>
  element.children.reduce((all, child) => all + sizeOf(child), 1);

const textOf = (element: XmlElement): string =>
  element.children.length === 0
    ? element.text
    : element.children
        .slice(0, 3)
        .map((child) => `${child.name} ${textOf(child).trim()}`)
        .join(', ');
