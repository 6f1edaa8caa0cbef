/** The stream of a customer's page: the view in full, messages as increments. Records whether the customer is there. */
import type { CustomerEvent, CustomerView } from '#core/conversations/message.ts';
import { estimatedWaitSeconds } from '#core/routing/wait-estimate.ts';
import type { CustomerRight } from '../access/rights.ts';
import type { HubContext } from '../unit/context.ts';
import { createStream } from '../base/stream.ts';
import { lockOwners, tell } from './customer-side.ts';
import { customerName } from '../ledger/names.ts';
import { placeInLine } from './place.ts';
import { readConversation, readMessagesAfter, readMessagesBefore } from './read.ts';
import { readerOf } from './readers.ts';
import { followTyping } from './typing-mark.ts';

/** Minimum interval between computations of a waiting customer's position. */
const QUEUE_POSITION_INTERVAL_MS = 1_000;
/** Maximum number of pages that follow one conversation; one more ends the oldest. */
const MAX_PAGES = 4;

/** Ends with the signal, when the token no longer opens this conversation, and when newer pages replace it. */
export async function* watchAsCustomer(
  context: HubContext,
  right: CustomerRight,
  after: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<CustomerEvent, void, void> {
  const { workItemId } = right;
  const db = context.store.reader;
  const nudges = createStream<'changed'>();
  let agentTyping = false;
  const queueId = (
    await db.selectFrom('work_item').select('queue_id').where('id', '=', workItemId).executeTakeFirst()
  )?.queue_id;
  let queueTimer: (() => void) | null = null;
  const stop = context.bus.subscribe((news) => {
    if (news.conversations.includes(workItemId)) nudges.push('changed');
    else if (queueId && news.queues.includes(queueId)) {
      queueTimer ??= context.clock.after(QUEUE_POSITION_INTERVAL_MS, () => {
        queueTimer = null;
        nudges.push('changed');
      });
    }
  });
  const stopTyping = followTyping(context, workItemId, 'agent', (typing) => {
    agentTyping = typing;
    nudges.push('changed');
  });
  const close = context.rights.open(right, () => nudges.end(), {
    key: `customer ${workItemId}`,
    most: MAX_PAGES,
  });
  const closePage = context.customerPages.open(workItemId);
  try {
    await setCustomerPresent(context, workItemId, true);
    const last = (await readConversation(db, workItemId))?.last_number ?? 0;
    let number = after > last ? 0 : after;
    let shown = '';
    let begun = number > 0;
    nudges.push('changed');
    for await (const _nudge of nudges.values(signal)) {
      const reader = await readerOf(context, db, right);
      if (!reader) return;
      for (let more = true; more;) {
        const page = begun
          ? await readMessagesAfter(db, reader, number)
          : await readMessagesBefore(db, reader, null);
        more = begun && page.more;
        if (page.messages.length > 0) {
          number = page.messages.at(-1)!.number;
          yield { kind: 'messages', messages: page.messages, ...(begun ? {} : { more: page.more }) };
          await noteDelivered(context, workItemId, number);
        } else more = false;
        begun = true;
      }
      const view = await readView(context, right, agentTyping);
      if (!view) return;
      const text = JSON.stringify(view);
      if (text !== shown) {
        shown = text;
        yield { kind: 'view', view };
      }
    }
  } finally {
    stop();
    stopTyping();
    close();
    (queueTimer as (() => void) | null)?.();
    if (closePage())
      await setCustomerPresent(context, workItemId, false).catch((error: unknown) =>
        context.log.warn({ err: error }, 'customer presence could not be noted'),
      );
  }
}

/** `null` when the token no longer opens this conversation. */
async function readView(
  context: HubContext,
  { workItemId, tokenHash }: CustomerRight,
  agentTyping: boolean,
): Promise<CustomerView | null> {
  const { directory } = context;
  return context.store.read(async (db) => {
    const item = await db
      .selectFrom('work_item')
      .selectAll()
      .where('id', '=', workItemId)
      .executeTakeFirstOrThrow();
    const conversation = await readConversation(db, workItemId);
    if (conversation?.token_hash !== tokenHash) return null;
    const waiting = item.state === 'queued' || item.state === 'offered';
    const ended = item.ended_at !== null;
    const owner =
      item.owner_agent_id !== null && !waiting ? customerName(directory, item.owner_agent_id).alias : null;
    const view: CustomerView = {
      state: ended ? 'ended' : waiting ? 'waiting' : item.state === 'on-hold' ? 'on-hold' : 'talking',
      position: null,
      estimatedWaitSeconds: null,
      agent: owner,
      agentTyping: agentTyping && !waiting && !ended,
      marks: { delivered: conversation.agent_delivered, read: conversation.agent_read },
      endedBy: ended ? item.ended_by : null,
    };
    if (!waiting || item.queue_id === null) return view;
    const position = item.state === 'offered' ? 1 : await placeInLine(db, item);
    const recent = await db
      .selectFrom('work_item')
      .select((select) => [
        select.fn.countAll<number>().as('count'),
        select.fn.sum<number>('ended_at').as('ended'),
        select.fn.sum<number>('opened_at').as('opened'),
      ])
      .where('queue_id', '=', item.queue_id)
      .where('opened_at', 'is not', null)
      .where('ended_at', '>', context.clock.now() - 24 * 3_600_000)
      .executeTakeFirstOrThrow();
    const handled = Number(recent.count);
    const average = handled === 0 ? null : (Number(recent.ended) - Number(recent.opened)) / handled / 1000;
    const queueId = item.queue_id;
    const agents = await db
      .selectFrom('agent_state')
      .select(['agent_id'])
      .where('signed_in', '=', 1)
      .where('effective_base', '!=', 'offline')
      .execute();
    const servers = agents.filter(
      (one) => directory.users.has(one.agent_id) && directory.effective(one.agent_id).queueIds.has(queueId),
    ).length;
    return {
      ...view,
      position,
      estimatedWaitSeconds: estimatedWaitSeconds({ position, servers, averageHandleSeconds: average }),
    };
  });
}

async function noteDelivered(context: HubContext, workItemId: string, number: number): Promise<void> {
  // Checked before the write: a call that brings nothing new does not enter the write queue.
  const before = await readConversation(context.store.reader, workItemId);
  if (!before || before.customer_delivered >= number) return;
  await context.unit(async (unit) => {
    const row = await readConversation(unit.db, workItemId);
    if (!row || row.customer_delivered >= number) return;
    await unit.db
      .updateTable('conversation')
      .set({ customer_delivered: number })
      .where('work_item_id', '=', workItemId)
      .execute();
    unit.conversations.add(workItemId);
  });
}

async function setCustomerPresent(context: HubContext, workItemId: string, present: boolean): Promise<void> {
  const before = await readConversation(context.store.reader, workItemId);
  if (!before || before.customer_present === (present ? 1 : 0)) return;
  await context.unit(async (unit) => {
    const row = await readConversation(unit.db, workItemId);
    if (!row || row.customer_present === (present ? 1 : 0)) return;
    await unit.db
      .updateTable('conversation')
      .set({ customer_present: present ? 1 : 0, customer_seen_at: unit.now, token_used_at: unit.now })
      .where('work_item_id', '=', workItemId)
      .execute();
    await tell(unit, await lockOwners(unit, workItemId));
  });
}
