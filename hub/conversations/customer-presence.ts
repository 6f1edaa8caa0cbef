/**
 * Whether customers are still there. A waiting customer who shows no sign of life for a while has left: the chat is
 * given up instead of ringing agents for a customer who is not there. The time is a deadline in the database; while a page
 * is open here the hub notes the sign of life for it, so a hub that dies leaves no customer who waits for ever.
 */
import { customerGoneTimeoutMs, customerAbsence } from '#core/conversations/customer-presence.ts';
import { SEEN_WRITE_INTERVAL_MS } from '../access/customer-pages.ts';
import { liveItem } from '../store/states.ts';
import type { Db } from '../store/store.ts';
import { countsBy } from '../unit/clock-steps.ts';
import type { HubContext } from '../unit/context.ts';
import type { Unit, WorkItemRow } from '../unit/unit.ts';
import { endByLeaving } from './customer-side.ts';

/** SQLite binds a limited number of parameters per statement. */
const CHUNK = 512;

/** Looks that come before the next two notes are put off by a note. */
const SOON_MS = 2 * SEEN_WRITE_INTERVAL_MS;

/** Notes the sign of life of every page that is open here; part of every tick. */
export async function noteCustomersSeen(context: HubContext): Promise<void> {
  const { store, clock, customerPages } = context;
  const now = clock.now();
  for (const ids of chunksOf(customerPages.dueSeen())) {
    // A page stays open for as long as its customer likes; what is over waits for no sign of it.
    const seen = await store.reader
      .selectFrom('work_item')
      .select(['id', 'channel_id'])
      .where('id', 'in', ids)
      .where(liveItem('state', 'queued', 'offered', 'open', 'on-hold'))
      .execute();
    if (seen.length > 0) await store.write((db) => noteSeen(context, db, now, seen));
  }
  for (const ids of chunksOf(customerPages.dueUsed()))
    await store.write((db) =>
      db.updateTable('conversation').set({ token_used_at: now }).where('work_item_id', 'in', ids).execute(),
    );
}

/** Notes that these customers are there, and puts off the looks for them, each of which would be a transaction. */
async function noteSeen(
  { directory, clockSteps }: HubContext,
  db: Db,
  now: number,
  items: readonly Pick<WorkItemRow, 'id' | 'channel_id'>[],
): Promise<void> {
  await db
    .updateTable('conversation')
    .set({ customer_seen_at: now })
    .where('work_item_id', 'in', idsOf(items))
    .where(countsBy(clockSteps))
    .execute();
  const byTime = Map.groupBy(items, (item) => customerGoneTimeoutMs(directory.channels.get(item.channel_id)));
  for (const [goneAfter, some] of byTime)
    await db
      .updateTable('deadline')
      .set({ due_at: now + goneAfter })
      .where('kind', '=', 'customer-gone')
      .where('subject_id', 'in', idsOf(some))
      .where('due_at', '>', now - SOON_MS)
      .where('due_at', '<=', now + SOON_MS)
      .where(countsBy(clockSteps))
      .execute();
}

/** At most `CHUNK` at a time. */
const chunksOf = (ids: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(ids.length / CHUNK) }, (_, index) =>
    padded(ids.slice(index * CHUNK, (index + 1) * CHUNK)),
  );

const idsOf = (items: readonly Pick<WorkItemRow, 'id'>[]): string[] => padded(items.map(({ id }) => id));

/** Filled up to a power of two with the last id: a database that keeps its statements compiled sees few lengths. */
function padded(ids: readonly string[]): string[] {
  const length = 2 ** Math.ceil(Math.log2(ids.length));
  return [...ids, ...Array<string>(length - ids.length).fill(ids.at(-1)!)];
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
