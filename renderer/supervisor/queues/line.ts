import type { FloorWork } from '#core/supervision/floor.ts';

/** Who waits in a queue, in the order of the line as far as the floor tells it: priority, then original age. */
export const nextInLine = (work: Iterable<FloorWork>, queueId: string): FloorWork[] =>
  [...work]
    .filter((one) => one.queueId === queueId && one.state === 'queued')
    .sort((a, b) => a.priority - b.priority || a.originalAt - b.originalAt || a.id.localeCompare(b.id));
