/**
 * Effects of a Setup change on presence: automatic presence may give other results at the same load, and some users may
 * no longer take work.
 */
import { canTakeWork } from '#core/presence/working-roles.ts';
import type { HubContext } from '../unit/context.ts';
import type { AgentRow, Unit } from '../unit/unit.ts';
import { signOut } from './links.ts';
import { bySystem, computeEffectiveBase, followLoad } from '../ledger/periods.ts';

export async function followSetup(context: HubContext): Promise<void> {
  const rows = await context.store.reader
    .selectFrom('agent_state')
    .selectAll()
    .where('signed_in', '=', 1)
    .execute();
  // Checked before anything is locked: of thousands of agents a change of Setup usually affects none.
  const concerned = rows.filter(
    (row) => context.directory.users.has(row.agent_id) && (isOut(context, row) || saysOther(context, row)),
  );
  for (const { agent_id } of concerned) {
    await context.unit(async (unit) => {
      const agent = await unit.agent(agent_id);
      if (agent.signed_in === 0) return;
      if (isOut(unit, agent)) await signOut(unit, agent, true, bySystem);
      else if (saysOther(unit, agent)) await followLoad(unit, agent);
    });
  }
}

type Setup = Pick<Unit, 'directory'>;

/** The user has lost the roles of an agent: conversations return to their queues. */
function isOut({ directory }: Setup, agent: AgentRow): boolean {
  const user = directory.user(agent.agent_id);
  return !user.active || !canTakeWork(user.roles);
}

const saysOther = (setup: Setup, agent: AgentRow) =>
  computeEffectiveBase(setup, agent) !== agent.effective_base;
