/** Starts a customer's conversation: queue and channel, verified facts and unverified claims about the customer. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { isStartRetry } from '#core/conversations/customer-presence.ts';
import { AppError } from '#core/errors.ts';
import { channelKinds } from '#core/setup/channel-kinds.ts';
import type { Queue, ServiceChannel } from '#core/setup/channels-and-queues.ts';
import type { HubContext } from '../unit/context.ts';
import { type CustomerIdentity, verifyIdentity } from '../auth/site-identity.ts';
import { createItem } from '../intake/create-item.ts';
import type { Unit, WorkItemRow } from '../unit/unit.ts';
import { scheduleCustomerGoneCheck } from '../ledger/schedule-customer-gone-check.ts';

const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex');

/** The queue the customer selects. @throws NOT_FOUND */
export function customerQueue(
  { directory }: Pick<HubContext, 'directory'>,
  developerName: string | null,
): Queue {
  const queue =
    developerName === null
      ? directory.queues.get(directory.settings.defaultQueueId ?? '')
      : directory.queueByDeveloperName(developerName);
  if (!queue) throw new AppError('NOT_FOUND', { what: 'queue' });
  return queue;
}

/** The channel for chats that customers start on their page. @throws QUEUE_CLOSED when none is set up */
export function chatChannel({ directory }: Pick<HubContext, 'directory'>): ServiceChannel {
  for (const channel of directory.channels.values())
    if (channelKinds[channel.kind].customerPage && channel.active) return channel;
  throw new AppError('QUEUE_CLOSED');
}

export interface NewConversation {
  /** The same id is one conversation, however often it arrives. */
  readonly startId: string;
  /** The browser's own secret: a start whose answer was lost gets the same conversation again with it. */
  readonly browserKey?: string | undefined;
  readonly name: string;
  readonly subject: string;
  readonly queue: string | null;
  /** Claims of the customer's page, unsigned. */
  readonly claims: Readonly<Record<string, string>>;
  /** Facts signed by the site. */
  readonly identity?: CustomerIdentity | null;
  readonly source?: WorkItemRow['source'];
  readonly requiredAgentId?: string;
}

/** @throws NOT_FOUND, QUEUE_CLOSED, START_USED */
export function startConversation(
  context: HubContext,
  start: NewConversation,
): Promise<{ readonly token: string; readonly workItemId: string }> {
  const queue = customerQueue(context, start.queue);
  const channel = chatChannel(context);
  return context.unit((unit) => startIn(unit, start, queue, channel));
}

/** The input from the customer's page. */
export interface PageStart extends Pick<
  NewConversation,
  'startId' | 'browserKey' | 'name' | 'subject' | 'queue'
> {
  /** Claims of the page about its customer. */
  readonly fields: Readonly<Record<string, string>>;
  /** Facts signed by the site, as a token. */
  readonly identity?: string | undefined;
}

/**
 * Starts a conversation for a customer's page: facts signed by the site are verified, everything else is a claim.
 * @throws IDENTITY_INVALID, and as `startConversation`
 */
export async function startAsCustomer(
  context: HubContext,
  { fields, identity, ...start }: PageStart,
): Promise<{ readonly token: string; readonly workItemId: string }> {
  return startConversation(context, {
    ...start,
    claims: fields,
    identity: identity === undefined ? null : await verifyIdentity(context, identity),
  });
}

/** @see startConversation */
export async function startIn(unit: Unit, start: NewConversation, queue: Queue, channel: ServiceChannel) {
  const token = randomBytes(32).toString('base64url');
  const before = await unit.db
    .selectFrom('conversation')
    .innerJoin('work_item', 'work_item.id', 'conversation.work_item_id')
    .select(['work_item_id', 'browser_hash', 'original_at'])
    .where('start_id', '=', start.startId)
    .executeTakeFirst();
  const browser = start.browserKey === undefined ? null : hashOf(start.browserKey);
  if (before) {
    const startedAt = before.original_at;
    if (!isStartRetry({ now: unit.now, startedAt, firstBrowser: before.browser_hash, browser }))
      throw new AppError('START_USED');
    await unit.db
      .updateTable('conversation')
      .set({ token_hash: hashOf(token), token_used_at: unit.now })
      .where('work_item_id', '=', before.work_item_id)
      .execute();
    unit.accessEnded.add(before.work_item_id);
    return { token, workItemId: before.work_item_id };
  }
  const name = start.identity?.name ?? start.name;
  const item = await createItem(unit, {
    channel,
    queue,
    customerId: await customerOf(unit, name, start.identity?.externalId ?? null),
    customer: name,
    subject: start.subject,
    fields: start.identity?.fields ?? {},
    claims: start.claims,
    source: start.source ?? 'customer',
    requiredAgentId: start.requiredAgentId ?? null,
  });
  await unit.db
    .insertInto('conversation')
    .values({
      work_item_id: item.id,
      token_hash: hashOf(token),
      token_used_at: unit.now,
      start_id: start.startId,
      browser_hash: browser,
      last_number: 0,
      customer_delivered: 0,
      customer_read: 0,
      agent_delivered: 0,
      agent_read: 0,
      waiting_for_agent_since: unit.now,
      customer_seen_at: unit.now,
      customer_present: 1,
    })
    .execute();
  await scheduleCustomerGoneCheck(unit, item);
  return { token, workItemId: item.id };
}

/** The customer that the site names, or a new one: unsigned starts are never linked to each other. */
async function customerOf(unit: Unit, name: string, externalId: string | null): Promise<string> {
  const known =
    externalId === null
      ? undefined
      : await unit.db
          .selectFrom('customer')
          .select('id')
          .where('external_id', '=', externalId)
          .executeTakeFirst();
  if (known) return known.id;
  const id = randomUUID();
  await unit.db
    .insertInto('customer')
    .values({ id, name, external_id: externalId, created_at: unit.now })
    .execute();
  return id;
}
