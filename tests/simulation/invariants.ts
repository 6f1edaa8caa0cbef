/**
 * What must always hold: one function per invariant, each returning the ways in which a
 * snapshot violates it. On transfers: the first agent owns the item until the second accepts; the request is a second
 * row, `offered`, that does not own; the first agent's wrap-up afterwards does not own either.
 */
import {
  HEARTBEAT_INTERVAL_MS,
  GRACE_PERIOD_MS,
  HUB_LOST_AFTER_MS,
  LINK_LOST_AFTER_MS,
  MAX_NOTICES,
  RECONCILE_INTERVAL_MS,
} from '#core/defaults.ts';
import { RESCUE_TIMEOUT_MS } from '#core/setup/channel-kinds.ts';
import { mayBeOffered } from '#core/routing/why-not-routed.ts';
import { isLive } from '#core/work/agent-work-rules.ts';
import { isTerminalItem } from '#core/work/work-item-rules.ts';
import { computeEffectiveBase } from '#hub/ledger/periods.ts';
import { toRoutingAgent } from '#hub/router/candidates.ts';
import type { Memory, Picture } from './observed-state.ts';

export type Invariant = (picture: Picture, memory: Memory) => string[];

type Item = Picture['items'][number];
type Work = Picture['works'][number];

/** One grouping of a snapshot's work, shared by all invariants. */
const grouped = new WeakMap<Picture, ReadonlyMap<string, readonly Work[]>>();

function worksByItem(picture: Picture): ReadonlyMap<string, readonly Work[]> {
  const known = grouped.get(picture) ?? Map.groupBy(picture.works, (work) => work.work_item_id);
  grouped.set(picture, known);
  return known;
}

/** The fault in an item's rows for its state; `null` = none. */
function faultOf(item: Item, works: readonly Work[]): string | null {
  const owners = works.filter((work) => work.owns === 1);
  const offers = works.filter((work) => work.state === 'offered');
  const opened = works.filter((work) => work.state === 'opened');
  const wrapUps = works.filter((work) => work.state === 'wrap-up');
  const expectOwner = (state: Work['state']) => {
    if (owners.length !== 1) return `has ${owners.length} owners`;
    if (owners[0]!.state !== state) return `its owner's work is ${owners[0]!.state}`;
    if (item.owner_agent_id !== owners[0]!.agent_id) return `names ${item.owner_agent_id} as its owner`;
    return null;
  };
  switch (item.state) {
    case 'queued':
      if (owners.length + offers.length + opened.length > 0) return 'an agent has it';
      return item.owner_agent_id === null && item.ended_at === null ? null : 'has an owner or an end';
    case 'offered':
      return expectOwner('offered') ?? (opened.length > 0 ? 'an agent has it open' : null);
    case 'open':
    case 'on-hold':
      if (item.ended_at !== null) return 'is open after its end';
      return (
        expectOwner('opened') ??
        (offers.some((offer) => offer.transfer_id === null) ? 'is offered while it is open' : null)
      );
    case 'wrapping-up':
      if (owners.length + offers.length + opened.length > 0) return 'an agent has it';
      if (item.ended_at === null) return 'has no end';
      return wrapUps.length > 0 ? null : 'no agent wraps it up';
    case 'closed':
      return works.some((work) => isLive(work.state)) ? 'has live work' : null;
    case 'cancelled':
      return owners.length + offers.length + opened.length > 0 ? 'an agent has it' : null;
  }
}

/** 1. Every item that is not terminal waits in its queue or is held by an agent. */
const noItemIsLost: Invariant = (picture) => {
  const byItem = worksByItem(picture);
  return picture.items.flatMap((item) => {
    const fault = faultOf(item, byItem.get(item.id) ?? []);
    return fault ? [`item ${item.id} is ${item.state}, but ${fault}`] : [];
  });
};

/** 2. At most one owner and at most one offer; only live work owns. */
const oneOwnerOneOffer: Invariant = (picture) => [
  ...[...worksByItem(picture)].flatMap(([id, works]) => [
    ...(works.filter((work) => work.owns === 1).length > 1 ? [`item ${id} has two owners`] : []),
    ...(works.filter((work) => work.state === 'offered').length > 1 ? [`item ${id} is offered twice`] : []),
  ]),
  ...picture.works.flatMap((work) =>
    work.owns === 1 && work.state !== 'offered' && work.state !== 'opened'
      ? [`agent work ${work.id} is ${work.state} and owns`]
      : [],
  ),
];

/** 2. Terminal rows never change. */
const terminalRowsStand: Invariant = (picture, memory) => {
  const check = (what: string, id: string, row: object, ended: Map<string, string>) => {
    const text = JSON.stringify(row);
    const before = ended.get(id);
    if (before === undefined) ended.set(id, text);
    return before !== undefined && before !== text
      ? [`${what} ${id} changed after its end: ${before} → ${text}`]
      : [];
  };
  const faults: string[] = [];
  // Ended rows are not among the live ones.
  for (const work of picture.works)
    if (!isLive(work.state)) faults.push(...check('work', work.id, work, memory.endedWorks));
    else if (memory.endedWorks.has(work.id)) faults.push(`work ${work.id} came back to life`);
  for (const item of picture.items)
    if (isTerminalItem(item.state)) faults.push(...check('item', item.id, item, memory.endedItems));
    else if (memory.endedItems.has(item.id)) faults.push(`item ${item.id} came back to life`);
  return faults;
};

/** 5. Every time limit has its deadline row, at that time. */
const everyDeadlineIsKept: Invariant = (picture) => {
  const expect = (kind: string, subject: string, at: number) => {
    const known = picture.dueAt(kind, subject);
    return known === at ? [] : [`${kind} of ${subject} is due at ${at}, its deadline says ${known}`];
  };
  const items = new Map(picture.items.map((item) => [item.id, item]));
  const agents = new Map(picture.agents.map((agent) => [agent.agent_id, agent]));
  return [
    ...picture.works.flatMap((work) => {
      const agent = agents.get(work.agent_id)!;
      if (work.state === 'offered' && work.deadline !== null) return expect('offer', work.id, work.deadline);
      if (work.state === 'wrap-up') return expect('wrap-up', work.id, work.wrap_up_deadline!);
      if (work.state !== 'opened' || agent.link !== 'lost') return [];
      const kind = picture.directory.channels.get(items.get(work.work_item_id)!.channel_id)!.kind;
      const after = RESCUE_TIMEOUT_MS[kind] ?? null;
      return after === null ? [] : expect('rescue', work.id, agent.link_since + after);
    }),
    ...picture.items.flatMap((item) => {
      const waits = item.source === 'customer' && (item.state === 'queued' || item.state === 'offered');
      return !waits || picture.dueAt('customer-gone', item.id) !== undefined
        ? []
        : [`nothing looks for the customer of ${item.id}`];
    }),
    ...picture.agents.flatMap((agent) => [
      ...(agent.until === null ? [] : expect('status-end', agent.agent_id, agent.until)),
      ...(agent.signed_in === 1 && agent.link === 'lost' && agent.base !== 'offline'
        ? expect('grace', agent.agent_id, agent.link_since + GRACE_PERIOD_MS)
        : []),
    ]),
  ];
};

/** 5. No deadline is overdue by more than a second. */
const noDeadlineIsOverdue: Invariant = (picture) =>
  picture.deadlines.flatMap((row) =>
    picture.now - row.due_at > 1_000
      ? [`${row.kind} of ${row.subject_id} is ${picture.now - row.due_at} ms overdue`]
      : [],
  );

/** 6. An item keeps its original age; when the clock is set, it shifts with it. */
const originalAgeStands: Invariant = (picture, memory) => {
  const step = picture.clockSteps - memory.clockSteps;
  memory.clockSteps = picture.clockSteps;
  if (step !== 0) {
    // Unchanged items are not checked again; they shifted unless they had ended.
    const looked = new Set(picture.items.map((item) => item.id));
    for (const [id, at] of memory.originalAt)
      if (!looked.has(id) && !memory.endedItems.has(id)) memory.originalAt.set(id, at + step);
    for (const [id, since] of memory.idleSince) memory.idleSince.set(id, since + step);
  }
  return picture.items.flatMap((item) => {
    const before = memory.originalAt.get(item.id) ?? item.original_at;
    memory.originalAt.set(item.id, item.original_at);
    return item.original_at !== before && item.original_at !== before + step
      ? [`item ${item.id} changed its age from ${before} to ${item.original_at}`]
      : [];
  });
};

/** 7. Used capacity is the sum over live work that holds capacity; so are the related counts. */
const usedCapacityIsTheSum: Invariant = (picture) => {
  const byAgent = Map.groupBy(
    picture.works.filter((work) => isLive(work.state)),
    (work) => work.agent_id,
  );
  return picture.agents.flatMap((agent) => {
    const live = byAgent.get(agent.agent_id) ?? [];
    const holding = live.filter((work) => work.holds === 1);
    const sum = (pool: string) =>
      holding.reduce((total, work) => total + (work.pool === pool ? work.size : 0), 0);
    const right = [
      sum('primary'),
      sum('interruptible'),
      holding.length,
      live.filter((work) => work.state === 'offered').length,
    ];
    const said = [agent.used_primary, agent.used_interruptible, agent.open_items, agent.live_offers];
    return right.join() === said.join()
      ? []
      : [`${agent.agent_id} is counted as ${said.join(' ')}, the sum is ${right.join(' ')}`];
  });
};

/** 7. Ended work holds no capacity. */
const endedWorkHoldsNothing: Invariant = (picture) =>
  picture.works.flatMap((work) =>
    !isLive(work.state) && work.holds === 1 ? [`agent work ${work.id} is ${work.state} and holds`] : [],
  );

/** 9. Versions only grow, and one version has one content. */
const snapshotsAgree: Invariant = (picture, memory) =>
  [...picture.snapshots].flatMap(([id, { hubTime: _, ...snapshot }]) => {
    const content = JSON.stringify(snapshot);
    const before = memory.snapshots.get(id);
    memory.snapshots.set(id, { version: snapshot.version, content });
    if (!before) return [];
    if (snapshot.version < before.version)
      return [`${id}: version ${snapshot.version} came after ${before.version}`];
    return snapshot.version === before.version && content !== before.content
      ? [`${id}: version ${snapshot.version} has two contents: ${before.content} and ${content}`]
      : [];
  });

/** Reconciliation is a safety net that never has to repair anything. */
const nothingNeedsRepair: Invariant = (picture) =>
  picture.repairs === 0 ? [] : [`reconciliation repaired ${picture.repairs} times`];

/** A queued status ("after this: Lunch") never waits without open work. */
const queuedStatusHasWork: Invariant = (picture) =>
  picture.agents.flatMap((agent) =>
    agent.next_status_id !== null &&
    !picture.works.some((work) => work.agent_id === agent.agent_id && isLive(work.state))
      ? [`${agent.agent_id} has ${agent.next_status_id} next, and nothing open`]
      : [],
  );

/** An agent disconnected for longer than the grace period is Offline. */
const theGoneAreOffline: Invariant = (picture) =>
  picture.agents.flatMap((agent) =>
    agent.signed_in === 1 &&
    agent.link === 'lost' &&
    agent.base !== 'offline' &&
    picture.now - agent.link_since > GRACE_PERIOD_MS + 1_000
      ? [`${agent.agent_id} is ${agent.status_id}, lost since ${picture.now - agent.link_since} ms`]
      : [],
  );

/** The effective base follows from the chosen status, load and Setup; a change of Setup counts from the next tick. */
const effectivePresenceFollows: Invariant = ({ agents, directory, setupIsFollowed }) =>
  agents.flatMap((agent) => {
    if (!setupIsFollowed || agent.signed_in === 0 || !directory.users.has(agent.agent_id)) return [];
    const right = computeEffectiveBase({ directory }, agent);
    return agent.effective_base === right
      ? []
      : [`${agent.agent_id} counts as ${agent.effective_base}, and is ${right}`];
  });

/** The open period of the presence history matches the agent's row. */
const historyFollowsPresence: Invariant = (picture) =>
  picture.agents.flatMap((agent) => {
    const open = picture.openPeriods.filter((period) => period.agent_id === agent.agent_id);
    if (agent.signed_in === 0)
      return open.length === 0 ? [] : [`${agent.agent_id} is gone, the history runs on`];
    const [period] = open;
    return period &&
      period.status_id === agent.status_id &&
      period.effective_base === agent.effective_base &&
      period.load_used === agent.used_primary
      ? []
      : [
          `${agent.agent_id} is ${agent.status_id} (${agent.effective_base}, ${agent.used_primary}), the history says ${period?.status_id} (${period?.effective_base}, ${period?.load_used})`,
        ];
  });

/** No item waits longer than one reconciliation interval while an agent may take it. */
const noAgentIsIdleWhileWorkWaits: Invariant = (picture, memory) => {
  const agents = picture.agents
    .filter((agent) => picture.directory.users.has(agent.agent_id))
    .map((row) => toRoutingAgent(picture.directory, row));
  const faults: string[] = [];
  const pairs = new Set<string>();
  for (const { item } of picture.waiting) {
    const free = agents.find((agent) => mayBeOffered(item, agent, { now: picture.now, othersCanTake: true }));
    if (!free) continue;
    pairs.add(item.id);
    const since = Math.min(memory.idleSince.get(item.id) ?? picture.now, picture.now);
    memory.idleSince.set(item.id, since);
    if (picture.now - since > RECONCILE_INTERVAL_MS + 1_000)
      faults.push(`${item.id} waits, though ${free.id} could have had it for ${picture.now - since} ms`);
  }
  for (const id of memory.idleSince.keys()) if (!pairs.has(id)) memory.idleSince.delete(id);
  return faults;
};

/** A device that sends heartbeats is linked, regardless of its earlier connections and their hubs. */
const aBeatingDeviceIsLinked: Invariant = (picture) =>
  picture.agents.flatMap((agent) => {
    const device = picture.beating.get(agent.agent_id);
    return device && device.for > HEARTBEAT_INTERVAL_MS + 2_000 && agent.link !== 'connected'
      ? [`${agent.agent_id} has been beating for ${device.for} ms and is ${agent.link}`]
      : [];
  });

/** The ringing device is a live one. */
const theRingingDeviceLives: Invariant = (picture) =>
  picture.agents.flatMap((agent) => {
    const device = picture.beating.get(agent.agent_id);
    return device &&
      agent.signed_in === 1 &&
      device.for > LINK_LOST_AFTER_MS + HUB_LOST_AFTER_MS + 2_000 &&
      agent.ringing_device_id !== device.deviceId
      ? [`${agent.agent_id} sits at ${device.deviceId}, and ${agent.ringing_device_id} rings`]
      : [];
  });

/** An agent never has more than a few notices, even if none are dismissed. */
const noticesStayFew: Invariant = (picture) =>
  picture.agents.flatMap((agent) => {
    const count = picture.notices.filter((notice) => notice.agent_id === agent.agent_id).length;
    return count > MAX_NOTICES ? [`${agent.agent_id} has ${count} notices`] : [];
  });

/** A transfer to one agent waits only for an agent who can still take it. */
const transfersWaitForSomeone: Invariant = (picture) =>
  picture.transfers.flatMap((transfer) => {
    if (transfer.target !== 'agent' || transfer.state !== 'pending') return [];
    const target = picture.agents.find((agent) => agent.agent_id === transfer.target_id);
    return target && target.signed_in === 1 && target.base !== 'offline'
      ? []
      : [`transfer ${transfer.id} waits for ${transfer.target_id}, who is gone`];
  });

/** All that a snapshot can show; what holds at the time of an offer is checked in `offer-judge.ts`. */
export const invariants: Readonly<Record<string, Invariant>> = {
  noItemIsLost,
  oneOwnerOneOffer,
  terminalRowsStand,
  everyDeadlineIsKept,
  noDeadlineIsOverdue,
  originalAgeStands,
  usedCapacityIsTheSum,
  endedWorkHoldsNothing,
  snapshotsAgree,
  nothingNeedsRepair,
  queuedStatusHasWork,
  theGoneAreOffline,
  effectivePresenceFollows,
  historyFollowsPresence,
  noAgentIsIdleWhileWorkWaits,
  aBeatingDeviceIsLinked,
  theRingingDeviceLives,
  transfersWaitForSomeone,
  noticesStayFew,
};
