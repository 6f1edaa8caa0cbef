/** Filters out agents to whom nothing can be offered now, whatever waits. Keeps routing on a full floor cheap. */
import { MAX_OPEN_ITEMS } from '../defaults.ts';
import type { WorkSize } from '../setup/channels-and-queues.ts';
import type { RoutingAgent, RoutingItem } from './candidates.ts';
import { mayBeOffered } from './why-not-routed.ts';

/** Work that takes no capacity also fits where none is left. */
export const takesNothing = (size: WorkSize): boolean =>
  'units' in size ? size.units === 0 : size.percent === 0;

/** False only when no rule of routing could let any item through; `freeWork` = some work takes no capacity. */
export function canTakeAnyWork(agent: RoutingAgent, freeWork: boolean): boolean {
  if (!agent.signedIn || agent.link !== 'connected' || agent.openChannels.size === 0) return false;
  if (agent.openItems >= MAX_OPEN_ITEMS || (agent.oneAtATime && agent.liveOffers > 0)) return false;
  const { capacity, used } = agent;
  return freeWork || used.primary < capacity.primary || used.interruptible < capacity.interruptible;
}

/**
 * What an item has in common with others like it: an agent who may take none of its kind may not take the item. A
 * preference distinguishes items only where it replaces a queue.
 */
export const kindOf = (item: RoutingItem): RoutingItem => ({
  ...item,
  preferredAgentId: item.queueId === null ? item.preferredAgentId : null,
  exclusions: new Map(),
});

/** Whether any item of these kinds could be offered to any of the agents. */
export const fitsAnyAgent = (
  kinds: readonly RoutingItem[],
  agents: readonly RoutingAgent[],
  now: number,
): boolean =>
  kinds.some(
    (kind) =>
      kind.model !== 'external' &&
      agents.some(
        (agent) =>
          (kind.requiredAgentId === null || kind.requiredAgentId === agent.id) &&
          mayBeOffered(kind, agent, { now, othersCanTake: true }),
      ),
  );
