/** A waiting item's position in its queue. */
import { isQueued } from '../store/states.ts';
import type { Db } from '../store/store.ts';
import type { WorkItemRow } from '../unit/unit.ts';

/** 1 = next; by priority, secondary priority (items without one last) and original age, in the router's order. */
export async function placeInLine(
  db: Db,
  item: Pick<WorkItemRow, 'queue_id' | 'priority' | 'secondary_priority' | 'original_at'>,
): Promise<number> {
  const second = item.secondary_priority;
  const ahead = await db
    .selectFrom('work_item')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('queue_id', item.queue_id === null ? 'is' : '=', item.queue_id)
    .where(isQueued('state'))
    .where((where) => {
      const samePriority = where('priority', '=', item.priority);
      const sameSecond = where('secondary_priority', second === null ? 'is' : '=', second);
      return where.or([
        where('priority', '<', item.priority),
        where.and([
          samePriority,
          second === null
            ? where('secondary_priority', 'is not', null)
            : where('secondary_priority', '<', second),
        ]),
        where.and([samePriority, sameSecond, where('original_at', '<', item.original_at)]),
      ]);
    })
    .executeTakeFirstOrThrow();
  return Number(ahead.count) + 1;
}
