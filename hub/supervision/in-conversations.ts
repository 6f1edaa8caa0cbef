/** A supervisor's actions in conversations: monitor, whisper. Both are in the audit log; customers see neither. */
import type { ConversationEvent, Message } from '#core/conversations/message.ts';
import { AppError } from '#core/errors.ts';
import { isOpen } from '#core/work/work-item-rules.ts';
import type { MonitorRight } from '../access/rights.ts';
import { appendMessage, toMessage } from '../ledger/append.ts';
import { readOlderMessages, watchConversation } from '../conversations/read.ts';
import type { HubContext } from '../unit/context.ts';
import { audit } from '../audit/audit-line.ts';
import { addNotice } from '../ledger/notices.ts';
import { requireVisibleItem, type Supervisor } from '../access/supervisor-scope.ts';
import { supervisedItem } from './supervised-item.ts';

/**
 * Streams another agent's conversation. Every viewing is in the audit log, and the agent is notified if the presence
 * configuration says so, whichever procedure began it. @throws NOT_FOUND, OUTSIDE_YOUR_TEAM
 */
export async function readAlong(
  context: HubContext,
  supervisor: Supervisor,
  given: { readonly workItemId: string; readonly after: number },
  signal: AbortSignal | undefined,
): Promise<AsyncGenerator<ConversationEvent, void, void>> {
  const right = await beginViewing(context, supervisor, given.workItemId);
  return whileViewed(context, right, watchConversation(context, right, given.after, signal));
}

/** @throws NOT_FOUND, OUTSIDE_YOUR_TEAM */
export async function readOlder(
  context: HubContext,
  supervisor: Supervisor,
  given: { readonly workItemId: string; readonly before: number },
): Promise<Message[]> {
  const right = await beginViewing(context, supervisor, given.workItemId);
  return (await readOlderMessages(context, right, given.before)).messages;
}

/** Checks the right and logs the viewing, unless this supervisor has just viewed the same conversation here. */
async function beginViewing(
  context: HubContext,
  supervisor: Supervisor,
  workItemId: string,
): Promise<MonitorRight> {
  const right: MonitorRight = { kind: 'monitor', userId: supervisor.id, workItemId };
  await mayRead(context, supervisor, workItemId);
  if (context.viewings.goesOn(right)) return right;
  await context.unit(async (unit) => {
    const item = await supervisedItem(unit, supervisor, workItemId);
    await audit(unit, supervisor, 'read-along', 'work-item', item.id, null, {
      agentId: item.owner_agent_id,
    });
    if (item.owner_agent_id === null) return;
    if (!unit.directory.effective(item.owner_agent_id).configuration.announceReadAlong) return;
    const agent = await unit.agent(item.owner_agent_id);
    await addNotice(unit, agent, 'read-along', { by: supervisor.name, customer: item.customer });
  });
  context.viewings.saw(right);
  return right;
}

/** A viewing lasts as long as its stream. */
async function* whileViewed(
  context: HubContext,
  right: MonitorRight,
  events: AsyncGenerator<ConversationEvent, void, void>,
): AsyncGenerator<ConversationEvent, void, void> {
  const close = context.viewings.open(right);
  try {
    yield* events;
  } finally {
    close();
  }
}

async function mayRead(context: HubContext, supervisor: Supervisor, workItemId: string): Promise<void> {
  const item = await context.store.reader
    .selectFrom('work_item')
    .select(['queue_id', 'owner_agent_id'])
    .where('id', '=', workItemId)
    .executeTakeFirst();
  if (!item) throw new AppError('NOT_FOUND', { what: 'conversation' });
  requireVisibleItem(context.directory, supervisor, item);
}

/** @throws NOT_FOUND, NOT_A_CONVERSATION, CONVERSATION_ENDED, OUTSIDE_YOUR_TEAM */
export async function whisper(
  context: HubContext,
  supervisor: Supervisor,
  given: { readonly workItemId: string; readonly clientId: string; readonly text: string },
): Promise<Message> {
  return context.unit(async (unit) => {
    const item = await supervisedItem(unit, supervisor, given.workItemId);
    if (!isOpen(item.state)) throw new AppError('CONVERSATION_ENDED');
    const stored = await appendMessage(unit, item.id, {
      clientId: given.clientId,
      from: 'whisper',
      senderId: supervisor.id,
      sender: supervisor.name,
      senderAlias: '',
      text: given.text,
      event: null,
    });
    if (!stored) throw new AppError('NOT_A_CONVERSATION');
    if (stored.sender_id !== supervisor.id) throw new AppError('NOT_ALLOWED');
    if (item.owner_agent_id !== null) unit.changed(await unit.agent(item.owner_agent_id));
    await audit(unit, supervisor, 'whisper', 'work-item', item.id, null, { number: stored.number });
    return toMessage(stored, 'staff');
  });
}
