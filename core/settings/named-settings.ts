/** Effective settings with names instead of ids: shown in Setup and on the supervisor's page. */
import { z } from 'zod';
import type { EffectiveSettings, Explained, Named } from './effective-settings.ts';

const Source = z.object({
  level: z.enum(['user', 'profile', 'channel', 'configuration', 'default']),
  name: z.string(),
});
const explained = <Value extends z.ZodType>(value: Value) => {
  const sourced = z.object({ value, source: Source });
  return sourced.extend({ overruled: z.array(sourced) });
};
const NamedOnes = z.array(z.object({ value: z.string(), source: Source, also: z.array(Source) }));

export const NamedSettings = z.object({
  configuration: explained(z.string()),
  /** Whole units. */
  capacity: explained(z.number()),
  interruptibleCapacity: explained(z.number()),
  /** Text of the status; `null` = Available. */
  defaultStatus: explained(z.string().nullable()),
  /** Empty = every channel. */
  channels: NamedOnes,
  queues: NamedOnes,
  statuses: NamedOnes,
});
export type NamedSettings = z.infer<typeof NamedSettings>;

type NameOf = (id: string) => string;

/** An unknown id stays. */
export function namedSettings(
  settings: EffectiveSettings,
  names: Readonly<Record<'configuration' | 'status' | 'channel' | 'queue', NameOf>>,
): NamedSettings {
  return {
    configuration: mapped(settings.configuration, ({ id }) => (id === null ? '' : names.configuration(id))),
    capacity: mapped(settings.capacity, (value) => value),
    interruptibleCapacity: mapped(settings.interruptibleCapacity, (value) => value),
    defaultStatus: mapped(settings.defaultStatusId, (id) => (id === null ? null : names.status(id))),
    channels: namedOnes(settings.channels, names.channel),
    queues: namedOnes(settings.queues, names.queue),
    statuses: namedOnes(settings.statuses, names.status),
  };
}

function mapped<From, To>(explained: Explained<From>, map: (value: From) => To) {
  return {
    value: map(explained.value),
    source: explained.source,
    overruled: explained.overruled.map(({ value, source }) => ({ value: map(value), source })),
  };
}

const namedOnes = (ones: ReadonlyArray<Named<string>>, nameOf: NameOf) =>
  ones.map(({ value, source, also }) => ({ value: nameOf(value), source, also: [...also] }));
