/** Who gets an item: the routing models and their ties. */
import type { RoutingAgent, RoutingItem } from './candidates.ts';
import { mayBeOffered } from './why-not-routed.ts';

/**
 * The agent who is offered the item, or `null` when nobody may have it now. Those whom the item excludes come in only
 * when it may go to nobody else, and their exclusion has lasted long enough.
 */
export function chooseAgent(
  item: RoutingItem,
  agents: Iterable<RoutingAgent>,
  now: number,
): RoutingAgent | null {
  const excluded: RoutingAgent[] = [];
  let best: RoutingAgent | null = null;
  const better = (agent: RoutingAgent) => best === null || compareAgents(item, agent, best) < 0;
  for (const agent of agents) {
    if (mayBeOffered(item, agent, { now, othersCanTake: true })) {
      if (better(agent)) best = agent;
    } else if (item.exclusions.has(agent.id)) {
      excluded.push(agent);
    }
  }
  if (best !== null) return best;
  for (const agent of excluded) {
    if (mayBeOffered(item, agent, { now, othersCanTake: false }) && better(agent)) best = agent;
  }
  return best;
}

/** Order of agents for an item, the best first: the preferred agent, then the routing model. */
export function compareAgents(
  item: Pick<RoutingItem, 'preferredAgentId' | 'model' | 'pool'>,
  a: RoutingAgent,
  b: RoutingAgent,
): number {
  return (
    Number(b.id === item.preferredAgentId) - Number(a.id === item.preferredAgentId) ||
    compareByModel(item, a, b)
  );
}

/**
 * Least active: the fewest open items. Most available: the most free units of the pool, then the largest free share of
 * it. Then those without any work, then whose last assignment is longest ago (never = first), then who is longest in
 * the present status; the id makes the order total. An agent who is given something never gets better in it.
 */
export function compareByModel(
  item: Pick<RoutingItem, 'model' | 'pool'>,
  a: RoutingAgent,
  b: RoutingAgent,
): number {
  return (
    (item.model === 'most-available' ? compareFree(item, a, b) : a.openItems - b.openItems) ||
    Number(a.openItems > 0) - Number(b.openItems > 0) ||
    compareNumbers(a.lastAssignedAt ?? -Infinity, b.lastAssignedAt ?? -Infinity) ||
    a.statusSince - b.statusSince ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  );
}

function compareFree({ pool }: Pick<RoutingItem, 'pool'>, a: RoutingAgent, b: RoutingAgent): number {
  const freeOfA = a.capacity[pool] - a.used[pool];
  const freeOfB = b.capacity[pool] - b.used[pool];
  // The shares are compared crosswise, so that no division rounds.
  return freeOfB - freeOfA || freeOfB * a.capacity[pool] - freeOfA * b.capacity[pool];
}

const compareNumbers = (a: number, b: number) => (a < b ? -1 : a > b ? 1 : 0);
