/**
 * The rules of routing, each with its own reason: the same list decides in the router and answers "Why am I not getting
 * work?" (agent) and "Why is this waiting?" (supervisor).
 */
import { EXCLUSION_TIMEOUT_MS, MAX_OPEN_ITEMS } from '../defaults.ts';
import type { CapacityPool } from '../vocabulary.ts';
import type { RoutingAgent, RoutingItem } from './candidates.ts';
import type { RoutingReason, WhyNoWork } from './reasons.ts';
import { fits, sizeIn } from './size.ts';

export interface RoutingMoment {
  readonly now: number;
  /** An agent without an exclusion may be offered the item at this moment. */
  readonly othersCanTake: boolean;
}

type Params = RoutingReason['params'];
interface Rule {
  readonly code: RoutingReason['code'];
  readonly fails: (item: RoutingItem, agent: RoutingAgent, moment: RoutingMoment) => boolean;
  /**
   * Parameters of the sentence. `channel`, `queue`, `agent` and `profile` are ids; see `nameReason`. Amounts are in
   * units.
   */
  readonly params: (item: RoutingItem, agent: RoutingAgent) => Params;
}

/** The item is restricted to one agent or profile. */
const asksForSomebody = (item: RoutingItem) =>
  item.requiredAgentId !== null || item.requiredProfileId !== null;

/** In the order in which they are shown. */
const rules: readonly Rule[] = [
  { code: 'not-signed-in', fails: (_, agent) => !agent.signedIn, params: () => ({}) },
  {
    code: 'link-not-connected',
    fails: (_, agent) => agent.link !== 'connected',
    params: (_, agent) => ({ link: agent.link }),
  },
  {
    code: 'base-not-allowed',
    fails: (item, agent) => !item.allowedBases.includes(agent.effectiveBase),
    params: (item, agent) => ({ base: agent.effectiveBase, channel: item.channelId }),
  },
  {
    code: 'status-not-open',
    fails: (item, agent) => !agent.openChannels.has(item.channelId),
    params: (item) => ({ channel: item.channelId }),
  },
  {
    code: 'not-a-member',
    // A preference only orders the members of a queue; where there is no queue it replaces one.
    fails: (item, agent) =>
      !asksForSomebody(item) &&
      (item.queueId === null ? item.preferredAgentId !== agent.id : !agent.queues.has(item.queueId)),
    params: (item): Params => (item.queueId === null ? { context: 'general' } : { queue: item.queueId }),
  },
  {
    code: 'asks-for-another-agent',
    fails: (item, agent) =>
      (item.requiredAgentId !== null && item.requiredAgentId !== agent.id) ||
      (item.requiredProfileId !== null && item.requiredProfileId !== agent.profileId),
    params: (item): Params =>
      item.requiredAgentId !== null
        ? { agent: item.requiredAgentId }
        : { profile: item.requiredProfileId ?? '', context: 'profile' },
  },
  {
    code: 'no-room',
    fails: (item, agent) => !fits(item.size, agent.capacity[item.pool], agent.used[item.pool]),
    params: (item, agent) => ({
      ...roomIn(agent, item.pool),
      needs: sizeIn(item.size, agent.capacity[item.pool]) / 1000,
    }),
  },
  {
    code: 'too-many-open',
    fails: (_, agent) => agent.openItems >= MAX_OPEN_ITEMS,
    params: (_, agent) => ({ open: agent.openItems, most: MAX_OPEN_ITEMS }),
  },
  {
    code: 'one-at-a-time',
    fails: (_, agent) => agent.oneAtATime && agent.liveOffers > 0,
    params: () => ({}),
  },
  {
    code: 'excluded',
    fails: (item, agent, { now, othersCanTake }) => {
      const exclusion = item.exclusions.get(agent.id);
      return (
        exclusion !== undefined &&
        exclusion.presenceSession === agent.presenceSession &&
        (othersCanTake || now - exclusion.at < EXCLUSION_TIMEOUT_MS)
      );
    },
    params: (item, agent) => {
      const at = item.exclusions.get(agent.id)?.at ?? 0;
      return { at, until: at + EXCLUSION_TIMEOUT_MS };
    },
  },
  { code: 'external-routing', fails: (item) => item.model === 'external', params: () => ({}) },
];

function roomIn(agent: RoutingAgent, pool: CapacityPool) {
  return { pool, used: agent.used[pool] / 1000, capacity: agent.capacity[pool] / 1000 };
}

/** Every rule that keeps this item from this agent, in order; empty = the agent may be offered it. */
export function reasonsNotRouted(
  item: RoutingItem,
  agent: RoutingAgent,
  moment: RoutingMoment,
): RoutingReason[] {
  return rules
    .filter((rule) => rule.fails(item, agent, moment))
    .map((rule) => ({ code: rule.code, params: rule.params(item, agent) }));
}

/**
 * The rules that a supervisor's assignment may override: which agent is asked, and capacity. All others always apply.
 */
const overridable: ReadonlySet<RoutingReason['code']> = new Set([
  'not-a-member',
  'asks-for-another-agent',
  'no-room',
  'one-at-a-time',
  'excluded',
  'external-routing',
]);

/**
 * Why not even a supervisor may assign this item to this agent; empty = allowed (also over capacity, after
 * confirmation).
 */
export function reasonsNotAssigned(item: RoutingItem, agent: RoutingAgent, now: number): RoutingReason[] {
  return reasonsNotRouted(item, agent, { now, othersCanTake: true }).filter(
    ({ code }) => !overridable.has(code),
  );
}

/** The same rules as a boolean, without building the reasons: for the router's inner loop. */
export function mayBeOffered(item: RoutingItem, agent: RoutingAgent, moment: RoutingMoment): boolean {
  for (const rule of rules) if (rule.fails(item, agent, moment)) return false;
  return true;
}

/** The subject of a reason; the same code about the same subject is reported once. */
const subject = ({ code, params }: RoutingReason) =>
  [code, params.channel, params.queue, params.agent, params.profile, params.pool].join(' ');

/**
 * Answers "Why am I not getting work?". General blockers come first, even while nothing waits; then the reasons that
 * keep the waiting items away, each distinct reason once, in the order of the rules.
 */
export function whyNoWork(given: {
  readonly agent: RoutingAgent;
  /** Items waiting in this agent's queues, or asking for this agent. */
  readonly items: readonly RoutingItem[];
  readonly now: number;
  /** Whether another agent may be offered the item; true when not given. */
  readonly othersCanTake?: (item: RoutingItem) => boolean;
}): WhyNoWork {
  const { agent, items, now } = given;
  const general = generalBlockers(agent);
  const generalCodes = new Set(general.map(({ code }) => code));
  const found = new Map<string, RoutingReason>();
  for (const item of items) {
    const othersCanTake = given.othersCanTake?.(item) ?? true;
    for (const reason of reasonsNotRouted(item, agent, { now, othersCanTake })) {
      const said = reason.code === 'no-room' ? reason.params.pool === 'primary' : true;
      if (generalCodes.has(reason.code) && said) continue;
      const key = subject(reason);
      if (!found.has(key)) found.set(key, reason);
    }
  }
  const position = (reason: RoutingReason) => rules.findIndex(({ code }) => code === reason.code);
  const particular = [...found.values()].sort((a, b) => position(a) - position(b));
  return { waiting: items.length, reasons: [...general, ...particular] };
}

/** What keeps an agent from any work at all. `context` selects the sentence that is not about a single item. */
function generalBlockers(agent: RoutingAgent): RoutingReason[] {
  const context = 'general';
  const reasons: RoutingReason[] = [];
  if (!agent.signedIn) reasons.push({ code: 'not-signed-in', params: {} });
  if (agent.link !== 'connected') reasons.push({ code: 'link-not-connected', params: { link: agent.link } });
  if (agent.effectiveBase === 'offline') {
    reasons.push({ code: 'base-not-allowed', params: { base: agent.effectiveBase, context } });
  }
  if (agent.openChannels.size === 0) reasons.push({ code: 'status-not-open', params: { context } });
  if (agent.queues.size === 0) reasons.push({ code: 'not-a-member', params: { context } });
  if (agent.used.primary >= agent.capacity.primary) {
    reasons.push({ code: 'no-room', params: { ...roomIn(agent, 'primary'), context } });
  }
  return reasons;
}

/** Replaces the ids in a reason with names, so that its sentence can be shown; an id without a name stays. */
export function nameReason(
  reason: RoutingReason,
  names: {
    readonly channel?: (id: string) => string | undefined;
    readonly queue?: (id: string) => string | undefined;
    readonly agent?: (id: string) => string | undefined;
    readonly profile?: (id: string) => string | undefined;
  },
): RoutingReason {
  const params = { ...reason.params };
  for (const kind of ['channel', 'queue', 'agent', 'profile'] as const) {
    const id = params[kind];
    if (typeof id === 'string') params[kind] = names[kind]?.(id) ?? id;
  }
  return { ...reason, params };
}
