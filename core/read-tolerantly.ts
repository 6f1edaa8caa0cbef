/**
 * Reads data from a hub of another version: takes what is valid, skips what is not and reports it. An unknown field or
 * kind must not cost an agent the offers that are known.
 */
import { z } from 'zod';
import { BaseStatus, CapacityPool, ChannelKind, EndedBy, LinkState, PresenceReason } from './vocabulary.ts';

/** Replacement for an unknown enum value where the record around it is still needed. */
const UNKNOWN_WORDS = new Map<z.ZodType, unknown>([
  [BaseStatus, 'away'],
  [LinkState, 'connected'],
  [PresenceReason, 'configuration'],
  [ChannelKind, 'custom'],
  [CapacityPool, 'primary'],
  [EndedBy, 'system'],
]);
const PLAIN_VALUES = ['', 0, false];

export type Reading<T> =
  | { readonly readable: true; readonly value: T; readonly skipped: readonly string[] }
  | { readonly readable: false; readonly skipped: readonly string[] };

/** `skipped` lists what was omitted or replaced, as paths like `offers[].subject`, each once. */
export function readTolerantly<T>(schema: z.ZodType<T>, given: unknown): Reading<T> {
  const whole = schema.safeParse(given);
  if (whole.success) return { readable: true, value: whole.data, skipped: [] };
  const skipped = new Set<string>();
  const part = read(schema, given, '', skipped);
  const value = part.readable ? schema.safeParse(part.value) : null;
  if (value?.success) return { readable: true, value: value.data, skipped: [...skipped] };
  return { readable: false, skipped: [...skipped] };
}

type Part = { readonly readable: true; readonly value: unknown } | { readonly readable: false };
const unreadable: Part = { readable: false };
const taken = (value: unknown): Part => ({ readable: true, value });

function read(schema: z.ZodType, given: unknown, path: string, skipped: Set<string>): Part {
  const parsed = schema.safeParse(given);
  if (parsed.success) return taken(parsed.data);
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) {
    const inner = read(schema.unwrap() as z.ZodType, given, path, skipped);
    if (inner.readable) return inner;
    skipped.add(path);
    return schema instanceof z.ZodNullable ? taken(null) : taken(undefined);
  }
  if (schema instanceof z.ZodArray) {
    if (!Array.isArray(given)) skipped.add(path);
    const list: readonly unknown[] = Array.isArray(given) ? given : [];
    const parts = list.map((one) => read(schema.element as z.ZodType, one, `${path}[]`, skipped));
    return taken(parts.flatMap((part) => (part.readable ? [part.value] : [])));
  }
  if (schema instanceof z.ZodObject && isRecord(given)) return readObject(schema, given, path, skipped);
  if (schema instanceof z.ZodDiscriminatedUnion && isRecord(given)) {
    const options = schema.options as readonly z.ZodObject[];
    const key = schema.def.discriminator;
    const option = options.find((one) => (one.shape[key] as z.ZodType).safeParse(given[key]).success);
    if (option) return read(option, given, path, skipped);
  }
  skipped.add(path);
  if (UNKNOWN_WORDS.has(schema)) return taken(UNKNOWN_WORDS.get(schema));
  const plain = PLAIN_VALUES.find((value) => schema.safeParse(value).success);
  return plain === undefined ? unreadable : taken(plain);
}

function readObject(
  schema: z.ZodObject,
  given: Readonly<Record<string, unknown>>,
  path: string,
  skipped: Set<string>,
): Part {
  const value: Record<string, unknown> = {};
  for (const [key, child] of Object.entries(schema.shape)) {
    const part = read(child as z.ZodType, given[key], path === '' ? key : `${path}.${key}`, skipped);
    if (!part.readable) return unreadable;
    value[key] = part.value;
  }
  return taken(value);
}

const isRecord = (given: unknown): given is Readonly<Record<string, unknown>> =>
  typeof given === 'object' && given !== null && !Array.isArray(given);
