/** Rows of one file: a Web API response as JSON, or `data.xml` of the Configuration Migration tool. */
import { SourceProblem } from '../sources/source-entry.ts';
import { readXml, type XmlElement } from '../sources/read-xml.ts';
import type { SourceRow } from './column-reader.ts';

export interface Rows {
  readonly rows: readonly SourceRow[];
  /** The Web API returned one page and a link to the next. */
  readonly incomplete: boolean;
}

/** Key of each table that is read, as the Web API names it. */
const tableOfKey: Readonly<Record<string, string>> = {
  msdyn_presenceid: 'msdyn_presence',
  msdyn_liveworkstreamid: 'msdyn_liveworkstream',
  systemuserid: 'systemuser',
};
/** Entity set name in `@odata.context`. */
const tableOfSet: Readonly<Record<string, string>> = {
  msdyn_presences: 'msdyn_presence',
  msdyn_liveworkstreams: 'msdyn_liveworkstream',
  systemusers: 'systemuser',
};

/** Objects other than a Web API response have no rows. @throws {SourceProblem} */
export function rowsOfJson(text: string): Rows {
  let content: unknown;
  try {
    content = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw noJson((error as Error).message);
  }
  const envelope = isObject(content) ? content : {};
  const list = Array.isArray(content) ? content : Array.isArray(envelope.value) ? envelope.value : [content];
  const set = /#(\w+)/.exec(String(envelope['@odata.context'] ?? ''))?.[1] ?? '';
  const rows = list.filter(isObject).map((record) => ({
    table:
      (Object.hasOwn(tableOfSet, set) ? tableOfSet[set] : undefined) ??
      Object.keys(tableOfKey).flatMap((key) => (key in record ? tableOfKey[key]! : []))[0] ??
      (set || null),
    columns: new Map(Object.entries(record)),
  }));
  return { rows, incomplete: '@odata.nextLink' in envelope };
}

/** Position of the fault, when the parser reports it: a truncated file has none. */
function noJson(detail: string): SourceProblem {
  const [, line, column] = /\(line (\d+) column (\d+)\)/.exec(detail) ?? [];
  return line === undefined || column === undefined
    ? new SourceProblem('JSON_BROKEN', { detail })
    : new SourceProblem('JSON_BROKEN_AT', { line, column, detail });
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @throws {SourceProblem} */
export async function rowsOfXml(text: string): Promise<Rows> {
  const root = await readXml(text);
  if (root.name !== 'entities')
    throw new SourceProblem('OTHER_CONTENT', { found: root.name, wanted: 'entities' });
  const rows = inside(root, 'entity').flatMap((entity) => {
    const table = entity.attributes.get('name') ?? null;
    const relations = inside(entity, 'm2mrelationships')
      .flatMap(({ children }) => children)
      .map((relation) => ({ table, relation: true as const, columns: columnsOf(relation) }));
    const records = inside(entity, 'records').flatMap((records) => inside(records, 'record'));
    return [...records.map((record) => ({ table, columns: columnsOf(record) })), ...relations];
  });
  return { rows, incomplete: false };
}

const inside = (element: XmlElement, name: string) => element.children.filter((child) => child.name === name);

/** Fields by name; the record's own id under `id`, and the target name of a lookup as an annotation. */
function columnsOf(record: XmlElement): Map<string, unknown> {
  const columns = new Map<string, unknown>();
  for (const [name, value] of record.attributes) columns.set(name, value);
  for (const field of inside(record, 'field')) {
    const name = field.attributes.get('name');
    if (name === undefined) continue;
    columns.set(name, field.attributes.get('value') ?? (field.text.trim() || null));
    for (const [attribute, value] of field.attributes)
      if (attribute !== 'name' && attribute !== 'value') columns.set(`${name}@${attribute}`, value);
  }
  return columns;
}
