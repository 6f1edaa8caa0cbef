/** Which agent gets an item: the routing models and their tie-breaks. */
import type { RoutingAgent, RoutingItem } from './candidates.ts';
import { mayBeOffered } from './why-not-routed.ts';

/**
 * The agent to offer the item to, or `null` when no agent may have it now. Agents excluded from the item are considered
 * only when no other agent may take it and their exclusion has lasted long enough.
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

/** Order of agents for an item, best first: the preferred agent, then the routing model. */
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
 * it. Ties: agents without any work, then the longest time since the last assignment (never = first), then the longest
 * time in the current status; the id makes the order total. An assignment never improves an agent's rank.
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
  // Shares are compared by cross-multiplication, so that no division rounds.
  return freeOfB - freeOfA || freeOfB * a.capacity[pool] - freeOfA * b.capacity[pool];
}

const compareNumbers = (a: number, b: number) => (a < b ? -1 : a > b ? 1 : 0);
