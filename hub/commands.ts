/** Commands of agents: carried out once per id, however often they arrive. */
import { AppError } from '#core/errors.ts';
import { parseJson, toJson } from './json.ts';
import type { HubContext } from './context.ts';
import type { AgentRow, Unit } from './unit.ts';

/**
 * Runs `work` and remembers the answer in the same transaction. A replay gets the first answer and changes nothing.
 * The answer carries the version that the agent's snapshot has after it.
 */
export async function command(
  context: HubContext,
  agentId: string,
  commandId: string,
  work: (unit: Unit) => Promise<void>,
): Promise<{ version: number }> {
  let agent: AgentRow | undefined;
  let replayed: { version: number } | null = null;
  await context.unit(async (unit) => {
    const before = await unit.db
      .selectFrom('command')
      .select(['agent_id', 'answer_json'])
      .where('id', '=', commandId)
      .executeTakeFirst();
    if (before) {
      if (before.agent_id !== agentId) throw new AppError('NOT_ALLOWED');
      replayed = parseJson(before.answer_json);
      return;
    }
    await work(unit);
    agent = await unit.agent(agentId);
    const version = agent.version + (unit.changedAgents.includes(agentId) ? 1 : 0);
    await unit.db
      .insertInto('command')
      .values({ id: commandId, agent_id: agentId, at: unit.now, answer_json: toJson({ version }) })
      .execute();
  });
  return replayed ?? { version: agent!.version };
}
