/**
 * The router: matches waiting items with available agents. It plans with the pure rules of core, then makes each offer
 * in the same transaction, with both rows locked and the rule checked again. It keeps no state of its own: every pass
 * reads the database.
 */
import { canTakeAnyWork, kindOf, fitsAnyAgent, takesNothing } from '#core/routing/can-take-any-work.ts';
import type { Assignment, RoutingAgent } from '#core/routing/candidates.ts';
import { afterAssignments, planAssignments } from '#core/routing/plan.ts';
import { reasonsNotRouted } from '#core/routing/why-not-routed.ts';
import { sizeIn } from '#core/routing/size.ts';
import type { HubContext, RouteScope } from '../unit/context.ts';
import type { Directory } from '../directory/directory.ts';
import type { Unit } from '../unit/unit.ts';
import { makeOffer } from '../work/offers.ts';
import {
  readAgents,
  readKinds,
  readTransfers,
  readWaiting,
  toRoutingAgent,
  type RoutingCandidate,
} from './candidates.ts';

/** Items read at a time; a pass continues as long as an agent has room. */
const PAGE_ITEMS = 200;
/** Maximum number of offers per transaction, so that agents who answer do not wait for a long one. */
const MAX_OFFERS_PER_PASS = 50;

interface Planned {
  readonly agentId: string;
  readonly wanting: RoutingCandidate;
}

export class Router {
  readonly #context: HubContext;
  readonly #agents = new Set<string>();
  readonly #queues = new Set<string>();
  #all = false;
  /** Version of Setup that the last plan is based on. */
  #plannedBy: number | null = null;
  #running: Promise<void> | null = null;
  #stopped = false;

  constructor(context: HubContext) {
    this.#context = context;
  }

  /** Requests a pass over the scope; passes run one after the other, and requests made meanwhile are merged. */
  request(scope: RouteScope): void {
    if (this.#stopped) return;
    for (const id of scope.agents) this.#agents.add(id);
    for (const id of scope.queues) this.#queues.add(id);
    this.#all ||= scope.all;
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
  }

  requestAll(): void {
    this.request({ agents: new Set(), queues: new Set(), all: true });
  }

  /** Resolves when no request is left. */
  async settled(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.settled();
  }

  async #run(): Promise<void> {
    // Defer to a later turn, so that a burst of commits becomes one pass.
    await Promise.resolve();
    while (this.#agents.size > 0 || this.#queues.size > 0 || this.#all) {
      const finished = this.#context.metrics.routing.startTimer();
      try {
        await this.#pass();
      } catch (error) {
        this.#context.log.error({ err: error }, 'routing pass failed; reconciliation will try again');
      }
      finished();
    }
  }

  /**
   * One pass. Requests made before the transaction begins are part of it, and the plan is made inside it: between the
   * plan and the offers no capacity is freed and no item arrives that would have gone first.
   */
  async #pass(): Promise<void> {
    const asked = { agents: new Set<string>(), queues: new Set<string>(), all: false };
    const made = await this.#context.unit(async (unit) => {
      this.#takeInto(asked);
      // Setup may have changed since, here or at another hub: agents outside the requested scope may have room now.
      asked.all ||= unit.directory.version !== this.#plannedBy;
      this.#plannedBy = unit.directory.version;
      const wanted = await this.#plan(unit, asked);
      await unit.lockAgents(wanted.map((one) => one.agentId));
      let count = 0;
      for (const { agentId, wanting } of wanted) if (await this.#offer(unit, agentId, wanting)) count += 1;
      return count;
    });
    // There was more work than fits into one transaction.
    if (made >= MAX_OFFERS_PER_PASS) this.request(asked);
  }

  #takeInto(asked: { agents: Set<string>; queues: Set<string>; all: boolean }): void {
    for (const id of this.#agents) asked.agents.add(id);
    for (const id of this.#queues) asked.queues.add(id);
    asked.all ||= this.#all;
    this.#agents.clear();
    this.#queues.clear();
    this.#all = false;
  }

  /**
   * An agent who gets an item gets the first of all that they could take, even if only one queue was requested; an
   * agent who refused an item gets it again only when no other agent could have it, even if only that agent was
   * requested. Other agents may have been freed a moment ago, perhaps by another hub, and their pass is still to come.
   */
  async #plan(unit: Unit, asked: RouteScope): Promise<readonly Planned[]> {
    let scope = asked;
    let everybody = asked.all || asked.queues.size > 0;
    let free = await this.#freeAgents(unit, everybody ? null : asked.agents);
    for (;;) {
      const planned = await this.#planOver(unit, scope, free);
      if (!everybody && planned.some(({ agentId, wanting }) => wanting.item.exclusions.has(agentId))) {
        everybody = true;
        free = await this.#freeAgents(unit, null);
        continue;
      }
      const chosen = await this.#withMoreToLookAt(unit, scope, planned, free);
      if (chosen.length === 0) return planned;
      scope = { ...scope, agents: new Set([...scope.agents, ...chosen]) };
    }
  }

  /** Chosen agents who could take something in a queue that was not read. */
  async #withMoreToLookAt(
    { db, directory, now }: Unit,
    scope: RouteScope,
    planned: readonly Planned[],
    free: readonly RoutingAgent[],
  ): Promise<readonly string[]> {
    if (scope.all) return [];
    const chosen = new Set(planned.map(({ agentId }) => agentId).filter((id) => !scope.agents.has(id)));
    if (chosen.size === 0) return [];
    const agents = free.filter(({ id }) => chosen.has(id));
    const known = new Set(this.#queuesOf(directory, scope, free));
    const queueIds = agents.flatMap(({ queues }) => [...queues].filter((id) => !known.has(id)));
    const kinds = await readKinds(db, directory, { queueIds: [...new Set(queueIds)], agentIds: [...chosen] });
    return fitsAnyAgent(kinds, agents, now) ? [...chosen] : [];
  }

  /** Agents to whom something could be offered: among these, or among all. */
  async #freeAgents({ db, directory }: Unit, ids: ReadonlySet<string> | null): Promise<RoutingAgent[]> {
    const freeWork = [...directory.routing.values()].some(({ size }) => takesNothing(size));
    const rows = await readAgents(db, ids === null ? null : [...ids]);
    return rows
      .filter((row) => directory.users.has(row.agent_id))
      .map((row) => toRoutingAgent(directory, row))
      .filter((agent) => canTakeAnyWork(agent, freeWork));
  }

  async #planOver(
    { db, directory, now }: Unit,
    scope: RouteScope,
    agents: readonly RoutingAgent[],
  ): Promise<readonly Planned[]> {
    if (agents.length === 0) return [];
    const queueIds = scope.all ? null : this.#queuesOf(directory, scope, agents);
    const waiting = { queueIds, agentIds: [...scope.agents] };
    const candidates = await readTransfers(db, directory);
    const kinds = [
      ...candidates.map(({ item }) => kindOf(item)),
      ...(await readKinds(db, directory, waiting)),
    ];
    let planned: Assignment[] = [];
    // An agent who is full by now, or never had room for the waiting work, is no reason to read a queue of thousands to
    // its end.
    for (
      let offset = 0;
      fitsAnyAgent(kinds, afterAssignments(agents, planned, now), now);
      offset += PAGE_ITEMS
    ) {
      const page = await readWaiting(db, directory, { ...waiting, offset, limit: PAGE_ITEMS });
      candidates.push(...page);
      planned = planAssignments(
        candidates.map(({ item }) => item),
        agents,
        now,
      );
      if (
        planned.length >= MAX_OFFERS_PER_PASS ||
        page.length < PAGE_ITEMS ||
        candidates.length > 25 * PAGE_ITEMS
      )
        break;
    }
    const byId = new Map(candidates.map((one) => [one.item.id, one]));
    return planned
      .slice(0, MAX_OFFERS_PER_PASS)
      .map(({ agentId, itemId }) => ({ agentId, wanting: byId.get(itemId)! }));
  }

  /** The queues to read: the requested ones, and those of the requested agents. */
  #queuesOf(directory: Directory, scope: RouteScope, agents: readonly RoutingAgent[]): string[] {
    const queues = new Set(scope.queues);
    for (const { id } of agents)
      if (scope.agents.has(id)) for (const queue of directory.effective(id).queueIds) queues.add(queue);
    return [...queues];
  }

  /** Checks the rule again on the locked rows; another hub, or the agent, may have been faster. */
  async #offer(unit: Unit, agentId: string, wanting: RoutingCandidate): Promise<boolean> {
    const row = await unit.agent(agentId);
    const agent = toRoutingAgent(unit.directory, row);
    if (reasonsNotRouted(wanting.item, agent, { now: unit.now, othersCanTake: false }).length > 0)
      return false;
    const item = await unit.item(wanting.workItemId);
    if (wanting.transferId === null) {
      if (item.state !== 'queued') return false;
    } else {
      // Locked: the first agent may be cancelling it.
      const transfer = await unit.db
        .selectFrom('transfer')
        .select('state')
        .where('id', '=', wanting.transferId)
        .$if(this.#context.store.kind === 'postgres', (query) => query.forUpdate())
        .executeTakeFirst();
      if (transfer?.state !== 'pending') return false;
    }
    const { pool } = wanting.item;
    await makeOffer(unit, this.#context.metrics, {
      agent: row,
      item,
      transferId: wanting.transferId,
      pool,
      size: sizeIn(wanting.item.size, agent.capacity[pool]),
      pushTimeOutSeconds: wanting.pushTimeOutSeconds,
    });
    return true;
  }
}
