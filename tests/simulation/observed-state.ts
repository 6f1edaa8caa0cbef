/** What the invariants check: the database at one point in time, and what was seen before. */
import type { Selectable } from 'kysely';
import type { Exclusion } from '#core/routing/candidates.ts';
import type { AgentSnapshot } from '#core/snapshot.ts';
import { candidateForItem, candidateForTransfer, type RoutingCandidate } from '#hub/router/candidates.ts';
import type { Directory } from '#hub/directory/directory.ts';
import { readSnapshot } from '#hub/presence/snapshot.ts';
import type {
  AgentStateTable,
  AgentWorkTable,
  DeadlineTable,
  DeviceTable,
  NoticeTable,
  PresencePeriodTable,
  TransferTable,
  WorkItemTable,
} from '#hub/store/schema.ts';
import type { World } from '../support/world.ts';
import type { Change } from './change-log.ts';
import type { Mirror } from './mirror.ts';

export interface Picture {
  readonly now: number;
  /** All rows are included; otherwise rows that ended before the last step are left out. */
  readonly whole: boolean;
  readonly directory: Directory;
  /** Every running hub has ticked since the last change of Setup. */
  readonly setupIsFollowed: boolean;
  readonly agents: readonly Selectable<AgentStateTable>[];
  readonly works: readonly Selectable<AgentWorkTable>[];
  readonly items: readonly Selectable<WorkItemTable>[];
  readonly transfers: readonly Selectable<TransferTable>[];
  readonly deadlines: readonly Selectable<DeadlineTable>[];
  /** When the deadline of this kind and subject is due; undefined = no such deadline. */
  readonly dueAt: (kind: string, subject: string) => number | undefined;
  readonly openPeriods: readonly Selectable<PresencePeriodTable>[];
  readonly devices: readonly Selectable<DeviceTable>[];
  readonly notices: readonly Selectable<NoticeTable>[];
  /** Items and transfers waiting for an agent, as routing candidates. */
  readonly waiting: readonly RoutingCandidate[];
  /** Of the agents that were read. */
  readonly snapshots: ReadonlyMap<string, AgentSnapshot>;
  readonly repairs: number;
  /** The sum of the clock steps that a hub has compensated for. */
  readonly clockSteps: number;
  /** Devices that send heartbeats now, by agent, and for how long. */
  readonly beating: ReadonlyMap<string, { readonly deviceId: string; readonly for: number }>;
}

/** What earlier snapshots showed, to compare the next one with. */
export class Memory {
  /** Terminal rows as they were when they became terminal. */
  readonly endedWorks = new Map<string, string>();
  readonly endedItems = new Map<string, string>();
  readonly originalAt = new Map<string, number>();
  /** Per agent: the highest version, and its content. */
  readonly snapshots = new Map<string, { readonly version: number; readonly content: string }>();
  /** Since when an agent could have taken a waiting item. */
  readonly idleSince = new Map<string, number>();
  clockSteps = 0;
}

/** Whose snapshots are read: of all agents, or of those the changes may concern. */
export type Look = 'all' | 'changed' | 'none';

/** The state after a step, from the mirror and the changes of the step. */
export async function takePicture(
  world: World,
  mirror: Mirror,
  changes: readonly Change[],
  look: Look,
): Promise<Picture> {
  const ended = endedIn(changes);
  const works = [...mirror.table('agent_work'), ...ended.works];
  const looked =
    look === 'none'
      ? []
      : look === 'all'
        ? mirror.table('agent_state').map((row) => row.agent_id)
        : concerned(changes, mirror);
  return {
    ...(await common(world, mirror, looked)),
    whole: false,
    works: works.sort((a, b) => a.offered_at - b.offered_at || (a.id < b.id ? -1 : 1)),
    items: [
      ...mirror.table('work_item'),
      ...ended.items,
      ...(await missingItems(world, mirror, ended.items, works)),
    ],
  };
}

/** The whole state, read from the database itself. */
export async function takeWholePicture(world: World, mirror: Mirror): Promise<Picture> {
  const agents = mirror.table('agent_state').map((row) => row.agent_id);
  return {
    ...(await common(world, mirror, agents)),
    whole: true,
    works: await mirror.readAll('agent_work'),
    items: await mirror.readAll('work_item'),
  };
}

async function common(world: World, mirror: Mirror, looked: readonly string[]) {
  const clockSteps = Number(mirror.row('setting', 'clock_steps')!.value_json);
  const { context } = world.hub.services;
  const { directory } = context;
  const snapshots = new Map<string, AgentSnapshot>();
  for (const id of looked) {
    const snapshot = await readSnapshot(context, id);
    if (snapshot) snapshots.set(id, snapshot);
  }
  return {
    now: context.clock.now(),
    directory,
    setupIsFollowed: world.setupIsFollowed,
    agents: mirror.table('agent_state'),
    transfers: mirror.table('transfer'),
    deadlines: mirror.table('deadline'),
    dueAt: (kind: string, subject: string) => mirror.row('deadline', `${kind} ${subject}`)?.due_at,
    openPeriods: mirror.table('presence_period'),
    devices: mirror.table('device'),
    notices: mirror.table('notice'),
    waiting: whatWaits(mirror, directory),
    snapshots,
    repairs: await world.repairs(),
    clockSteps,
    beating: world.beating(),
  };
}

/** Items and transfers that need an agent, from the rows of the mirror. */
export function whatWaits(mirror: Mirror, directory: Directory): RoutingCandidate[] {
  const exclusions = new Map<string, Map<string, Exclusion>>();
  for (const row of mirror.table('exclusion')) {
    const agents = exclusions.get(row.item_id) ?? new Map<string, Exclusion>();
    agents.set(row.agent_id, { presenceSession: row.presence_session, at: row.at });
    exclusions.set(row.item_id, agents);
  }
  const items = mirror.table('work_item').filter((item) => item.state === 'queued');
  const pending = mirror.table('transfer').filter((transfer) => transfer.state === 'pending');
  return [
    ...pending.flatMap((transfer) => {
      const item = mirror.row('work_item', transfer.work_item_id);
      const from = mirror.row('agent_state', transfer.from_agent_id);
      if (!item || !from) return [];
      return (
        candidateForTransfer(directory, transfer, item, from.presence_session, exclusions.get(transfer.id)) ??
        []
      );
    }),
    ...items.flatMap((item) => candidateForItem(directory, item, exclusions.get(item.id)) ?? []),
  ];
}

/** Rows that a step ended, in their current state. */
function endedIn(changes: readonly Change[]) {
  const works = new Map<string, Selectable<AgentWorkTable>>();
  const items = new Map<string, Selectable<WorkItemTable>>();
  for (const { table, row } of changes) {
    if (table === 'agent_work') works.set(row.id as string, row as never);
    if (table === 'work_item') items.set(row.id as string, row as never);
  }
  return {
    works: [...works.values()].filter((work) => !['offered', 'opened', 'wrap-up'].includes(work.state)),
    items: [...items.values()].filter((item) => item.state === 'closed' || item.state === 'cancelled'),
  };
}

type Items = readonly Selectable<WorkItemTable>[];
type Works = readonly Selectable<AgentWorkTable>[];

/** Terminal items that still have live work: these would be faults, so they are loaded for checking. */
async function missingItems(world: World, mirror: Mirror, ended: Items, works: Works): Promise<Items> {
  const known = new Set(ended.map((item) => item.id));
  const ids = [...new Set(works.map((work) => work.work_item_id))].filter(
    (id) => !known.has(id) && !mirror.row('work_item', id),
  );
  if (ids.length === 0) return [];
  return world.store.reader.selectFrom('work_item').selectAll().where('id', 'in', ids).execute();
}

/** Agents whose own rows, or whose work, have changed. */
function concerned(changes: readonly Change[], mirror: Mirror): string[] {
  const agents = new Set<string>();
  const items = new Set<string>();
  for (const { table, row } of changes) {
    for (const column of ['agent_id', 'from_agent_id', 'required_agent_id', 'owner_agent_id'])
      if (typeof row[column] === 'string') agents.add(row[column]);
    if (table === 'work_item') items.add(row.id as string);
    if (typeof row.work_item_id === 'string') items.add(row.work_item_id);
  }
  for (const work of mirror.table('agent_work')) if (items.has(work.work_item_id)) agents.add(work.agent_id);
  return [...agents].filter((id) => mirror.row('agent_state', id)).sort();
}
