/**
 * After Setup changed: automatic presence may say something else about people whose load has not changed, and some may
 * not take work any more.
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
  // Looked at before anything is locked: of thousands of agents a change of Setup usually concerns none.
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

/** The roles under which the agent came are gone: conversations go back to their queues. */
function isOut({ directory }: Setup, agent: AgentRow): boolean {
  const user = directory.user(agent.agent_id);
  return !user.active || !canTakeWork(user.roles);
}

const saysOther = (setup: Setup, agent: AgentRow) =>
  computeEffectiveBase(setup, agent) !== agent.effective_base;
