/**
 * Whether customers are still there. A waiting customer who shows no sign of life for a while has left: the chat is
 * cancelled instead of being offered to agents. The time is a deadline in the database; while a page is open the hub
 * records the sign of life, so a dead hub leaves no customer waiting for ever.
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

/** A record postpones the checks that would come before the next two records. */
const SOON_MS = 2 * SEEN_WRITE_INTERVAL_MS;

/** Records the sign of life of every open page on this hub; part of every tick. */
export async function noteCustomersSeen(context: HubContext): Promise<void> {
  const { store, clock, customerPages } = context;
  const now = clock.now();
  for (const ids of chunksOf(customerPages.dueSeen())) {
    // A page may stay open indefinitely; an ended conversation needs no sign of life.
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

/** Records that these customers are there, and postpones their checks, each of which would be a transaction. */
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

/** Padded to a power of two with the last id, so that a database that caches prepared statements sees few lengths. */
function padded(ids: readonly string[]): string[] {
  const length = 2 ** Math.ceil(Math.log2(ids.length));
  return [...ids, ...Array<string>(length - ids.length).fill(ids.at(-1)!)];
}

/**
 * The time without a hub does not count against the customers: those who were there get the time to return that they
 * would have had.
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

/** The deadline: cancels the chat, or checks again later if the customer was seen meanwhile. */
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
  // An open conversation is up to the agent; an item that returns to the queue gets a new deadline.
  if (row?.state !== 'queued' && row?.state !== 'offered') return;
  const verdict = customerAbsence({
    now: unit.now,
    // A hub that slept has recorded nothing for a while, though the page is open.
    seenAt: context.customerPages.has(workItemId) ? unit.now : row.customer_seen_at,
    goneAfter: customerGoneTimeoutMs(unit.directory.channels.get(row.channel_id)),
  });
  if (verdict.gone) await endByLeaving(unit, workItemId, 'customer-gone');
  else await unit.deadline('customer-gone', workItemId, verdict.lookAt);
}
