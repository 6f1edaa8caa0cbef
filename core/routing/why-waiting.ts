/** "Why is this waiting?" for every agent at once, as the router sees it at this moment. */
import type { RoutingAgent, RoutingItem } from './candidates.ts';
import type { RoutingReason } from './reasons.ts';
import { mayBeOffered, reasonsNotRouted } from './why-not-routed.ts';

/**
 * For each agent what keeps the item away, by agent id; empty = the router offers it to this agent, or to somebody
 * else whose list is empty too. An exclusion keeps an agent away as long as anybody else can take the item.
 */
export function reasonsByAgent(
  item: RoutingItem,
  agents: readonly RoutingAgent[],
  now: number,
): ReadonlyMap<string, readonly RoutingReason[]> {
  const free = agents.filter((agent) => mayBeOffered(item, agent, { now, othersCanTake: true }));
  const othersCanTake = ({ id }: RoutingAgent) => free.some((one) => one.id !== id);
  return new Map(
    agents.map((agent) => [
      agent.id,
      reasonsNotRouted(item, agent, { now, othersCanTake: othersCanTake(agent) }),
    ]),
  );
}
