/** "Why is this waiting?" for all agents at once, as the router sees it at this moment. */
import type { RoutingAgent, RoutingItem } from './candidates.ts';
import type { RoutingReason } from './reasons.ts';
import { mayBeOffered, reasonsNotRouted } from './why-not-routed.ts';

/**
 * For each agent the reasons that keep the item away, by agent id; empty = the router offers it to this agent, or to
 * another with an empty list. An exclusion keeps an agent away as long as another agent can take the item.
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
