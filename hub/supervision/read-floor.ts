/** Reads agents and work of the floor from committed rows: all, or only those that may have changed. */
import { sql, type SqlBool } from 'kysely';
import type { FloorAgent, FloorWork } from '#core/supervision/floor.ts';
import { isOmniChannelUser, type User } from '#core/setup/people.ts';
import type { Directory } from '../directory/directory.ts';
import { liveItem, liveWork } from '../store/states.ts';
import type { Db } from '../store/store.ts';
import type { AgentRow } from '../unit/unit.ts';
import type { AgentDay } from '../long-reads/read-day.ts';

/** `null` = all. */
export type Ids = readonly string[] | null;

/** The agents shown to supervisors. */
export const isShownToSupervisors = (user: User) => user.active && isOmniChannelUser(user);

/** Whether the column is one of them. */
export const among = (ids: Ids, column: string) =>
  ids === null ? sql<SqlBool>`1 = 1` : sql<SqlBool>`${sql.ref(column)} in (${sql.join([...ids, ''])})`;

/** Agents of the floor, in no particular order. Ids that are no longer on the floor are missing. */
export async function readFloorAgents(
  db: Db,
  directory: Directory,
  ids: Ids,
  { today, now }: { readonly today: ReadonlyMap<string, AgentDay>; readonly now: number },
): Promise<FloorAgent[]> {
  const users = (ids === null ? [...directory.users.values()] : ids.map((id) => directory.users.get(id)))
    .filter((user) => user !== undefined)
    .filter(isShownToSupervisors);
  const rows = await db.selectFrom('agent_state').selectAll().where(among(ids, 'agent_id')).execute();
  const live = await db
    .selectFrom('agent_work')
    .select(['agent_id', 'state', (eb) => eb.fn.countAll().as('count')])
    .where(liveWork('state'))
    .where(among(ids, 'agent_id'))
    .groupBy(['agent_id', 'state'])
    .execute();
  const help = await db
    .selectFrom('work_item')
    .select(['owner_agent_id', (eb) => eb.fn.countAll().as('count')])
    .where('help_wanted', '=', 1)
    .where(liveItem('state', 'open', 'on-hold'))
    .where(among(ids, 'owner_agent_id'))
    .groupBy('owner_agent_id')
    .execute();

  const stateOf = new Map(rows.map((row) => [row.agent_id, row]));
  const liveOf = new Map(live.map((row) => [`${row.agent_id} ${row.state}`, Number(row.count)]));
  const helpOf = new Map(help.map((row) => [row.owner_agent_id, Number(row.count)]));
  return users.map((user) => ({
    ...whoIs(directory, user),
    ...presenceOf(directory, user, stateOf.get(user.id), now),
    offers: liveOf.get(`${user.id} offered`) ?? 0,
    open: liveOf.get(`${user.id} opened`) ?? 0,
    wrapUps: liveOf.get(`${user.id} wrap-up`) ?? 0,
    helpWanted: helpOf.get(user.id) ?? 0,
    today: today.get(user.id) ?? { offered: 0, answered: 0, declined: 0, missed: 0, missedInARow: 0 },
  }));
}

const whoIs = (directory: Directory, user: User) => ({
  id: user.id,
  name: user.name,
  profileId: user.profileId,
  queueIds: [...directory.effective(user.id).queueIds],
});

/** An agent who has never signed in is offline since the beginning of time. */
function presenceOf(directory: Directory, user: User, row: AgentRow | undefined, now: number) {
  const { capacity } = directory.effective(user.id);
  const pools = (primary: number, interruptible: number) => ({
    primary: { used: primary, max: capacity.primary },
    interruptible: { used: interruptible, max: capacity.interruptible },
  });
  // The row of an agent who has never signed in only holds its creation time.
  if (!row || row.presence_session === '') {
    const offline = directory.systemStatus('offline');
    return {
      signedIn: false,
      statusId: offline.id,
      statusText: offline.text,
      base: 'offline' as const,
      effectiveBase: 'offline' as const,
      since: 0,
      setBy: { kind: 'system' as const, name: null },
      reason: 'sign-out' as const,
      until: null,
      nextStatus: null,
      link: 'lost' as const,
      linkSince: 0,
      ...pools(0, 0),
    };
  }
  const status = directory.status(row.status_id);
  return {
    signedIn: row.signed_in === 1,
    statusId: status.id,
    statusText: status.text,
    base: row.base,
    effectiveBase: row.effective_base,
    since: Math.min(row.since, now),
    setBy: { kind: row.set_by, name: row.set_by_name },
    reason: row.reason,
    until: row.until,
    nextStatus: row.next_status_id === null ? null : directory.status(row.next_status_id).text,
    link: row.link,
    linkSince: row.link_since,
    ...pools(row.used_primary, row.used_interruptible),
  };
}

/** Live work, of all items or of some. */
export async function readFloorWork(db: Db, directory: Directory, itemIds: Ids): Promise<FloorWork[]> {
  const rows = await db
    .selectFrom('work_item as item')
    .leftJoin('agent_work as work', (join) =>
      join.onRef('work.work_item_id', '=', 'item.id').on(liveWork('work.state')),
    )
    .leftJoin('conversation', 'conversation.work_item_id', 'item.id')
    .select([
      'item.id as itemId',
      'item.state as itemState',
      'item.customer',
      'item.subject',
      'item.channel_id',
      'item.queue_id',
      'item.priority',
      'item.secondary_priority',
      'item.original_at',
      'item.help_wanted',
      'work.id as workId',
      'work.state as workState',
      'work.agent_id',
      'work.transfer_id',
      'work.offered_at',
      'work.accepted_at',
      'work.deadline',
      'work.wrap_up_started_at',
      'work.wrap_up_deadline',
      'conversation.work_item_id as conversationId',
      'conversation.waiting_for_agent_since',
    ])
    .where(liveItem('item.state'))
    .where(among(itemIds, 'item.id'))
    .execute();
  return rows.flatMap((row): FloorWork[] => {
    const channel = directory.channels.get(row.channel_id);
    if (!channel) return [];
    const state =
      row.workState === 'wrap-up'
        ? 'wrapping-up'
        : row.workState === 'offered'
          ? 'offered'
          : (row.itemState as FloorWork['state']);
    const open = row.workState === 'opened';
    return [
      {
        id: row.workId ?? row.itemId,
        workItemId: row.itemId,
        agentWorkId: row.workId,
        state,
        customer: row.customer,
        subject: row.subject,
        channel: { id: channel.id, name: channel.name, kind: channel.kind },
        queueId: row.queue_id,
        agentId: row.agent_id,
        priority: row.priority,
        secondaryPriority: row.secondary_priority,
        originalAt: row.original_at,
        since:
          (state === 'wrapping-up' ? row.wrap_up_started_at : open ? row.accepted_at : row.offered_at) ??
          row.original_at,
        deadline: state === 'wrapping-up' ? row.wrap_up_deadline : row.deadline,
        helpWanted: open && row.help_wanted === 1,
        waitingForAgentSince: open ? row.waiting_for_agent_since : null,
        isTransfer: row.workState === 'offered' && row.transfer_id !== null,
        hasConversation: row.conversationId !== null,
      },
    ];
  });
}

/** Items with live work of these agents. */
export async function readItemsOf(db: Db, agentIds: readonly string[]): Promise<string[]> {
  if (agentIds.length === 0) return [];
  const rows = await db
    .selectFrom('agent_work')
    .select('work_item_id')
    .where('agent_id', 'in', [...agentIds])
    .where(liveWork('state'))
    .execute();
  return rows.map((row) => row.work_item_id);
}

/** The queues of these items. */
export async function readQueuesOf(db: Db, itemIds: readonly string[]): Promise<string[]> {
  if (itemIds.length === 0) return [];
  const rows = await db
    .selectFrom('work_item')
    .select('queue_id')
    .where('id', 'in', [...itemIds])
    .execute();
  return rows.flatMap((row) => row.queue_id ?? []);
}
