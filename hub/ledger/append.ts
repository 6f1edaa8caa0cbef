/** The lowest layer of conversations: numbers a message and writes it. */
import { randomUUID } from 'node:crypto';
import { sql, type Selectable } from 'kysely';
import type { Message } from '#core/conversations/message.ts';
import type { ConversationTable, MessageTable } from '../store/schema.ts';
import type { Unit } from '../unit/unit.ts';

export type ConversationRow = Selectable<ConversationTable>;
export type MessageRow = Selectable<MessageTable>;

interface NewMessage {
  readonly clientId: string;
  readonly from: MessageRow['sender_kind'];
  readonly senderId: string | null;
  readonly sender: string;
  readonly senderAlias: string;
  readonly text: string;
  readonly event: Message['event'];
}

/**
 * Writes the next message of a conversation. The number is taken by an update of the conversation's row, so concurrent
 * writers never get the same one. Returns the stored message when `clientId` was written before; null = not a
 * conversation.
 */
export async function appendMessage(
  unit: Unit,
  workItemId: string,
  message: NewMessage,
): Promise<MessageRow | null> {
  const row = await unit.db
    .updateTable('conversation')
    .set({ last_number: sql<number>`last_number + 1` })
    .where('work_item_id', '=', workItemId)
    .returning('last_number')
    .executeTakeFirst();
  if (!row) return null;
  const before = await unit.db
    .selectFrom('message')
    .selectAll()
    .where('work_item_id', '=', workItemId)
    .where('client_id', '=', message.clientId)
    .executeTakeFirst();
  if (before) {
    await unit.db
      .updateTable('conversation')
      .set({ last_number: row.last_number - 1 })
      .where('work_item_id', '=', workItemId)
      .execute();
    return before;
  }
  const stored: MessageRow = {
    work_item_id: workItemId,
    number: row.last_number,
    client_id: message.clientId,
    sender_kind: message.from,
    sender_id: message.senderId,
    sender: message.sender,
    sender_alias: message.senderAlias,
    text: message.text,
    event: message.event,
    at: unit.now,
  };
  await unit.db.insertInto('message').values(stored).execute();
  unit.conversations.add(workItemId);
  return stored;
}

/** Writes a system message: joined, left, ended. No effect when the item has no conversation. */
export async function appendEvent(
  unit: Unit,
  workItemId: string,
  event: NonNullable<Message['event']>,
  who: { readonly name: string; readonly alias: string } = { name: '', alias: '' },
): Promise<void> {
  await appendMessage(unit, workItemId, {
    clientId: randomUUID(),
    from: 'system',
    senderId: null,
    sender: who.name,
    senderAlias: who.alias,
    text: '',
    event,
  });
}

/** The message as the reader may see it: customers get the alias and no whispers. */
export function toMessage(row: MessageRow, reader: 'customer' | 'staff'): Message {
  return {
    number: row.number,
    clientId: row.client_id,
    from: row.sender_kind,
    sender: reader === 'customer' ? row.sender_alias : row.sender,
    text: row.text,
    event: row.event as Message['event'],
    at: row.at,
  };
}
