/** Plans many assignments at once: the router's single step, repeated without database access in between. */
import { effectiveBase, loadOf } from '../presence/effective.ts';
import type { BaseStatus } from '../vocabulary.ts';
import type { Assignment, RoutingAgent, RoutingItem } from './candidates.ts';
import { chooseAgent, compareByModel } from './choose-agent.ts';
import { Heap } from './heap.ts';
import { compareItems } from './order.ts';
import { sizeIn } from './size.ts';
import { mayBeOffered } from './why-not-routed.ts';

/**
 * Gives each item, in order, to the agent that `chooseAgent` would choose at that point; every assignment counts for
 * the ones after it. An item that no agent may take never blocks those behind it, and no item is left that an agent may
 * still take at the end.
 */
export function planAssignments(
  items: readonly RoutingItem[],
  agents: readonly RoutingAgent[],
  now: number,
): Assignment[] {
  const floor = new Map(agents.map((agent) => [agent.id, agent]));
  const assignments: Assignment[] = [];
  let waiting = items.filter(({ model }) => model !== 'external').sort(compareItems);
  for (let goOn = true; goOn;) {
    const pass = planPass(waiting, floor, now);
    assignments.push(...pass.assignments);
    const taken = new Set(pass.assignments.map(({ itemId }) => itemId));
    waiting = waiting.filter(({ id }) => !taken.has(id));
    goOn = pass.startOver;
  }
  return assignments;
}

/** The agents after these assignments. */
export function afterAssignments(
  agents: readonly RoutingAgent[],
  assignments: readonly Assignment[],
  now: number,
): RoutingAgent[] {
  const floor = new Map(agents.map((agent) => [agent.id, agent]));
  for (const assignment of assignments)
    floor.set(assignment.agentId, withAssignment(floor.get(assignment.agentId)!, assignment, now));
  return [...floor.values()];
}

/**
 * One pass over the items. It relies on agents only getting fuller: an agent who may not take one kind of item now may
 * not take it later in the same pass. The one exception is a base that moved with the load to one that some channel
 * allows and the base before did not; then the pass ends and starts over from the first waiting item.
 */
function planPass(
  items: readonly RoutingItem[],
  floor: Map<string, RoutingAgent>,
  now: number,
): { assignments: Assignment[]; startOver: boolean } {
  const groups = new CandidateGroups(floor, now);
  const assignments: Assignment[] = [];
  for (const item of items) {
    const agent = choose(item, floor, groups, now);
    if (agent === null) continue;
    const assignment = assign(item, agent);
    assignments.push(assignment);
    const after = withAssignment(agent, assignment, now);
    floor.set(agent.id, after);
    if (opensMore(items, agent.effectiveBase, after.effectiveBase)) return { assignments, startOver: true };
  }
  return { assignments, startOver: false };
}

function choose(
  item: RoutingItem,
  floor: ReadonlyMap<string, RoutingAgent>,
  groups: CandidateGroups,
  now: number,
): RoutingAgent | null {
  const among = (ids: Iterable<string>) =>
    chooseAgent(
      item,
      [...ids].map((id) => floor.get(id)).filter((agent) => agent !== undefined),
      now,
    );

  if (item.requiredAgentId !== null) return among([item.requiredAgentId]);
  const preferred = item.preferredAgentId === null ? undefined : floor.get(item.preferredAgentId);
  if (preferred && mayBeOffered(item, preferred, { now, othersCanTake: true })) return preferred;
  return (
    groups.best(item) ??
    among(
      item.preferredAgentId === null
        ? item.exclusions.keys()
        : [item.preferredAgentId, ...item.exclusions.keys()],
    )
  );
}

const assign = (item: RoutingItem, agent: RoutingAgent): Assignment => ({
  itemId: item.id,
  agentId: agent.id,
  pool: item.pool,
  size: sizeIn(item.size, agent.capacity[item.pool]),
  awaitsAnswer: item.isTransfer || !agent.autoAcceptChannels.has(item.channelId),
});

/** The agent as the next item sees it. */
function withAssignment(
  agent: RoutingAgent,
  { pool, size, awaitsAnswer }: Assignment,
  now: number,
): RoutingAgent {
  const used = { ...agent.used, [pool]: agent.used[pool] + size };
  const load = loadOf({ capacity: agent.capacity, used });
  // Work that needs no answer is already accepted.
  const followsLoad = agent.followsLoad || (agent.followsLoadOnceAccepted && !awaitsAnswer);
  return {
    ...agent,
    ...(followsLoad ? { followsLoad } : {}),
    used,
    openItems: agent.openItems + 1,
    liveOffers: agent.liveOffers + (awaitsAnswer ? 1 : 0),
    lastAssignedAt: Math.max(now, agent.lastAssignedAt ?? now),
    effectiveBase: followsLoad
      ? effectiveBase({ chosenBase: agent.effectiveBase, automatic: true, heldByHand: false, load })
      : agent.effectiveBase,
  };
}

const opensMore = (items: readonly RoutingItem[], before: BaseStatus, after: BaseStatus) =>
  before !== after &&
  items.some(({ allowedBases }) => allowedBases.includes(after) && !allowedBases.includes(before));

const nobodyExcluded: RoutingItem['exclusions'] = new Map();

/** Agents in order of choice, one heap for each kind of item (same queue, channel, size, pool, model). */
class CandidateGroups {
  readonly #floor: ReadonlyMap<string, RoutingAgent>;
  readonly #now: number;
  readonly #byQueue: ReadonlyMap<string, readonly RoutingAgent[]>;
  readonly #byProfile: ReadonlyMap<string, readonly RoutingAgent[]>;
  readonly #groups = new Map<string, { readonly sample: RoutingItem; readonly heap: Heap<RoutingAgent> }>();

  constructor(floor: ReadonlyMap<string, RoutingAgent>, now: number) {
    this.#floor = floor;
    this.#now = now;
    this.#byQueue = indexBy(floor.values(), ({ queues }) => queues);
    this.#byProfile = indexBy(floor.values(), ({ profileId }) => (profileId === null ? [] : [profileId]));
  }

  /**
   * The best agent of the item's queue or profile that the item does not exclude. A heap holds agents as they were when
   * they were pushed; an agent who has had an assignment since is pushed again with the new rank before being
   * considered.
   */
  best(item: RoutingItem): RoutingAgent | null {
    const { sample, heap } = this.#group(item);
    const moment = { now: this.#now, othersCanTake: true };
    const setAside: RoutingAgent[] = [];
    let found: RoutingAgent | null = null;
    for (let entry = heap.pop(); entry !== undefined && found === null;) {
      const agent = this.#floor.get(entry.id)!;
      if (!mayBeOffered(sample, agent, moment)) {
        // Removed for good: agents never get emptier in this pass.
      } else if (agent !== entry) {
        heap.push(agent);
      } else {
        setAside.push(agent);
        if (mayBeOffered(item, agent, moment)) found = agent;
      }
      if (found === null) entry = heap.pop();
    }
    for (const agent of setAside) heap.push(agent);
    return found;
  }

  #group(item: RoutingItem) {
    const { queueId, requiredProfileId, channelId, allowedBases, pool, size, model } = item;
    const key = JSON.stringify([queueId, requiredProfileId, channelId, allowedBases, pool, size, model]);
    let group = this.#groups.get(key);
    if (!group) {
      const sample = { ...item, preferredAgentId: null, exclusions: nobodyExcluded };
      const index = requiredProfileId === null ? this.#byQueue : this.#byProfile;
      const agents = index.get(requiredProfileId ?? queueId ?? '') ?? [];
      const current = agents.map(({ id }) => this.#floor.get(id)!);
      group = { sample, heap: new Heap((a, b) => compareByModel(sample, a, b), current) };
      this.#groups.set(key, group);
    }
    return group;
  }
}

function indexBy<Value>(values: Iterable<Value>, keysOf: (value: Value) => Iterable<string>) {
  const index = new Map<string, Value[]>();
  for (const value of values) {
    for (const key of keysOf(value)) {
      const list = index.get(key);
      if (list) list.push(value);
      else index.set(key, [value]);
    }
  }
  return index;
}
