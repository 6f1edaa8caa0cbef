/**
 * Whether customers are still there. A waiting customer who shows no sign of life for a while has left: the chat is
 * given up instead of ringing agents for a customer who is not there. The time is a deadline in the database; while a page
 * is open here the hub notes the sign of life for it, so a hub that dies leaves no customer who waits for ever.
 */
import { customerGoneTimeoutMs, customerAbsence } from '#core/conversations/customer-presence.ts';
import type { HubContext } from '../unit/context.ts';
import { liveItem } from '../store/states.ts';
import type { Unit } from '../unit/unit.ts';
import { endByLeaving } from './customer-side.ts';

/** SQLite binds a limited number of parameters per statement. */
const CHUNK = 500;

/** Notes the sign of life of every page that is open here; part of every tick. */
export async function noteCustomersSeen(context: HubContext): Promise<void> {
  const ids = context.customerPages.due();
  const now = context.clock.now();
  for (let from = 0; from < ids.length; from += CHUNK)
    await context.store.write((db) =>
      db
        .updateTable('conversation')
        .set({ customer_seen_at: now, token_used_at: now })
        .where('work_item_id', 'in', ids.slice(from, from + CHUNK))
        .execute(),
    );
}

/**
 * The time during which no hub was there to see a page is not the customers' fault: those who were there have the time
 * to come back that they would have had.
 */
export async function extendCustomerPresence({ store, clock }: HubContext): Promise<void> {
  await store.write((db) =>
    db
      .updateTable('conversation')
      .set({ customer_seen_at: clock.now() })
      .where('customer_present', '=', 1)
      .where('work_item_id', 'in', (waiting) =>
        waiting
          .selectFrom('work_item')
          .select('id')
          .where(liveItem('state', 'queued', 'offered')),
      )
      .execute(),
  );
}

/** The deadline: gives the chat up, or looks again when the customer was seen meanwhile. */
export async function checkCustomerPresence(
  context: HubContext,
  unit: Unit,
  workItemId: string,
): Promise<void> {
  const row = await unit.db
    .selectFrom('work_item')
    .innerJoin('conversation', 'conversation.work_item_id', 'work_item.id')
    .select(['work_item.state', 'work_item.channel_id', 'conversation.customer_seen_at'])
    .where('work_item.id', '=', workItemId)
    .executeTakeFirst();
  // Once it is open the agent has the conversation; back in the line it is given a new deadline.
  if (row?.state !== 'queued' && row?.state !== 'offered') return;
  const verdict = customerAbsence({
    now: unit.now,
    // A hub that slept has noted nothing for a while, though the page is open.
    seenAt: context.customerPages.has(workItemId) ? unit.now : row.customer_seen_at,
    goneAfter: customerGoneTimeoutMs(unit.directory.channels.get(row.channel_id)),
  });
  if (verdict.gone) await endByLeaving(unit, workItemId, 'customer-gone');
  else await unit.deadline('customer-gone', workItemId, verdict.lookAt);
}
