/**
 * The reader of a conversation as a condition inside the statement that reads it: access is checked at the instant of
 * the read, so nothing leaves the hub after the commit that revoked the right.
 */
import { type RawBuilder, sql, type SqlBool } from 'kysely';
import type { CustomerRight, MonitorRight, OwnWorkRight } from '../access/rights.ts';
import type { HubContext } from '../unit/context.ts';
import type { Db } from '../store/store.ts';
import { seesItem } from '../access/supervisor-scope.ts';

export type ReaderRight = CustomerRight | OwnWorkRight | MonitorRight;

export interface ConversationReader {
  readonly workItemId: string;
  readonly kind: 'customer' | 'staff';
  /** Condition on a row of `message`: this reader may read it. */
  readonly mayRead: RawBuilder<SqlBool>;
  /** Condition on the row of `conversation`: this reader may follow live changes, marks and typing. */
  readonly mayFollow: RawBuilder<SqlBool>;
}

/** The reader for a right, as of now; `null` when the right does not hold. */
export async function readerOf(
  context: Pick<HubContext, 'directory'>,
  db: Db,
  right: ReaderRight,
): Promise<ConversationReader | null> {
  switch (right.kind) {
    case 'customer':
      return customerReader(right);
    case 'own-work':
      return ownerReader(right);
    case 'monitor':
      return monitorReader(context, db, right);
  }
}

function customerReader({ workItemId, tokenHash }: CustomerRight): ConversationReader {
  return {
    workItemId,
    kind: 'customer',
    mayRead: sql`message.sender_kind <> 'whisper' and exists (
      select 1 from conversation as own where own.work_item_id = ${workItemId} and own.token_hash = ${tokenHash})`,
    mayFollow: sql`conversation.token_hash = ${tokenHash}`,
  };
}

/**
 * The agent who has the work open reads everything. In wrap-up an agent reads up to the end of the own part: after a
 * transfer or a take-over, what the customer writes next belongs to the next agent. In the millisecond of that end the
 * agent reads everything if the conversation itself ended, else only the system messages of the transfer.
 */
function ownerReader({ workItemId, userId }: OwnWorkRight): ConversationReader {
  const own = sql`select 1 from agent_work as work join work_item as item on item.id = work.work_item_id
    where work.work_item_id = ${workItemId} and work.agent_id = ${userId}`;
  return {
    workItemId,
    kind: 'staff',
    mayRead: sql`exists (${own} and (work.state = 'opened' or (work.state = 'wrap-up' and (
      work.ended_at > message.at
      or (work.ended_at = message.at and (item.ended_at = work.ended_at or message.sender_kind = 'system'))))))`,
    mayFollow: sql`exists (${own} and (work.state = 'opened'
      or (work.state = 'wrap-up' and item.ended_at = work.ended_at)))`,
  };
}

/** Scopes are in Setup, so the item is checked here; the statement pins it to the queue and owner that were checked. */
async function monitorReader(
  { directory }: Pick<HubContext, 'directory'>,
  db: Db,
  { workItemId, userId }: MonitorRight,
): Promise<ConversationReader | null> {
  const item = await db
    .selectFrom('work_item')
    .select(['queue_id', 'owner_agent_id'])
    .where('id', '=', workItemId)
    .executeTakeFirst();
  const user = directory.users.get(userId);
  if (!item || !user?.active || !seesItem(directory, userId, item)) return null;
  const asJudged: RawBuilder<SqlBool> = sql`exists (select 1 from work_item as item where item.id = ${workItemId}
    and coalesce(item.queue_id, '') = ${item.queue_id ?? ''}
    and coalesce(item.owner_agent_id, '') = ${item.owner_agent_id ?? ''})`;
  return { workItemId, kind: 'staff', mayRead: asJudged, mayFollow: asJudged };
}
