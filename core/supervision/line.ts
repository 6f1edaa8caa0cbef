/** The line of a queue as a supervisor sees and changes it: the router's own order, changed by priorities alone. */
import { compareItems } from '../routing/order.ts';
import type { FloorWork } from './floor.ts';

/** An item's priority stays within these; lower goes first. OQ. */
export const PRIORITIES = { lowest: -1_000, highest: 1_000 } as const;

/** Who waits in a queue, in the order in which the router takes them. */
export const lineOf = (work: Iterable<FloorWork>, queueId: string): FloorWork[] =>
  [...work].filter((one) => one.queueId === queueId && one.state === 'queued').sort(compareItems);

/** `earlier` and `later` are one priority: among equals age decides, so they may pass many at once, or nobody. */
export const moves = ['first', 'earlier', 'later'] as const;
export type Move = (typeof moves)[number];

/** The priority that moves `item` in `line`; `null` = there is nowhere to move to. */
export function priorityFor(move: Move, item: FloorWork, line: readonly FloorWork[]): number | null {
  const [next] = line;
  if (move === 'first' && (!next || next.id === item.id)) return null;
  const wanted = move === 'first' ? (next?.priority ?? 0) - 1 : item.priority + (move === 'earlier' ? -1 : 1);
  return wanted < PRIORITIES.lowest || wanted > PRIORITIES.highest ? null : wanted;
}
