/**
 * Reads and writes the `*_json` columns. Every column has a schema with defaults for fields that an older version did
 * not write, so readers never encounter a missing field.
 */
import { z } from 'zod';
import { Id } from '#core/vocabulary.ts';

export const toJson = (value: unknown): string => JSON.stringify(value);

/** A reader of one column. @throws {Error} naming the column, for text that its schema rejects */
export function jsonColumn<T>(column: string, schema: z.ZodType<T>): (text: string) => T {
  return (text) => {
    const { success, data, error } = schema.safeParse(JSON.parse(text));
    if (success) return data;
    const [issue] = error.issues;
    throw new Error(`${column} cannot be read: ${issue?.path.join('.') || 'value'}: ${issue?.message}`);
  };
}

/** Maximum number of cached texts per column. */
const MAX_SHARED_VALUES = 1_000;

/**
 * Like `jsonColumn`, for columns with few distinct texts that are read often: equal texts give the same frozen value.
 */
export function sharedJsonColumn<T>(column: string, schema: z.ZodType<T>): (text: string) => T {
  const read = jsonColumn(column, schema);
  const values = new Map<string, T>();
  return (text) => {
    const known = values.get(text);
    if (known !== undefined) return known;
    const value = deepFreeze(read(text));
    if (values.size >= MAX_SHARED_VALUES) values.clear();
    values.set(text, value);
    return value;
  };
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(deepFreeze);
    Object.freeze(value);
  }
  return value;
}

/** Columns that hold the ids of other records. */
export const readIds = sharedJsonColumn('a list of ids', z.array(Id));
/** Settings of the hub that are one number. */
export const readNumber = jsonColumn('setting.value_json', z.number());
/** `fields_json` and `claims_json` of a work item. */
export const readFields = jsonColumn('work_item.fields_json', z.record(z.string(), z.string()));
/** Parameters of a sentence: `detail_json` of an agent, `params_json` of a notice. */
export const readParams = jsonColumn('params_json', z.record(z.string(), z.union([z.string(), z.number()])));
