/** Reading conversations: messages after a number, and what each side has got. */
import type { ConversationEvent, Message, ReadMarks } from '#core/conversations/message.ts';
import type { HubContext } from '../context.ts';
import type { Db } from '../store/store.ts';
import { createStream } from '../stream.ts';
import { type ConversationRow, toMessage } from './append.ts';

/** Numbers of messages are 32 bits wide; asking beyond means beyond the last one. */
const MOST_NUMBER = 2 ** 31 - 1;
/** How many messages a history begins with, and a page of it holds. */
const HISTORY = 100;

export async function readConversation(db: Db, workItemId: string): Promise<ConversationRow | undefined> {
  return db.selectFrom('conversation').selectAll().where('work_item_id', '=', workItemId).executeTakeFirst();
}

/**
 * Messages after a number, oldest first: all of them, or `limit` at most. Whoever gets as many as that asks again.
 */
export async function readMessagesAfter(
  db: Db,
  workItemId: string,
  after: number,
  reader: 'customer' | 'staff',
  limit: number | null = null,
): Promise<Message[]> {
  const rows = await db
    .selectFrom('message')
    .selectAll()
    .where('work_item_id', '=', workItemId)
    .where('number', '>', Math.min(after, MOST_NUMBER))
    .$if(reader === 'customer', (query) => query.where('sender_kind', '!=', 'whisper'))
    .orderBy('number')
    .$if(limit !== null, (query) => query.limit(limit!))
    .execute();
  return rows.map((row) => toMessage(row, reader));
}

/** The newest messages before a number, oldest first; one page of them. */
export async function readMessagesBefore(
  db: Db,
  workItemId: string,
  before: number,
  reader: 'customer' | 'staff' = 'staff',
  limit: number = HISTORY,
): Promise<Message[]> {
  const rows = await db
    .selectFrom('message')
    .selectAll()
    .where('work_item_id', '=', workItemId)
    .where('number', '<', Math.min(before, MOST_NUMBER))
    .$if(reader === 'customer', (query) => query.where('sender_kind', '!=', 'whisper'))
    .orderBy('number', 'desc')
    .limit(limit)
    .execute();
  return rows.reverse().map((row) => toMessage(row, reader));
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
    // One more than is shown says whether there are older ones. Whoever comes back gets what came meanwhile, by pages.
    const read =
      after === 0
        ? await readMessagesBefore(reader, workItemId, MOST_NUMBER, 'staff', HISTORY + 1)
        : await readMessagesAfter(reader, workItemId, after, 'staff', HISTORY);
    const more = after === 0 && read.length > HISTORY;
    const first = more ? read.slice(-HISTORY) : read;
    number = first.at(-1)?.number ?? after;
    if (after > 0 && first.length === HISTORY) nudges.push('changed');
    marks = await readMarks();
    yield { kind: 'history', messages: first, marks, more };
    for await (const nudge of nudges.values(signal)) {
      if (nudge !== 'changed') {
        yield { kind: 'typing', typing: nudge.typing };
        continue;
      }
      const messages = await readMessagesAfter(reader, workItemId, number, 'staff', HISTORY);
      if (messages.length > 0) {
        number = messages.at(-1)!.number;
        if (messages.length === HISTORY) nudges.push('changed');
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
