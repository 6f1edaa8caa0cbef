/** Strict XML as a small tree. No document type, so no entities but the five of XML; depth and number of elements are limited. */
import { setImmediate as breath } from 'node:timers/promises';
import { SaxesParser } from 'saxes';
import { MOST_XML_DEPTH, MOST_XML_ELEMENTS } from './limits.ts';
import { SourceProblem } from './source-entry.ts';

export interface XmlElement {
  /** Without its prefix. */
  readonly name: string;
  /** Attributes by their name as written, without declarations of name spaces and without `xsi:nil`. */
  readonly attributes: ReadonlyMap<string, string>;
  /** `xsi:nil="true"`: there, but without a value. */
  readonly nil: boolean;
  readonly children: readonly XmlElement[];
  /** Character data directly in it, as written. */
  readonly text: string;
}

const XMLNS = 'http://www.w3.org/2000/xmlns/';
const INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance';
/** Characters between two breaths: the hub serves agents meanwhile. */
const AT_ONCE = 64 * 1024;

interface Growing {
  readonly name: string;
  readonly attributes: Map<string, string>;
  readonly nil: boolean;
  readonly children: Growing[];
  text: string;
}

/** The root element. @throws {SourceProblem} with the line of the fault */
export async function readXml(text: string): Promise<XmlElement> {
  const parser = new SaxesParser({ xmlns: true });
  const open: Growing[] = [];
  let root: Growing | null = null;
  let elements = 0;
  const refuse = (why: string): never => {
    throw new SourceProblem(`${why} (line ${parser.line})`);
  };
  parser.on('error', (error) => {
    const sentence = error.message.replace(/^\d+:\d+: /, '').replace(/\.$/, '');
    refuse(`it is no well-formed XML: ${sentence}`);
  });
  parser.on('doctype', () => refuse('it has a document type, which is not read'));
  parser.on('opentag', (tag) => {
    if (++elements > MOST_XML_ELEMENTS) refuse(`it has more than ${MOST_XML_ELEMENTS} elements`);
    if (open.length >= MOST_XML_DEPTH) refuse(`elements lie more than ${MOST_XML_DEPTH} deep`);
    const attributes = new Map<string, string>();
    let nil = false;
    for (const { name, local, uri, value } of Object.values(tag.attributes)) {
      if (uri === XMLNS || name === 'xmlns') continue;
      if (uri === INSTANCE && local === 'nil') nil = value === 'true' || value === '1';
      else attributes.set(name, value);
    }
    const element: Growing = { name: tag.local, attributes, nil, children: [], text: '' };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on('text', (part) => {
    const inside = open.at(-1);
    if (inside) inside.text += part;
  });
  parser.on('cdata', (part) => {
    const inside = open.at(-1);
    if (inside) inside.text += part;
  });
  parser.on('closetag', () => open.pop());

  for (let from = 0; from < text.length; from += AT_ONCE) {
    if (from > 0) await breath();
    parser.write(text.slice(from, from + AT_ONCE));
  }
  parser.close();
  return root ?? refuse('it holds no XML');
}
