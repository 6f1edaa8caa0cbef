/** After Setup changed: automatic presence may say something else about people whose load has not changed. */
import type { HubContext } from '../context.ts';
import { computeEffectiveBase, followLoad } from './periods.ts';

export async function followSetup(context: HubContext): Promise<void> {
  const rows = await context.store.reader
    .selectFrom('agent_state')
    .select('agent_id')
    .where('signed_in', '=', 1)
    .execute();
  for (const { agent_id } of rows) {
    if (!context.directory.users.has(agent_id)) continue;
    await context.unit(async (unit) => {
      const agent = await unit.agent(agent_id);
      if (agent.signed_in === 1 && computeEffectiveBase(unit, agent) !== agent.effective_base)
        await followLoad(unit, agent);
    });
  }
}
