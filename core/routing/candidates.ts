/** The router's input: facts of an agent and of an item, read from the database or made up in a test. */
import type { WorkSize } from '../setup/channels-and-queues.ts';
import type { BaseStatus, CapacityPool, LinkState, RoutingModel } from '../vocabulary.ts';

/** Per pool, in thousandths of a unit. */
export type PoolAmounts = Readonly<Record<CapacityPool, number>>;

export interface RoutingAgent {
  readonly id: string;
  readonly profileId: string | null;
  readonly signedIn: boolean;
  readonly link: LinkState;
  /** The base that automatic presence derived from the chosen one. */
  readonly effectiveBase: BaseStatus;
  /**
   * Automatic presence moves `effectiveBase` with the load; absent = it is constant while several items are planned at
   * once.
   */
  readonly followsLoad?: boolean;
  /** A choice by hand holds `effectiveBase` until the agent accepts something; after that it follows the load. */
  readonly followsLoadOnceAccepted?: boolean;
  /** Channels the chosen status is open for. */
  readonly openChannels: ReadonlySet<string>;
  /** Queues the agent is a member of (union of user and profile). */
  readonly queues: ReadonlySet<string>;
  readonly capacity: PoolAmounts;
  readonly used: PoolAmounts;
  /** Items offered or open, of both pools; wrap-ups count while they hold capacity. */
  readonly openItems: number;
  /** Offers awaiting an answer; work that is accepted automatically is never among them. */
  readonly liveOffers: number;
  /** Channels whose work this agent accepts automatically (a transfer is always offered). */
  readonly autoAcceptChannels: ReadonlySet<string>;
  readonly oneAtATime: boolean;
  readonly lastAssignedAt: number | null;
  readonly statusSince: number;
  /** The presence session; an exclusion ends with it. */
  readonly presenceSession: string;
}

export interface Exclusion {
  readonly presenceSession: string;
  readonly at: number;
}

export interface RoutingItem {
  /** Id of what is routed: the work item's, or the transfer's. */
  readonly id: string;
  readonly channelId: string;
  readonly isTransfer: boolean;
  readonly allowedBases: readonly BaseStatus[];
  readonly pool: CapacityPool;
  readonly size: WorkSize;
  readonly model: RoutingModel;
  readonly queueId: string | null;
  readonly requiredAgentId: string | null;
  readonly requiredProfileId: string | null;
  readonly preferredAgentId: string | null;
  /** Lower first. */
  readonly priority: number;
  /** Lower first; items without one come last. */
  readonly secondaryPriority: number | null;
  /** When the customer began to wait; never changes. */
  readonly originalAt: number;
  /** By agent id. */
  readonly exclusions: ReadonlyMap<string, Exclusion>;
}

export interface Assignment {
  readonly itemId: string;
  readonly agentId: string;
  readonly pool: CapacityPool;
  /** Thousandths of a unit of that agent's pool. */
  readonly size: number;
  /** The agent has to answer; false where the work is accepted automatically. */
  readonly awaitsAnswer: boolean;
}
