/**
 * An agent's actions in a conversation: write, read, view the panel beside it. Only in the agent's own conversations.
 */
import type { CustomerPanel } from '#core/contract/commands.ts';
import type { ConversationEvent, Message } from '#core/conversations/message.ts';
import { AppError } from '#core/errors.ts';
import type { OwnWorkRight } from '../access/rights.ts';
import type { HubContext } from '../unit/context.ts';
import { readFields } from '../store/json.ts';
import { popUpUrl } from '../presence/snapshot.ts';
import type { Db } from '../store/store.ts';
import { appendMessage, toMessage } from '../ledger/append.ts';
import { customerName } from '../ledger/names.ts';
import { readOlderMessages, watchConversation } from './read.ts';

/** The agent's live work on this item. @throws NOT_FOUND */
async function requireOwnConversation(
  db: Db,
  agentId: string,
  workItemId: string,
): Promise<'opened' | 'wrap-up'> {
  const work = await db
    .selectFrom('agent_work')
    .select('state')
    .where('work_item_id', '=', workItemId)
    .where('agent_id', '=', agentId)
    .where('state', 'in', ['opened', 'wrap-up'])
    .orderBy('state')
    .executeTakeFirst();
  if (!work) throw new AppError('NOT_FOUND', { what: 'conversation' });
  return work.state as 'opened' | 'wrap-up';
}

/** The right of an agent to their own conversation. @throws NOT_FOUND */
async function ownWorkRight(context: HubContext, userId: string, workItemId: string): Promise<OwnWorkRight> {
  await requireOwnConversation(context.store.reader, userId, workItemId);
  return { kind: 'own-work', userId, workItemId };
}

/** Streams the conversation after the message with number `after`, 0 = from the newest page. @throws NOT_FOUND */
export async function watchAsAgent(
  context: HubContext,
  agentId: string,
  { workItemId, after }: { readonly workItemId: string; readonly after: number },
  signal: AbortSignal | undefined,
): Promise<AsyncGenerator<ConversationEvent, void, void>> {
  return watchConversation(context, await ownWorkRight(context, agentId, workItemId), after, signal);
}

/** The page of messages before a number. @throws NOT_FOUND */
export async function readOlderAsAgent(
  context: HubContext,
  agentId: string,
  { workItemId, before }: { readonly workItemId: string; readonly before: number },
): Promise<Message[]> {
  const right = await ownWorkRight(context, agentId, workItemId);
  return (await readOlderMessages(context, right, before)).messages;
}

/** Shows the customer that the agent types, or has stopped. @throws NOT_FOUND */
export async function announceTypingAsAgent(
  context: HubContext,
  agentId: string,
  { workItemId, typing }: { readonly workItemId: string; readonly typing: boolean },
): Promise<void> {
  await requireOwnConversation(context.store.reader, agentId, workItemId);
  context.announceTyping({ workItemId, typing, from: 'agent' });
}

/** Sends a message; idempotent per `clientId`. @throws CONVERSATION_ENDED, NOT_A_CONVERSATION */
export async function sendAsAgent(
  context: HubContext,
  agentId: string,
  message: { readonly workItemId: string; readonly clientId: string; readonly text: string },
): Promise<Message> {
  return context.unit(async (unit) => {
    const agent = await unit.agent(agentId);
    const before = await unit.db
      .selectFrom('message')
      .selectAll()
      .where('work_item_id', '=', message.workItemId)
      .where('client_id', '=', message.clientId)
      .executeTakeFirst();
    if (before) return toMessage(before, 'staff');
    if ((await requireOwnConversation(unit.db, agentId, message.workItemId)) !== 'opened')
      throw new AppError('CONVERSATION_ENDED');
    const { name, alias } = customerName(unit.directory, agentId);
    const stored = await appendMessage(unit, message.workItemId, {
      clientId: message.clientId,
      from: 'agent',
      senderId: agentId,
      sender: name,
      senderAlias: alias,
      text: message.text,
      event: null,
    });
    if (!stored) throw new AppError('NOT_A_CONVERSATION');
    await unit.db
      .updateTable('conversation')
      .set({ waiting_for_agent_since: null, agent_read: stored.number, agent_delivered: stored.number })
      .where('work_item_id', '=', message.workItemId)
      .execute();
    unit.changed(agent);
    return toMessage(stored, 'staff');
  });
}

export async function markReadByAgent(
  context: HubContext,
  agentId: string,
  workItemId: string,
  number: number,
): Promise<void> {
  await context.unit(async (unit) => {
    const agent = await unit.agent(agentId);
    await requireOwnConversation(unit.db, agentId, workItemId);
    const row = await unit.db
      .selectFrom('conversation')
      .select(['agent_read', 'last_number'])
      .where('work_item_id', '=', workItemId)
      .executeTakeFirst();
    const read = Math.min(number, row?.last_number ?? 0);
    if (!row || read <= row.agent_read) return;
    await unit.db
      .updateTable('conversation')
      .set({ agent_read: read, agent_delivered: read })
      .where('work_item_id', '=', workItemId)
      .execute();
    unit.conversations.add(workItemId);
    unit.changed(agent);
  });
}

/** Customer, fields, earlier conversations and quick replies for the panel beside a conversation. */
export async function readPanel(
  context: HubContext,
  agentId: string,
  workItemId: string,
): Promise<CustomerPanel> {
  const { directory, store } = context;
  return store.read(async (db) => {
    await requireOwnConversation(db, agentId, workItemId);
    const item = await db
      .selectFrom('work_item')
      .selectAll()
      .where('id', '=', workItemId)
      .executeTakeFirstOrThrow();
    const fields = readFields(item.fields_json);
    const claims = readFields(item.claims_json);
    const earlier =
      item.customer_id === null
        ? []
        : await db
            .selectFrom('work_item')
            .select(['id', 'subject', 'original_at', 'owner_agent_id', 'outcome'])
            .where('customer_id', '=', item.customer_id)
            .where('id', '!=', workItemId)
            .orderBy('original_at', 'desc')
            .limit(20)
            .execute();
    return {
      customer: item.customer,
      since: item.original_at,
      fields,
      claims,
      popUpUrl: popUpUrl(directory.channels.get(item.channel_id)?.popUpUrl ?? null, fields),
      earlier: earlier.map((row) => ({
        workItemId: row.id,
        subject: row.subject,
        at: row.original_at,
        agent: row.owner_agent_id === null ? null : (directory.users.get(row.owner_agent_id)?.name ?? null),
        outcome: row.outcome,
      })),
      quickReplies:
        item.queue_id === null ? [] : [...(directory.queues.get(item.queue_id)?.quickReplies ?? [])],
    };
  });
}
