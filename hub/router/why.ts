/** "Why am I not getting work?", answered by the rules that the router uses. */
import { nameReason, reasonsNotRouted, whyNoWork } from '#core/routing/why-not-routed.ts';
import type { WhyNoWork } from '#core/routing/reasons.ts';
import type { HubContext } from '../unit/context.ts';
import { readAgents, readTransfers, readWaiting, toRoutingAgent } from './candidates.ts';

/** Maximum number of items examined for the answer; the reasons repeat after that. */
const MAX_ITEMS = 200;

export async function readReasonsForNoWork(context: HubContext, agentId: string): Promise<WhyNoWork> {
  const { directory, store, clock } = context;
  return store.read(async (db) => {
    const row = await db
      .selectFrom('agent_state')
      .selectAll()
      .where('agent_id', '=', agentId)
      .executeTakeFirst();
    if (!row) return { waiting: 0, reasons: [{ code: 'not-signed-in' as const, params: {} }] };
    const agent = toRoutingAgent(directory, row);
    const waiting = await readWaiting(db, directory, {
      queueIds: [...agent.queues],
      agentIds: [agentId],
      offset: 0,
      limit: MAX_ITEMS,
    });
    const transfers = (await readTransfers(db, directory)).filter(
      ({ item }) =>
        item.requiredAgentId === agentId ||
        (item.queueId !== null && agent.queues.has(item.queueId)) ||
        (item.requiredProfileId !== null && item.requiredProfileId === agent.profileId),
    );
    const now = clock.now();
    const others = (await readAgents(db, null))
      .filter((other) => other.agent_id !== agentId && directory.users.has(other.agent_id))
      .map((other) => toRoutingAgent(directory, other));
    const answer = whyNoWork({
      agent,
      items: [...waiting, ...transfers].map(({ item }) => item),
      now,
      othersCanTake: (item) =>
        others.some((other) => reasonsNotRouted(item, other, { now, othersCanTake: true }).length === 0),
    });
    return {
      waiting: answer.waiting,
      reasons: answer.reasons.map((reason) =>
        nameReason(reason, {
          channel: (id) => directory.channels.get(id)?.name,
          queue: (id) => directory.queues.get(id)?.name,
          agent: (id) => directory.users.get(id)?.name,
          profile: (id) => directory.profiles.get(id)?.name,
        }),
      ),
    };
  });
}
