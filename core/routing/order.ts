/** The order in which waiting items are routed. */
import type { RoutingItem } from './candidates.ts';

/** Priority, then secondary priority (items without one last), then original age; the id makes the order total. */
export function compareItems(
  a: Pick<RoutingItem, 'priority' | 'secondaryPriority' | 'originalAt' | 'id'>,
  b: Pick<RoutingItem, 'priority' | 'secondaryPriority' | 'originalAt' | 'id'>,
): number {
  return (
    a.priority - b.priority ||
    compareWithNullLast(a.secondaryPriority, b.secondaryPriority) ||
    a.originalAt - b.originalAt ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  );
}

function compareWithNullLast(a: number | null, b: number | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a - b;
}
