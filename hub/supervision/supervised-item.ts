/** Finds the item of a supervisor's action. */
import { requireVisibleItem, type Supervisor } from '../access/supervisor-scope.ts';
import type { Unit, WorkItemRow } from '../unit/unit.ts';

/**
 * The item, locked after every agent with live work on it: the lock order used everywhere.
 * @throws NOT_FOUND, OUTSIDE_YOUR_TEAM
 */
export async function supervisedItem(
  unit: Unit,
  supervisor: Supervisor,
  workItemId: string,
  alsoLock: readonly string[] = [],
): Promise<WorkItemRow> {
  const holders = await unit.db
    .selectFrom('agent_work')
    .select('agent_id')
    .where('work_item_id', '=', workItemId)
    .where('state', 'in', ['offered', 'opened', 'wrap-up'])
    .execute();
  await unit.lockAgents([...holders.map((row) => row.agent_id), ...alsoLock]);
  const item = await unit.item(workItemId);
  requireVisibleItem(unit.directory, supervisor, item);
  return item;
}
