/** The client's copy of the floor: the full state with increments applied. */
import type { FloorAgent, FloorQueue, FloorUpdate, FloorWork } from './floor.ts';

type Whole = Extract<FloorUpdate, { kind: 'whole' }>;

export interface FloorMirror extends Pick<Whole, 'hubTime' | 'dayStart' | 'profiles' | 'statuses'> {
  readonly agents: ReadonlyMap<string, FloorAgent>;
  readonly queues: ReadonlyMap<string, FloorQueue>;
  readonly work: ReadonlyMap<string, FloorWork>;
}

const byId = <T extends { readonly id: string }>(records: readonly T[]) =>
  new Map(records.map((record) => [record.id, record]));

/** Unchanged maps stay the same objects, so that a view of one kind does not re-render for another. */
export function applyFloorUpdate(held: FloorMirror | null, update: FloorUpdate): FloorMirror | null {
  if (update.kind === 'whole') {
    const { hubTime, dayStart, profiles, statuses } = update;
    return {
      hubTime,
      dayStart,
      profiles,
      statuses,
      agents: byId(update.agents),
      queues: byId(update.queues),
      work: byId(update.work),
    };
  }
  if (!held) return null;
  return {
    ...held,
    hubTime: update.hubTime,
    agents: changed(held.agents, update.agents, update.goneAgents),
    queues: changed(held.queues, update.queues, update.goneQueues),
    work: changed(held.work, update.work, update.goneWork),
  };
}

function changed<T extends { readonly id: string }>(
  held: ReadonlyMap<string, T>,
  records: readonly T[],
  gone: readonly string[],
): ReadonlyMap<string, T> {
  if (records.length + gone.length === 0) return held;
  const next = new Map(held);
  for (const id of gone) next.delete(id);
  for (const record of records) next.set(record.id, record);
  return next;
}
