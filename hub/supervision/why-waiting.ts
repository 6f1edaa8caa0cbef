/** "Why is this waiting?", agent by agent, with the router's own reasons. */
import type { WhyWaiting } from '#core/contract/supervisor.ts';
import { AppError } from '#core/errors.ts';
import { sizeIn } from '#core/routing/size.ts';
import { nameReason } from '#core/routing/why-not-routed.ts';
import { reasonsByAgent } from '#core/routing/why-waiting.ts';
import type { HubContext } from '../unit/context.ts';
import { placeInLine } from '../conversations/place.ts';
import { toRoutingAgent, readCandidate } from '../router/candidates.ts';
import type { Directory } from '../directory/directory.ts';
import { isShownToSupervisors } from './read-floor.ts';
import { requireVisibleItem, scopeNow, type Supervisor } from '../access/supervisor-scope.ts';

/** Maximum number of agents listed, those with the fewest reasons first; the rest would not help. */
const MAX_AGENTS = 500;

/** @throws NOT_FOUND, OUTSIDE_YOUR_TEAM */
export async function readReasonsForWaiting(
  context: HubContext,
  supervisor: Supervisor,
  workItemId: string,
): Promise<WhyWaiting> {
  const { directory, store, clock } = context;
  return store.read(async (db) => {
    const row = await db.selectFrom('work_item').selectAll().where('id', '=', workItemId).executeTakeFirst();
    if (!row) throw new AppError('NOT_FOUND', { what: 'work item' });
    requireVisibleItem(directory, supervisor, row);
    const wanting = await readCandidate(db, directory, row);
    if (!wanting) throw new AppError('NOT_FOUND', { what: 'work item' });
    const scope = scopeNow(directory, supervisor.id);
    const agents = (await db.selectFrom('agent_state').selectAll().execute())
      .filter(({ agent_id: id }) => directory.users.has(id))
      .map((agent) => toRoutingAgent(directory, agent));
    const reasons = reasonsByAgent(wanting.item, agents, clock.now());
    const shown = agents
      .filter((agent) => scope.sees({ profileId: agent.profileId, queueIds: agent.queues }))
      .filter((agent) => isShownToSupervisors(directory.user(agent.id)))
      .sort((a, b) => reasons.get(a.id)!.length - reasons.get(b.id)!.length)
      .slice(0, MAX_AGENTS);
    return {
      workItemId,
      position: row.state === 'queued' ? await placeInLine(db, row) : null,
      agents: shown.map((agent) => ({
        agentId: agent.id,
        name: directory.user(agent.id).name,
        reasons: reasons.get(agent.id)!.map((reason) => named(directory, reason)),
        needs: sizeIn(wanting.item.size, agent.capacity[wanting.item.pool]),
        room: Math.max(0, agent.capacity[wanting.item.pool] - agent.used[wanting.item.pool]),
      })),
    };
  });
}

const named = (directory: Directory, reason: Parameters<typeof nameReason>[0]) =>
  nameReason(reason, {
    channel: (id) => directory.channels.get(id)?.name,
    queue: (id) => directory.queues.get(id)?.name,
    agent: (id) => directory.users.get(id)?.name,
    profile: (id) => directory.profiles.get(id)?.name,
  });
