/** After Setup changed: automatic presence may say something else about people whose load has not changed. */
import type { HubContext } from '../context.ts';
import type { AgentRow, Unit } from '../unit.ts';
import { computeEffectiveBase, followLoad } from './periods.ts';

export async function followSetup(context: HubContext): Promise<void> {
  const rows = await context.store.reader
    .selectFrom('agent_state')
    .selectAll()
    .where('signed_in', '=', 1)
    .execute();
  const says = (unit: Pick<Unit, 'directory'>, agent: AgentRow) =>
    computeEffectiveBase(unit, agent) !== agent.effective_base;
  // Looked at before anything is locked: of thousands of agents a change of Setup usually concerns nobody.
  const concerned = rows.filter((row) => context.directory.users.has(row.agent_id) && says(context, row));
  for (const { agent_id } of concerned) {
    await context.unit(async (unit) => {
      const agent = await unit.agent(agent_id);
      if (agent.signed_in === 1 && says(unit, agent)) await followLoad(unit, agent);
    });
  }
}
