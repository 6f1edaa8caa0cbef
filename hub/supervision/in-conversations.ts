/** What a supervisor does in conversations: read along, whisper. Both are in the audit log; customers see neither. */
import type { ConversationEvent, Message } from '#core/conversations/message.ts';
import { AppError } from '#core/errors.ts';
import { appendMessage, toMessage } from '../conversations/append.ts';
import { readMessagesBefore, watchConversation } from '../conversations/read.ts';
import type { HubContext } from '../context.ts';
import { audit } from '../setup/audit-line.ts';
import { addNotice } from '../work/notices.ts';
import { mustSeeItem, supervisedItem, type Supervisor } from './rights.ts';

/** Logged once per reading; the agent is told when the presence configuration says so. @throws NOT_FOUND, OUTSIDE_YOUR_TEAM */
export async function readAlong(
  context: HubContext,
  supervisor: Supervisor,
  given: { readonly workItemId: string; readonly after: number },
  signal: AbortSignal | undefined,
): Promise<AsyncGenerator<ConversationEvent, void, void>> {
  // Coming back after a cut is still the same reading.
  if (given.after === 0)
    await context.unit(async (unit) => {
      const item = await supervisedItem(unit, supervisor, given.workItemId);
      await audit(unit, supervisor, 'read-along', 'work-item', item.id, null, {
        agentId: item.owner_agent_id,
      });
      if (item.owner_agent_id === null) return;
      if (!unit.directory.effective(item.owner_agent_id).configuration.announceReadAlong) return;
      const agent = await unit.agent(item.owner_agent_id);
      await addNotice(unit, agent, 'read-along', { by: supervisor.name, customer: item.customer });
    });
  else await mayRead(context, supervisor, given.workItemId);
  return watchConversation(context, given.workItemId, given.after, signal);
}

async function mayRead(context: HubContext, supervisor: Supervisor, workItemId: string): Promise<void> {
  const item = await context.store.reader
    .selectFrom('work_item')
    .select(['queue_id', 'owner_agent_id'])
    .where('id', '=', workItemId)
    .executeTakeFirst();
  if (!item) throw new AppError('NOT_FOUND', { what: 'conversation' });
  mustSeeItem(context.directory, supervisor, item);
}

/** @throws NOT_FOUND, OUTSIDE_YOUR_TEAM */
export async function readOlder(
  context: HubContext,
  supervisor: Supervisor,
  given: { readonly workItemId: string; readonly before: number },
): Promise<Message[]> {
  await mayRead(context, supervisor, given.workItemId);
  return readMessagesBefore(context.store.reader, given.workItemId, given.before);
}

/** @throws NOT_FOUND, NOT_A_CONVERSATION, CONVERSATION_ENDED, OUTSIDE_YOUR_TEAM */
export async function whisper(
  context: HubContext,
  supervisor: Supervisor,
  given: { readonly workItemId: string; readonly clientId: string; readonly text: string },
): Promise<Message> {
  return context.unit(async (unit) => {
    const item = await supervisedItem(unit, supervisor, given.workItemId);
    if (item.state !== 'open' && item.state !== 'on-hold') throw new AppError('CONVERSATION_ENDED');
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
