/** Reads the router's input: agents that could take work, and items (or transfers) that need an agent. */
import { type Expression, type Selectable, sql } from 'kysely';
import { followsLoad } from '#core/presence/effective.ts';
import { channelKinds } from '#core/setup/channel-kinds.ts';
import { canTakeWork } from '#core/presence/working-roles.ts';
import type { Exclusion, RoutingAgent, RoutingItem } from '#core/routing/candidates.ts';
import type { CapacityPool } from '#core/vocabulary.ts';
import type { Directory } from '../directory/directory.ts';
import type { TransferTable } from '../store/schema.ts';
import { isPendingTransfer, isQueued } from '../store/states.ts';
import type { Db } from '../store/store.ts';
import type { AgentRow, WorkItemRow } from '../unit/unit.ts';

/** A routing candidate with its source row. */
export interface RoutingCandidate {
  readonly item: RoutingItem;
  readonly workItemId: string;
  readonly transferId: string | null;
  readonly pushTimeOutSeconds: number;
}

/** An agent's row as routing sees it. */
export function toRoutingAgent(directory: Directory, row: AgentRow): RoutingAgent {
  const settings = directory.effective(row.agent_id);
  const user = directory.user(row.agent_id);
  const heldByHand = row.held_by_hand === 1;
  const follows = followsLoad({
    chosenBase: row.base,
    automatic: settings.configuration.automaticPresence,
    heldByHand: false,
  });
  return {
    id: row.agent_id,
    profileId: user.profileId,
    signedIn: row.signed_in === 1 && user.active && canTakeWork(user.roles),
    link: row.link,
    effectiveBase: row.effective_base,
    followsLoad: follows && !heldByHand,
    followsLoadOnceAccepted: follows && heldByHand,
    openChannels: openChannels(directory, row, settings.channelIds),
    queues: settings.queueIds,
    capacity: settings.capacity,
    used: { primary: row.used_primary, interruptible: row.used_interruptible },
    openItems: row.open_items,
    liveOffers: row.live_offers,
    autoAcceptChannels: directory.autoAcceptChannels(row.agent_id),
    oneAtATime: settings.configuration.oneAtATime,
    lastAssignedAt: row.last_assigned_at,
    statusSince: row.since,
    presenceSession: row.presence_session,
  };
}

/**
 * Channels the chosen status is open for. A next status ("after this: Lunch") already counts: an agent who waits to
 * leave gets no new work that the next status would not take, or the break would never begin.
 */
function openChannels(
  directory: Directory,
  row: AgentRow,
  allowed: ReadonlySet<string> | null,
): ReadonlySet<string> {
  let open = directory.status(row.status_id).channelIds;
  if (row.next_status_id !== null) {
    const next = directory.status(row.next_status_id).channelIds;
    open = open.filter((channel) => next.includes(channel));
  }
  return new Set(allowed === null ? open : open.filter((channel) => allowed.has(channel)));
}

/**
 * The pool an item takes capacity from: the routing configuration overrides the channel; live chat is always primary.
 */
function poolOf(directory: Directory, channelId: string, queueId: string | null): CapacityPool {
  const channel = directory.channels.get(channelId);
  if (!channel) return 'primary';
  const { fixedPool } = channelKinds[channel.kind];
  if (fixedPool !== null) return fixedPool;
  const type = directory.queueRouting(queueId)?.capacityType ?? 'inherited';
  if (type === 'interruptible') return 'interruptible';
  return type === 'not-interruptible' ? 'primary' : channel.pool;
}

type TransferRow = Selectable<TransferTable>;

/** The columns that routing reads. */
type WaitingRow = Pick<
  WorkItemRow,
  | 'id'
  | 'channel_id'
  | 'queue_id'
  | 'required_agent_id'
  | 'required_profile_id'
  | 'preferred_agent_id'
  | 'priority'
  | 'secondary_priority'
  | 'original_at'
>;

function toCandidate(
  directory: Directory,
  row: WaitingRow,
  exclusions: ReadonlyMap<string, Exclusion>,
  transfer: { readonly id: string; readonly target: string; readonly targetId: string } | null,
): RoutingCandidate | null {
  const channel = directory.channels.get(row.channel_id);
  if (!channel) return null;
  const queueId = transfer ? (transfer.target === 'queue' ? transfer.targetId : null) : row.queue_id;
  const routing = directory.queueRouting(queueId ?? row.queue_id);
  return {
    workItemId: row.id,
    transferId: transfer?.id ?? null,
    pushTimeOutSeconds: routing?.pushTimeOutSeconds ?? 0,
    item: {
      id: transfer?.id ?? row.id,
      channelId: row.channel_id,
      isTransfer: transfer !== null,
      allowedBases: channel.allowedBases,
      pool: poolOf(directory, row.channel_id, queueId ?? row.queue_id),
      size: routing?.size ?? { units: 1000 },
      model: routing?.model ?? 'least-active',
      queueId,
      requiredAgentId: transfer
        ? transfer.target === 'agent'
          ? transfer.targetId
          : null
        : row.required_agent_id,
      requiredProfileId:
        transfer?.target === 'profile' ? transfer.targetId : transfer ? null : row.required_profile_id,
      preferredAgentId: transfer ? null : row.preferred_agent_id,
      priority: row.priority,
      secondaryPriority: row.secondary_priority,
      originalAt: row.original_at,
      exclusions,
    },
  };
}

async function exclusionsOf(db: Db, ids: readonly string[]): Promise<Map<string, Map<string, Exclusion>>> {
  const byItem = new Map<string, Map<string, Exclusion>>();
  if (ids.length === 0) return byItem;
  const rows = await db.selectFrom('exclusion').selectAll().where('item_id', 'in', ids).execute();
  for (const row of rows) {
    const agents = byItem.get(row.item_id) ?? new Map<string, Exclusion>();
    agents.set(row.agent_id, { presenceSession: row.presence_session, at: row.at });
    byItem.set(row.item_id, agents);
  }
  return byItem;
}

const none: ReadonlyMap<string, Exclusion> = new Map();

/** A waiting item as routing sees it; null when its channel no longer exists. */
export const candidateForItem = (
  directory: Directory,
  row: WaitingRow,
  exclusions: ReadonlyMap<string, Exclusion> = none,
): RoutingCandidate | null => toCandidate(directory, row, exclusions, null);

/** A pending transfer as routing sees it: never offered to the agent who transfers it. */
export function candidateForTransfer(
  directory: Directory,
  transfer: Pick<TransferRow, 'id' | 'target' | 'target_id' | 'from_agent_id'>,
  item: WaitingRow,
  fromSession: string,
  exclusions: ReadonlyMap<string, Exclusion> = none,
): RoutingCandidate | null {
  const given = new Map(exclusions);
  given.set(transfer.from_agent_id, { presenceSession: fromSession, at: Number.POSITIVE_INFINITY });
  return toCandidate(directory, item, given, {
    id: transfer.id,
    target: transfer.target,
    targetId: transfer.target_id,
  });
}

/** One item as routing sees it; null when its channel no longer exists. */
export async function readCandidate(
  db: Db,
  directory: Directory,
  row: WorkItemRow,
): Promise<RoutingCandidate | null> {
  const exclusions = await exclusionsOf(db, [row.id]);
  return candidateForItem(directory, row, exclusions.get(row.id));
}

/** The order of the queue, the same as `compareItems` in core; here so that the database can page through it. */
const lineOrder = sql`priority, case when secondary_priority is null then 1 else 0 end, secondary_priority, original_at, id`;

/** Which waiting items: those of the queues (null = of all), and those that ask for one of the agents. */
interface Waiting {
  readonly queueIds: readonly string[] | null;
  readonly agentIds: readonly string[];
}

const waitingIn = (
  db: Db,
  { queueIds, agentIds }: Waiting,
  queue: Expression<string | null> = sql.ref('queue_id'),
) =>
  db
    .selectFrom('work_item')
    .where(isQueued('state'))
    .$if(queueIds !== null, (query) =>
      query.where((where) =>
        where.or([
          ...(queueIds!.length > 0 ? [where(queue, 'in', queueIds!)] : []),
          ...(agentIds.length > 0 ? [where('required_agent_id', 'in', agentIds)] : []),
        ]),
      ),
    );

/** Waiting items in queue order, from `offset` on. */
export async function readWaiting(
  db: Db,
  directory: Directory,
  scope: Waiting & { readonly offset: number; readonly limit: number },
): Promise<RoutingCandidate[]> {
  // Not the bare column: SQLite would choose an index over everything the queue ever had, and sort it.
  const rows = await waitingIn(db, scope, sql<string | null>`queue_id || ''`)
    .selectAll()
    .orderBy(lineOrder)
    .limit(scope.limit)
    .offset(scope.offset)
    .execute();
  const exclusions = await exclusionsOf(
    db,
    rows.map((row) => row.id),
  );
  return rows.flatMap((row) => candidateForItem(directory, row, exclusions.get(row.id)) ?? []);
}

/** The kinds of waiting items, each once however long the queue is. */
export async function readKinds(db: Db, directory: Directory, scope: Waiting): Promise<RoutingItem[]> {
  const rows = await waitingIn(db, scope)
    .select([
      'channel_id',
      'queue_id',
      'required_agent_id',
      'required_profile_id',
      sql<string | null>`case when queue_id is null then preferred_agent_id end`.as('preferred_agent_id'),
    ])
    .distinct()
    .execute();
  const like = { id: '', priority: 0, secondary_priority: null, original_at: 0 };
  return rows.flatMap((row) => candidateForItem(directory, { ...like, ...row })?.item ?? []);
}

/** Transfers waiting to be offered to an agent. Few at any time. */
export async function readTransfers(db: Db, directory: Directory): Promise<RoutingCandidate[]> {
  const transfers = await db
    .selectFrom('transfer')
    .innerJoin('agent_state', 'agent_state.agent_id', 'transfer.from_agent_id')
    .selectAll('transfer')
    .select('agent_state.presence_session')
    .where(isPendingTransfer('state'))
    .execute();
  if (transfers.length === 0) return [];
  const rows = await db
    .selectFrom('work_item')
    .selectAll()
    .where(
      'id',
      'in',
      transfers.map((transfer) => transfer.work_item_id),
    )
    .execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  const exclusions = await exclusionsOf(
    db,
    transfers.map((transfer) => transfer.id),
  );
  return transfers.flatMap((transfer) => {
    const row = byId.get(transfer.work_item_id);
    if (!row) return [];
    const session = transfer.presence_session;
    return candidateForTransfer(directory, transfer, row, session, exclusions.get(transfer.id)) ?? [];
  });
}

/** Agents who are signed in and linked; `ids` null = all of them. */
export async function readAgents(db: Db, ids: readonly string[] | null): Promise<AgentRow[]> {
  return db
    .selectFrom('agent_state')
    .selectAll()
    .where('signed_in', '=', 1)
    .where('link', '=', 'connected')
    .where('effective_base', '!=', 'offline')
    .$if(ids !== null, (query) => query.where('agent_id', 'in', ids!))
    .execute();
}
