/** The customer's side of a conversation: write, read, leave. A customer reaches one conversation, by its token. */
import { createHash } from 'node:crypto';
import type { Message } from '#core/conversations/message.ts';
import { CUSTOMER_TOKEN_TTL_MS } from '#core/defaults.ts';
import { AppError } from '#core/errors.ts';
import type { CustomerRight } from '../access/rights.ts';
import type { HubContext } from '../unit/context.ts';
import type { Unit } from '../unit/unit.ts';
import { withdraw } from '../work/offers.ts';
import { endOpenWork } from '../work/open-work.ts';
import { appendMessage, toMessage } from '../ledger/append.ts';
import { type MessagePage, readConversation, readMessagesBefore } from './read.ts';
import { readerOf } from './readers.ts';

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');

/** The right of this token; `null` when it opens no conversation, or has not been used for too long. */
export async function customerOfToken(context: HubContext, token: string): Promise<CustomerRight | null> {
  const tokenHash = hashOf(token);
  const row = await context.store.reader
    .selectFrom('conversation')
    .select(['work_item_id', 'token_used_at'])
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst();
  if (!row || context.clock.now() - row.token_used_at > CUSTOMER_TOKEN_TTL_MS) return null;
  return { kind: 'customer', tokenHash, workItemId: row.work_item_id };
}

/** A page of older messages. */
export async function readOlderAsCustomer(
  context: HubContext,
  right: CustomerRight,
  before: number,
): Promise<MessagePage> {
  const db = context.store.reader;
  const reader = await readerOf(context, db, right);
  return reader ? readMessagesBefore(db, reader, before) : { messages: [], more: false };
}

/** The agents with live work on the conversation, locked. */
export async function lockOwners(unit: Unit, workItemId: string): Promise<string[]> {
  const owners = await unit.db
    .selectFrom('agent_work')
    .select('agent_id')
    .where('work_item_id', '=', workItemId)
    .where('state', 'in', ['opened', 'wrap-up'])
    .execute();
  const ids = owners.map((one) => one.agent_id);
  await unit.lockAgents(ids);
  return ids;
}

/** Notifies the owner of changes in the conversation. */
export async function tell(unit: Unit, owners: readonly string[]): Promise<void> {
  for (const id of owners) unit.changed(await unit.agent(id));
}

export const sendAsCustomer = (
  context: HubContext,
  workItemId: string,
  message: { readonly clientId: string; readonly text: string },
): Promise<Message> => context.unit((unit) => sendIn(unit, workItemId, message));

/** Writes a customer's message; idempotent per `clientId`. @throws CONVERSATION_ENDED */
export async function sendIn(
  unit: Unit,
  workItemId: string,
  message: { readonly clientId: string; readonly text: string },
): Promise<Message> {
  const owners = await lockOwners(unit, workItemId);
  const item = await unit.item(workItemId);
  const before = await unit.db
    .selectFrom('message')
    .selectAll()
    .where('work_item_id', '=', workItemId)
    .where('client_id', '=', message.clientId)
    .executeTakeFirst();
  if (before) return toMessage(before, 'customer');
  if (item.ended_at !== null) throw new AppError('CONVERSATION_ENDED');
  const stored = await appendMessage(unit, workItemId, {
    clientId: message.clientId,
    from: 'customer',
    senderId: null,
    sender: item.customer,
    senderAlias: item.customer,
    text: message.text,
    event: null,
  });
  if (!stored) throw new AppError('NOT_A_CONVERSATION');
  const conversation = await readConversation(unit.db, workItemId);
  await unit.db
    .updateTable('conversation')
    .set({
      waiting_for_agent_since: conversation?.waiting_for_agent_since ?? unit.now,
      customer_seen_at: unit.now,
      token_used_at: unit.now,
    })
    .where('work_item_id', '=', workItemId)
    .execute();
  await tell(unit, owners);
  return toMessage(stored, 'customer');
}

export async function markReadByCustomer(
  context: HubContext,
  workItemId: string,
  number: number,
): Promise<void> {
  await context.unit(async (unit) => {
    const row = await readConversation(unit.db, workItemId);
    const read = Math.min(number, row?.last_number ?? 0);
    if (!row || read <= row.customer_read) return;
    await unit.db
      .updateTable('conversation')
      .set({ customer_read: read, customer_delivered: Math.max(read, row.customer_delivered) })
      .where('work_item_id', '=', workItemId)
      .execute();
    unit.conversations.add(workItemId);
  });
}

/** The customer leaves: an offer is withdrawn and stops ringing, a conversation ends and its wrap-up begins. */
export const endByCustomer = (context: HubContext, workItemId: string): Promise<void> =>
  context.unit((unit) => endByLeaving(unit, workItemId));

/** @see endByCustomer */
export async function endByLeaving(
  unit: Unit,
  workItemId: string,
  reason: 'customer-left' | 'customer-gone' = 'customer-left',
): Promise<void> {
  const live = () =>
    unit.db
      .selectFrom('agent_work')
      .selectAll()
      .where('work_item_id', '=', workItemId)
      .where('state', 'in', ['offered', 'opened'])
      .execute();
  await unit.lockAgents((await live()).map((work) => work.agent_id));
  const item = await unit.item(workItemId);
  if (item.ended_at !== null) return;
  unit.conversations.add(workItemId);
  const open = (await live()).find((work) => work.state === 'opened');
  if (open) await endOpenWork(unit, await unit.agent(open.agent_id), open, 'customer', reason);
  else await withdraw(unit, item, 'customer', reason);
}
