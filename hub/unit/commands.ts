/** Commands of agents and supervisors: executed once per id, however often they arrive. */
import type { z } from 'zod';
import { Done } from '#core/contract/base.ts';
import { AppError } from '#core/errors.ts';
import { jsonColumn, toJson } from '../store/json.ts';
import type { HubContext } from './context.ts';
import type { Db } from '../store/store.ts';
import type { Unit } from './unit.ts';

/**
 * Runs `work` and stores the answer in the same transaction. A replay gets the first answer and has no effect.
 * @throws NOT_ALLOWED for an id that another user has used
 */
export function answerOnce<Answer extends object>(
  context: HubContext,
  agentId: string,
  commandId: string,
  schema: z.ZodType<Answer>,
  work: (unit: Unit) => Promise<Answer>,
): Promise<Answer> {
  return context.unit(async (unit) => {
    const before = await answered(unit.db, agentId, commandId, schema);
    if (before) return before;
    const answer = await work(unit);
    await unit.db
      .insertInto('command')
      .values({ id: commandId, agent_id: agentId, at: unit.now, answer_json: toJson(answer) })
      .execute();
    return answer;
  });
}

/** The stored answer of the command; null if there is none. @throws NOT_ALLOWED for an id that another user has used */
export async function answered<Answer extends object>(
  db: Db,
  agentId: string,
  commandId: string,
  schema: z.ZodType<Answer>,
): Promise<Answer | null> {
  const before = await db
    .selectFrom('command')
    .select(['agent_id', 'answer_json'])
    .where('id', '=', commandId)
    .executeTakeFirst();
  if (!before) return null;
  if (before.agent_id !== agentId) throw new AppError('NOT_ALLOWED');
  return jsonColumn('command.answer_json', schema)(before.answer_json);
}

/** A command whose answer is the version of the agent's snapshot after it. */
export const command = (
  context: HubContext,
  agentId: string,
  commandId: string,
  work: (unit: Unit) => Promise<void>,
): Promise<{ version: number }> =>
  answerOnce(context, agentId, commandId, Done, async (unit) => {
    await work(unit);
    const { version } = await unit.agent(agentId);
    return { version: version + (unit.changedAgents.includes(agentId) ? 1 : 0) };
  });
