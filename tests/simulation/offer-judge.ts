/**
 * Looks over the router's shoulder: every transaction that makes offers is judged before its commit against the
 * database as it was before, offer by offer. This is where "at that instant" can be told exactly.
 */
import { EXCLUSION_RELAXES_AFTER } from '#core/defaults.ts';
import { effectiveBase, loadOf } from '#core/presence/effective.ts';
import type { RoutingAgent } from '#core/routing/candidates.ts';
import { compareItems } from '#core/routing/order.ts';
import { mayBeOffered, whyNotRouted } from '#core/routing/why-not-routed.ts';
import type { HubContext } from '#hub/context.ts';
import { readTransfers, readWaiting, toRoutingAgent, type Wanting } from '#hub/router/candidates.ts';
import type { Db, Store } from '#hub/store/store.ts';

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

/** Judges every offer made through this store from now on; `report` hears of each fault. */
export async function judgeOffers(context: HubContext, report: (fault: string) => void): Promise<void> {
  const { store } = context;
  const write = store.write.bind(store);
  const before = await store.reader
    .selectFrom('work_event')
    .select((select) => select.fn.max('id').as('id'))
    .executeTakeFirst();
  let seen = Number(before?.id ?? 0);
  /** Transactions under way; each knows whether it has been the only one. */
  const underWay = new Set<{ alone: boolean }>();
  (store as { write: Store['write'] }).write = async (work) => {
    let last = seen;
    // SQLite has one writer at a time, however many wait for it.
    const self = { alone: store.kind === 'sqlite' || underWay.size === 0 };
    if (store.kind === 'postgres') for (const other of underWay) other.alone = false;
    underWay.add(self);
    let faults: string[] = [];
    const judged = write(async (db) => {
      const result = await work(db);
      const events = await db
        .selectFrom('work_event')
        .select(['id', 'what', 'agent_work_id', 'detail_json'])
        .where('id', '>', seen)
        .orderBy('id')
        .execute();
      last = events.at(-1)?.id ?? seen;
      // A supervisor may pass people over, and go beyond capacity; the router may not.
      const ids = events
        .filter((event) => event.what === 'offered' && event.detail_json.includes('"by":"router"'))
        .map((event) => event.agent_work_id!);
      faults = ids.length === 0 ? [] : await judge(context, db, ids, self.alone);
      return result;
    });
    try {
      return await judged;
    } finally {
      underWay.delete(self);
      seen = Math.max(seen, last);
      faults.forEach(report);
    }
  };
}

/** `alone` = no other transaction was under way, so the router planned with exactly the state that is committed. */
async function judge(
  context: HubContext,
  db: Db,
  offerIds: readonly string[],
  alone: boolean,
): Promise<string[]> {
  const { directory, store } = context;
  // What is committed is what was there before: this transaction is not.
  const { rows, waiting } = await store.read(async (before) => ({
    rows: await before.selectFrom('agent_state').selectAll().execute(),
    waiting: [
      ...(await readTransfers(before, directory)),
      ...(await readWaiting(before, directory, { queueIds: null, agentIds: [], offset: 0, limit: 10_000 })),
    ],
  }));
  const floor = new Map(
    rows
      .filter((row) => directory.users.has(row.agent_id))
      .map((row) => [row.agent_id, toRoutingAgent(directory, row)]),
  );
  const offers = await db.selectFrom('agent_work').selectAll().where('id', 'in', offerIds).execute();
  const left = new Set(waiting);
  const faults: string[] = [];
  for (const id of offerIds) {
    const offer = offers.find((one) => one.id === id)!;
    const wanting = [...left].find((one) =>
      offer.transfer_id === null
        ? one.transferId === null && one.workItemId === offer.work_item_id
        : one.transferId === offer.transfer_id,
    );
    const agent = floor.get(offer.agent_id);
    if (!wanting || !agent) {
      faults.push(`${offer.work_item_id} did not wait, or ${offer.agent_id} was not there`);
      continue;
    }
    left.delete(wanting);
    faults.push(
      ...routableAtThatInstant(offer, wanting, agent),
      ...withinCapacity(offer, agent),
      ...(alone ? nothingWasPassedOver(offer, wanting, agent, left) : []),
      ...(alone ? nobodyElseCouldTakeIt(offer, wanting, agent, floor) : []),
      ...(await declinersAreLeftAlone(db, offer)),
    );
    floor.set(agent.id, withOffer(agent, offer));
  }
  return faults;
}

/** 4. Nobody is offered work while not routable for it. */
function routableAtThatInstant(offer: Offer, { item }: Wanting, agent: RoutingAgent): string[] {
  const reasons = whyNotRouted(item, agent, { now: offer.offered_at, othersCanTake: false });
  return reasons.length === 0
    ? []
    : [`${item.id} went to ${agent.id} in spite of ${reasons.map((reason) => reason.code).join(', ')}`];
}

/** Somebody whom an item excludes gets it only when nobody else could have it. */
function nobodyElseCouldTakeIt(
  offer: Offer,
  { item }: Wanting,
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

/** An item in a word or two. */
const named = (item: Wanting['item']) =>
  `${item.id} (${item.channelId} in ${item.queueId}, priority ${item.priority}, since ${item.originalAt % 1e7}, ${item.pool})`;

/** 3. An offer never takes a pool above its capacity. */
function withinCapacity(offer: Offer, agent: RoutingAgent): string[] {
  const used = agent.used[offer.pool] + offer.size;
  return offer.size > 0 && used > agent.capacity[offer.pool]
    ? [`${agent.id} has ${used} of ${agent.capacity[offer.pool]} in the ${offer.pool} pool`]
    : [];
}

/** 6. Among the items that this agent could take, none waits that should have gone first. */
function nothingWasPassedOver(
  offer: Offer,
  { item }: Wanting,
  agent: RoutingAgent,
  left: ReadonlySet<Wanting>,
): string[] {
  const now = offer.offered_at;
  return [...left]
    .filter(
      (one) =>
        compareItems(one.item, item) < 0 && mayBeOffered(one.item, agent, { now, othersCanTake: true }),
    )
    .map((one) => `${agent.id} was given ${named(item)}, though ${named(one.item)} was before it`);
}

/** Whoever said no, or did not answer, is not asked for the same again so soon in the same presence session. */
async function declinersAreLeftAlone(db: Db, offer: Offer): Promise<string[]> {
  const refusals = await db
    .selectFrom('agent_work')
    .select(['state', 'closed_at'])
    .where('work_item_id', '=', offer.work_item_id)
    .where('agent_id', '=', offer.agent_id)
    .where('presence_session', '=', offer.presence_session)
    .where('state', 'in', ['declined', 'declined-on-push-time-out'])
    .where('id', '!=', offer.id)
    .$if(offer.transfer_id === null, (query) => query.where('transfer_id', 'is', null))
    .$if(offer.transfer_id !== null, (query) => query.where('transfer_id', '=', offer.transfer_id))
    .execute();
  const opened = await db
    .selectFrom('agent_work')
    .select((select) => select.fn.max('accepted_at').as('at'))
    .where('work_item_id', '=', offer.work_item_id)
    .executeTakeFirst();
  return refusals
    .filter(
      (refusal) =>
        // Whatever was refused before somebody had the item open is forgotten.
        refusal.closed_at! >= (opened?.at ?? 0) &&
        offer.offered_at >= refusal.closed_at! &&
        offer.offered_at - refusal.closed_at! < EXCLUSION_RELAXES_AFTER,
    )
    .map(
      (refusal) =>
        `${offer.agent_id} is asked for ${offer.work_item_id} again ${offer.offered_at - refusal.closed_at!} ms after it was ${refusal.state}`,
    );
}

/** The agent as the next offer of the same transaction finds them. */
function withOffer(agent: RoutingAgent, offer: Offer): RoutingAgent {
  const used = { ...agent.used, [offer.pool]: agent.used[offer.pool] + offer.size };
  return {
    ...agent,
    used,
    openItems: agent.openItems + 1,
    liveOffers: agent.liveOffers + (offer.auto_accepted === 1 ? 0 : 1),
    lastAssignedAt: offer.offered_at,
    effectiveBase: agent.followsLoad
      ? effectiveBase({
          chosenBase: agent.effectiveBase,
          automatic: true,
          heldByHand: false,
          load: loadOf({ capacity: agent.capacity, used }),
        })
      : agent.effectiveBase,
  };
}
