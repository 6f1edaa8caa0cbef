/** Reading conversations: messages after a number, and what each side has got. */
import type { ConversationEvent, Message, ReadMarks } from '#core/conversations/message.ts';
import type { HubContext } from '../context.ts';
import type { Db } from '../store/store.ts';
import { createStream } from '../stream.ts';
import { type ConversationRow, toMessage } from './append.ts';

/** Numbers of messages are 32 bits wide; asking beyond means beyond the last one. */
const MOST_NUMBER = 2 ** 31 - 1;
/** How many messages a history begins with. */
const HISTORY = 100;

export async function readConversation(db: Db, workItemId: string): Promise<ConversationRow | undefined> {
  return db.selectFrom('conversation').selectAll().where('work_item_id', '=', workItemId).executeTakeFirst();
}

export async function readMessagesAfter(
  db: Db,
  workItemId: string,
  after: number,
  reader: 'customer' | 'staff',
): Promise<Message[]> {
  const rows = await db
    .selectFrom('message')
    .selectAll()
    .where('work_item_id', '=', workItemId)
    .where('number', '>', Math.min(after, MOST_NUMBER))
    .$if(reader === 'customer', (query) => query.where('sender_kind', '!=', 'whisper'))
    .orderBy('number')
    .execute();
  return rows.map((row) => toMessage(row, reader));
}

/** Older ones before `before`, oldest first. */
export async function readMessagesBefore(db: Db, workItemId: string, before: number): Promise<Message[]> {
  const rows = await db
    .selectFrom('message')
    .selectAll()
    .where('work_item_id', '=', workItemId)
    .where('number', '<', Math.min(before, MOST_NUMBER))
    .orderBy('number', 'desc')
    .limit(HISTORY)
    .execute();
  return rows.reverse().map((row) => toMessage(row, 'staff'));
}

/** The conversation as its agent sees it: history first, then increments, until the signal ends it. */
export async function* watchConversation(
  context: HubContext,
  workItemId: string,
  after: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<ConversationEvent, void, void> {
  const nudges = createStream<'changed' | { readonly typing: boolean }>();
  const stop = context.bus.subscribe((news) => {
    if (news.conversations.includes(workItemId)) nudges.push('changed');
    if (news.typing?.workItemId === workItemId && news.typing.from === 'customer')
      nudges.push({ typing: news.typing.typing });
  });
  try {
    const { reader } = context.store;
    let number = after;
    let marks: ReadMarks = { delivered: -1, read: -1 };
    const readMarks = async () => {
      const row = await readConversation(reader, workItemId);
      return { delivered: row?.customer_delivered ?? 0, read: row?.customer_read ?? 0 };
    };
    const all = await readMessagesAfter(reader, workItemId, after, 'staff');
    const first = after === 0 ? all.slice(-HISTORY) : all;
    number = all.at(-1)?.number ?? after;
    marks = await readMarks();
    yield { kind: 'history', messages: first, marks, more: after === 0 && all.length > HISTORY };
    for await (const nudge of nudges.values(signal)) {
      if (nudge !== 'changed') {
        yield { kind: 'typing', typing: nudge.typing };
        continue;
      }
      const messages = await readMessagesAfter(reader, workItemId, number, 'staff');
      if (messages.length > 0) {
        number = messages.at(-1)!.number;
        yield { kind: 'messages', messages };
      }
      const now = await readMarks();
      if (now.delivered !== marks.delivered || now.read !== marks.read) {
        marks = now;
        yield { kind: 'marks', marks };
      }
    }
  } finally {
    stop();
  }
}
