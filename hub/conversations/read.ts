/** Reads conversations: pages of messages, the marks of each side, and a live stream. */
import { type RawBuilder, sql, type SqlBool } from 'kysely';
import type { ConversationEvent, Message, ReadMarks } from '#core/conversations/message.ts';
import type { HubContext } from '../unit/context.ts';
import type { Db } from '../store/store.ts';
import { createStream } from '../base/stream.ts';
import { type ConversationRow, type MessageRow, toMessage } from '../ledger/append.ts';
import { type ConversationReader, type ReaderRight, readerOf } from './readers.ts';
import { followTyping } from './typing-mark.ts';

/** Message numbers are 32 bits wide; a larger number means past the last one. */
const MAX_NUMBER = 2 ** 31 - 1;
/** Maximum size of a page, in messages and characters (one message always fits). */
const PAGE_MESSAGES = 100;
const PAGE_CHARACTERS = 128 * 1024;

export interface MessagePage {
  /** In order of their numbers. */
  readonly messages: Message[];
  /** There are more in the direction of reading. */
  readonly more: boolean;
}

export async function readConversation(db: Db, workItemId: string): Promise<ConversationRow | undefined> {
  return db.selectFrom('conversation').selectAll().where('work_item_id', '=', workItemId).executeTakeFirst();
}

/** The next page after a number. */
export const readMessagesAfter = (db: Db, reader: ConversationReader, after: number): Promise<MessagePage> =>
  readPage(db, reader, 'asc', sql`number > ${Math.min(after, MAX_NUMBER)}`);

/** The page before a number, `null` = the newest. */
export async function readMessagesBefore(
  db: Db,
  reader: ConversationReader,
  before: number | null,
): Promise<MessagePage> {
  const end = before === null ? MAX_NUMBER : Math.min(before, MAX_NUMBER) - 1;
  const { messages, more } = await readPage(db, reader, 'desc', sql`number <= ${end}`);
  return { messages: messages.reverse(), more };
}

/** The database truncates the page by size: what would not be sent is not read into memory. */
async function readPage(
  db: Db,
  { workItemId, kind, mayRead }: ConversationReader,
  direction: 'asc' | 'desc',
  range: RawBuilder<SqlBool>,
): Promise<MessagePage> {
  const { rows } = await sql<MessageRow & { position: number; candidates: number }>`
    select * from (
      select message.*,
        row_number() over (order by number ${sql.raw(direction)}) as position,
        count(*) over () as candidates,
        sum(length(text)) over (order by number ${sql.raw(direction)}) as characters
      from (
        select * from message
        where work_item_id = ${workItemId} and ${range} and ${mayRead}
        order by number ${sql.raw(direction)} limit ${PAGE_MESSAGES + 1}
      ) as message
    ) as page
    where position = 1 or (position <= ${PAGE_MESSAGES} and characters <= ${PAGE_CHARACTERS})
    order by position`.execute(db);
  const candidates = Number(rows[0]?.candidates ?? 0);
  return { messages: rows.map((row) => toMessage(row, kind)), more: candidates > rows.length };
}

/** A page of older messages under a right; empty when the right does not hold. */
export async function readOlderMessages(
  context: HubContext,
  right: ReaderRight,
  before: number,
): Promise<MessagePage> {
  const db = context.store.reader;
  const reader = await readerOf(context, db, right);
  return reader ? readMessagesBefore(db, reader, before) : { messages: [], more: false };
}

/** The customer's marks; `null` when this reader may not follow the conversation. */
async function readMarks(db: Db, reader: ConversationReader): Promise<ReadMarks | null> {
  const row = await db
    .selectFrom('conversation')
    .select(['customer_delivered', 'customer_read'])
    .where('work_item_id', '=', reader.workItemId)
    .where(reader.mayFollow)
    .executeTakeFirst();
  return row ? { delivered: row.customer_delivered, read: row.customer_read } : null;
}

/**
 * The conversation as staff sees it: history first, then increments. Ends with the signal, and when its right ends;
 * every delivery was permitted by the statement that read it.
 */
export async function* watchConversation(
  context: HubContext,
  right: Exclude<ReaderRight, { kind: 'customer' }>,
  after: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<ConversationEvent, void, void> {
  const { workItemId } = right;
  const nudges = createStream<'changed' | { readonly typing: boolean }>();
  const close = context.rights.open(right, () => nudges.end(), {
    key: `${right.kind} ${right.userId} ${workItemId}`,
    most: MAX_READERS,
  });
  const stop = context.bus.subscribe((news) => {
    if (news.conversations.includes(workItemId)) nudges.push('changed');
  });
  const stopTyping = followTyping(context, workItemId, 'customer', (typing) => nudges.push({ typing }));
  try {
    const db = context.store.reader;
    const first = await readerOf(context, db, right);
    if (!first) return;
    const last = (await readConversation(db, workItemId))?.last_number ?? 0;
    // A number past the last one comes from before a restored backup: everything is sent again.
    const begin = after === 0 || after > last;
    const history = begin
      ? await readMessagesBefore(db, first, null)
      : await readMessagesAfter(db, first, after);
    let number = history.messages.at(-1)?.number ?? (begin ? 0 : after);
    let marks = (await readMarks(db, first)) ?? NO_MARKS;
    yield { kind: 'history', messages: history.messages, marks, more: begin && history.more, last };
    if (!begin && history.more) nudges.push('changed');
    for await (const nudge of nudges.values(signal)) {
      const reader = await readerOf(context, db, right);
      if (!reader) return;
      if (nudge !== 'changed') {
        if (await readMarks(db, reader)) yield { kind: 'typing', typing: nudge.typing };
        continue;
      }
      for (let more = true; more;) {
        const page = await readMessagesAfter(db, reader, number);
        more = page.more;
        if (page.messages.length === 0) break;
        number = page.messages.at(-1)!.number;
        yield { kind: 'messages', messages: page.messages };
      }
      const now = await readMarks(db, reader);
      if (now && (now.delivered !== marks.delivered || now.read !== marks.read)) {
        marks = now;
        yield { kind: 'marks', marks };
      }
    }
  } finally {
    stop();
    stopTyping();
    close();
  }
}

const NO_MARKS: ReadMarks = { delivered: 0, read: 0 };
/** Maximum number of windows in which one user reads one conversation; one more ends the oldest. */
const MAX_READERS = 8;
