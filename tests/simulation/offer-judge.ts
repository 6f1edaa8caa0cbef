/**
 * Checks the router's offers: every transaction that makes offers is judged before its commit against the
 * database state before it, offer by offer. Only here can the state at that moment be known exactly.
 */
import { EXCLUSION_TIMEOUT_MS } from '#core/defaults.ts';
import { effectiveBase, loadOf } from '#core/presence/effective.ts';
import type { RoutingAgent } from '#core/routing/candidates.ts';
import { compareItems } from '#core/routing/order.ts';
import { mayBeOffered, reasonsNotRouted } from '#core/routing/why-not-routed.ts';
import type { HubContext } from '#hub/unit/context.ts';
import { toRoutingAgent, type RoutingCandidate } from '#hub/router/candidates.ts';
import type { Unit } from '#hub/unit/unit.ts';
import type { Mirror } from './mirror.ts';
import { whatWaits } from './observed-state.ts';

interface Offer {
  readonly id: string;
  readonly work_item_id: string;
  readonly agent_id: string;
  readonly transfer_id: string | null;
  readonly presence_session: string;
  readonly auto_accepted: 0 | 1;
  readonly pool: 'primary' | 'interruptible';
  readonly size: number;
  readonly offered_at: number;
}

/** State shared by the judges of all hubs of a database. */
export class Court {
  /** Transactions in progress; each records whether it has been the only one. */
  readonly underWay = new Set<{ alone: boolean }>();
  /** When a presence session refused an item or a transfer, by item; in a time that clock steps do not affect. */
  readonly #refusals = new Map<string, Map<string, number>>();

  refused(work: Refusable, at: number): void {
    const ofItem = this.#refusals.get(work.work_item_id) ?? new Map<string, number>();
    this.#refusals.set(work.work_item_id, ofItem.set(refusalOf(work), at));
  }

  /** Forgets refusals made before an agent opened the item. */
  opened(workItemId: string): void {
    this.#refusals.delete(workItemId);
  }

  refusedAt(work: Refusable): number | null {
    return this.#refusals.get(work.work_item_id)?.get(refusalOf(work)) ?? null;
  }
}

type Refusable = Pick<Offer, 'work_item_id' | 'agent_id' | 'presence_session' | 'transfer_id'>;
const refusalOf = (work: Refusable) =>
  `${work.transfer_id ?? 'item'} ${work.agent_id} ${work.presence_session}`;

/** Judges every offer that this hub's router makes from now on; `report` receives each fault. */
export function judgeOffers(
  context: HubContext,
  mirror: Mirror,
  court: Court,
  report: (fault: string) => void,
): void {
  const carryOut = context.unit.bind(context);
  (context as { unit: HubContext['unit'] }).unit = async (work) => {
    // SQLite has one writer at a time, no matter how many wait for it.
    const { underWay } = court;
    const self = { alone: context.store.kind === 'sqlite' || underWay.size === 0 };
    if (context.store.kind === 'postgres') for (const other of underWay) other.alone = false;
    underWay.add(self);
    let faults: string[] = [];
    let at = 0;
    let refusals: readonly Refusable[] = [];
    let opened: readonly string[] = [];
    try {
      const result = await carryOut(async (unit) => {
        const result = await work(unit);
        // This transaction's own offers: the event table also shows what others have committed meanwhile.
        // A supervisor may skip agents and exceed capacity; the router may not.
        const ids = unit.workEvents
          .filter(({ what, detail }) => what === 'offered' && detail?.by === 'router')
          .map(({ agentWorkId }) => agentWorkId!);
        faults =
          ids.length === 0
            ? []
            : await judge(unit, mirror, court, ids, self.alone, unit.now - context.clockSteps);
        at = unit.now - context.clockSteps;
        refusals = await refusedIn(unit);
        opened = unit.workEvents.filter(({ what }) => what === 'opened').map((one) => one.workItemId);
        return result;
      });
      refusals.forEach((work) => court.refused(work, at));
      opened.forEach((id) => court.opened(id));
      return result;
    } finally {
      underWay.delete(self);
      faults.forEach(report);
    }
  };
}

/** `alone` = no other transaction was in progress, so the router planned with exactly the committed state. */
async function judge(
  { db, directory }: Unit,
  mirror: Mirror,
  court: Court,
  offerIds: readonly string[],
  alone: boolean,
  at: number,
): Promise<string[]> {
  // The committed state is the state before: this transaction is not committed yet.
  await mirror.refresh();
  const floor = new Map(
    mirror
      .table('agent_state')
      .filter((row) => directory.users.has(row.agent_id))
      .map((row) => [row.agent_id, toRoutingAgent(directory, row)]),
  );
  const offers = await db.selectFrom('agent_work').selectAll().where('id', 'in', offerIds).execute();
  const left = new Set(whatWaits(mirror, directory));
  const faults: string[] = [];
  for (const id of offerIds) {
    const offer = offers.find((one) => one.id === id)!;
    const wanting = [...left].find((one) =>
      offer.transfer_id === null
        ? one.transferId === null && one.workItemId === offer.work_item_id
        : one.transferId === offer.transfer_id,
    );
    const agent = floor.get(offer.agent_id);
    if (!wanting) {
      faults.push(`${offer.work_item_id} was offered and did not wait: ${whereIs(mirror, offer)}`);
      continue;
    }
    if (!agent) {
      faults.push(`${offer.work_item_id} was offered to ${offer.agent_id}, who is not there`);
      continue;
    }
    left.delete(wanting);
    faults.push(
      ...routableAtThatInstant(offer, wanting, agent),
      ...withinCapacity(offer, agent),
      ...(alone ? nothingWasPassedOver(offer, wanting, agent, left) : []),
      ...(alone ? noOtherAgentCouldTakeIt(offer, wanting, agent, floor) : []),
      ...declinersAreLeftAlone(court, offer, at),
    );
    floor.set(agent.id, withOffer(agent, offer));
  }
  return faults;
}

/** The committed state of the item that should have waited. */
const whereIs = (mirror: Mirror, offer: Offer): string =>
  offer.transfer_id === null
    ? `the item is ${mirror.row('work_item', offer.work_item_id)?.state ?? 'over'}`
    : `the transfer is ${mirror.row('transfer', offer.transfer_id)?.state ?? 'over'}`;

/** 4. No agent is offered work while not routable for it. */
function routableAtThatInstant(offer: Offer, { item }: RoutingCandidate, agent: RoutingAgent): string[] {
  const reasons = reasonsNotRouted(item, agent, { now: offer.offered_at, othersCanTake: false });
  return reasons.length === 0
    ? []
    : [`${item.id} went to ${agent.id} in spite of ${reasons.map((reason) => reason.code).join(', ')}`];
}

/** An excluded agent gets an item only if no other agent can take it. */
function noOtherAgentCouldTakeIt(
  offer: Offer,
  { item }: RoutingCandidate,
  agent: RoutingAgent,
  floor: ReadonlyMap<string, RoutingAgent>,
): string[] {
  const moment = { now: offer.offered_at, othersCanTake: true };
  if (mayBeOffered(item, agent, moment)) return [];
  const other = [...floor.values()].find((one) => mayBeOffered(item, one, moment));
  return other
    ? [`${item.id} went back to ${agent.id}, though ${other.id} could have had it: ${named(item)}`]
    : [];
}

/** A short label of an item. */
const named = (item: RoutingCandidate['item']) =>
  `${item.id} (${item.channelId} in ${item.queueId}, priority ${item.priority}, since ${item.originalAt % 1e7}, ${item.pool})`;

/** 3. An offer never takes a pool above its capacity. */
function withinCapacity(offer: Offer, agent: RoutingAgent): string[] {
  const used = agent.used[offer.pool] + offer.size;
  return offer.size > 0 && used > agent.capacity[offer.pool]
    ? [`${agent.id} has ${used} of ${agent.capacity[offer.pool]} in the ${offer.pool} pool`]
    : [];
}

/** 6. Among the items that this agent could take, none that should have gone first is left waiting. */
function nothingWasPassedOver(
  offer: Offer,
  { item }: RoutingCandidate,
  agent: RoutingAgent,
  left: ReadonlySet<RoutingCandidate>,
): string[] {
  const now = offer.offered_at;
  return [...left]
    .filter(
      (one) =>
        compareItems(one.item, item) < 0 && mayBeOffered(one.item, agent, { now, othersCanTake: true }),
    )
    .map((one) => `${agent.id} was given ${named(item)}, though ${named(one.item)} was before it`);
}

/** An agent who declined or missed an item is not offered it again too soon in the same presence session. */
function declinersAreLeftAlone(court: Court, offer: Offer, now: number): string[] {
  const at = court.refusedAt(offer);
  if (at === null || now - at >= EXCLUSION_TIMEOUT_MS) return [];
  return [`${offer.agent_id} is asked for ${offer.work_item_id} again ${now - at} ms after it was refused`];
}

/** What this transaction has ended unanswered or declined. */
async function refusedIn(unit: Unit): Promise<Refusable[]> {
  const ids = unit.workEvents
    .filter(({ what }) => what === 'declined' || what === 'declined-on-push-time-out')
    .map(({ agentWorkId }) => agentWorkId!);
  if (ids.length === 0) return [];
  return unit.db.selectFrom('agent_work').selectAll().where('id', 'in', ids).execute();
}

/** The agent's state for the next offer of the same transaction. */
function withOffer(agent: RoutingAgent, offer: Offer): RoutingAgent {
  const used = { ...agent.used, [offer.pool]: agent.used[offer.pool] + offer.size };
  const accepted = offer.auto_accepted === 1;
  const followsLoad = agent.followsLoad === true || (accepted && agent.followsLoadOnceAccepted === true);
  return {
    ...agent,
    followsLoad,
    used,
    openItems: agent.openItems + 1,
    liveOffers: agent.liveOffers + (accepted ? 0 : 1),
    lastAssignedAt: offer.offered_at,
    effectiveBase: followsLoad
      ? effectiveBase({
          chosenBase: agent.effectiveBase,
          automatic: true,
          heldByHand: false,
          load: loadOf({ capacity: agent.capacity, used }),
        })
      : agent.effectiveBase,
  };
}
