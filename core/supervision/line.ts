/** The order of a queue as a supervisor sees and changes it: the router's own order, changed only by priorities. */
import { compareItems } from '../routing/order.ts';
import type { FloorWork } from './floor.ts';

/** Range of an item's priority; lower goes first. OQ. */
export const PRIORITIES = { lowest: -1_000, highest: 1_000 } as const;

/** The waiting items of a queue, in the order in which the router takes them. */
export const lineOf = (work: Iterable<FloorWork>, queueId: string): FloorWork[] =>
  [...work].filter((one) => one.queueId === queueId && one.state === 'queued').sort(compareItems);

/**
 * `earlier` and `later` move by one priority: among equals age decides, so an item may pass many others at once, or
 * none.
 */
export const moves = ['first', 'earlier', 'later'] as const;
export type Move = (typeof moves)[number];

/** The priority that moves `item` in `line`; `null` = it cannot move further. */
export function priorityFor(move: Move, item: FloorWork, line: readonly FloorWork[]): number | null {
  const [next] = line;
  if (move === 'first' && (!next || next.id === item.id)) return null;
  const wanted = move === 'first' ? (next?.priority ?? 0) - 1 : item.priority + (move === 'earlier' ? -1 : 1);
  return wanted < PRIORITIES.lowest || wanted > PRIORITIES.highest ? null : wanted;
}
