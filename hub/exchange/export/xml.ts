/** Writes metadata in Salesforce's format: elements in alphabetical order, four spaces, one line each. */

/** A value, several elements of the same name, or nested elements; null and empty lists are omitted. */
export type XmlValue =
  | string
  | number
  | boolean
  | null
  | readonly XmlValue[]
  | { readonly [name: string]: XmlValue };

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Control characters that XML cannot contain. */
const impossible = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

const escaped = (text: string) => text.replace(impossible, '').replace(/[&<>"']/g, (char) => escapes[char]!);

function lines(name: string, value: XmlValue, indent: string): string[] {
  if (value === null) return [];
  if (Array.isArray(value)) return (value as readonly XmlValue[]).flatMap((one) => lines(name, one, indent));
  if (typeof value !== 'object') return [`${indent}<${name}>${escaped(String(value))}</${name}>`];
  return [
    `${indent}<${name}>`,
    ...inside(value as { [name: string]: XmlValue }, `${indent}    `),
    `${indent}</${name}>`,
  ];
}

const inside = (values: { readonly [name: string]: XmlValue }, indent: string): string[] =>
  Object.keys(values)
    .sort()
    .flatMap((name) => lines(name, values[name]!, indent));

/** A complete metadata file. */
export const metadataFile = (root: string, values: { readonly [name: string]: XmlValue }): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<${root} xmlns="http://soap.sforce.com/2006/04/metadata">`,
    ...inside(values, '    '),
    `</${root}>`,
    '',
  ].join('\n');
