/**
 * Parses strict XML into a small tree. No document type, so no entities except XML's own five; depth and number of
 * elements are limited.
 */
import { setImmediate as breath } from 'node:timers/promises';
import { SaxesParser } from 'saxes';
import type { TextParams } from '#core/i18n/texts.ts';
import { MAX_XML_DEPTH, MAX_XML_ELEMENTS } from './limits.ts';
import { type FaultCode, SourceProblem } from './source-entry.ts';

export interface XmlElement {
  /** Without its prefix. */
  readonly name: string;
  /** Attributes by their name as written, without namespace declarations and without `xsi:nil`. */
  readonly attributes: ReadonlyMap<string, string>;
  /** `xsi:nil="true"`: present, but without a value. */
  readonly nil: boolean;
  readonly children: readonly XmlElement[];
  /** Character data directly in it, as written. */
  readonly text: string;
}

const XMLNS = 'http://www.w3.org/2000/xmlns/';
const INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance';
/** Characters parsed between two yields: the hub serves agents meanwhile. */
const CHUNK_CHARACTERS = 64 * 1024;

/** Parser errors with a more specific message than "no well-formed XML". */
const kinds: ReadonlyArray<readonly [words: RegExp, code: FaultCode]> = [
  [/must contain a root element/, 'XML_EMPTY'],
  [/^unclosed tag|^unexpected close tag|^unmatched closing tag/, 'XML_TAGS'],
  [/^undefined entity|^malformed character entity|entity name/, 'XML_ENTITY'],
];

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
  const refuse = (code: FaultCode, params?: TextParams): never => {
    throw new SourceProblem(code, { line: parser.line, column: parser.column, ...params });
  };
  parser.on('error', ({ message }) => {
    const detail = message.replace(/^\d+:\d+: /, '');
    refuse(kinds.find(([words]) => words.test(detail))?.[1] ?? 'XML_BROKEN', { detail });
  });
  parser.on('doctype', () => refuse('XML_DOCTYPE'));
  parser.on('opentag', (tag) => {
    if (++elements > MAX_XML_ELEMENTS) refuse('XML_TOO_MANY', { most: MAX_XML_ELEMENTS });
    if (open.length >= MAX_XML_DEPTH) refuse('XML_TOO_DEEP', { most: MAX_XML_DEPTH });
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

  for (let from = 0; from < text.length; from += CHUNK_CHARACTERS) {
    if (from > 0) await breath();
    parser.write(text.slice(from, from + CHUNK_CHARACTERS));
  }
  parser.close();
  return root ?? refuse('XML_EMPTY');
}
