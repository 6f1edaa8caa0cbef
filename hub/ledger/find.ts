/** Finds agent work by its id and locks its agent first: the lock order used everywhere. */
import type { AgentRow, Unit } from '../unit/unit.ts';
import type { AgentWorkRow } from './terms.ts';

/** Null = not found. */
export async function lockedWork(
  unit: Unit,
  agentWorkId: string,
): Promise<{ readonly agent: AgentRow; readonly work: AgentWorkRow } | null> {
  const found = await unit.db
    .selectFrom('agent_work')
    .select('agent_id')
    .where('id', '=', agentWorkId)
    .executeTakeFirst();
  if (!found) return null;
  const agent = await unit.agent(found.agent_id);
  const work = await unit.db
    .selectFrom('agent_work')
    .selectAll()
    .where('id', '=', agentWorkId)
    .executeTakeFirstOrThrow();
  return { agent, work };
}
