/** The customer's side: start a conversation, follow it, write, leave. A customer reaches one conversation, by its token. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { CustomerEvent, CustomerView, Message } from '#core/conversations/message.ts';
import { CUSTOMER_TOKEN_VALID } from '#core/defaults.ts';
import { AppError } from '#core/errors.ts';
import { estimatedWaitSeconds } from '#core/routing/wait-estimate.ts';
import type { Queue, ServiceChannel } from '#core/setup/channels-and-queues.ts';
import type { HubContext } from '../context.ts';
import { createItem } from '../intake/create-item.ts';
import { createStream } from '../stream.ts';
import type { Unit, WorkItemRow } from '../unit.ts';
import { withdraw } from '../work/offers.ts';
import { endOpenWork } from '../work/open-work.ts';
import { appendMessage, toMessage } from './append.ts';
import { customerName } from './names.ts';
import { placeInLine } from './place.ts';
import { readConversation, readMessagesAfter } from './read.ts';

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');
/** A waiting customer's place is worked out at most this often. */
const PLACE_EVERY = 1_000;

/** The queue a customer means. @throws NOT_FOUND */
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

/** The channel that carries chats. @throws QUEUE_CLOSED when no chat channel is set up */
export function chatChannel({ directory }: Pick<HubContext, 'directory'>): ServiceChannel {
  for (const channel of directory.channels.values())
    if (channel.kind === 'chat' && channel.active) return channel;
  throw new AppError('QUEUE_CLOSED');
}

export interface NewConversation {
  /** The same start is one conversation, however often it arrives. */
  readonly startId: string;
  readonly name: string;
  readonly subject: string;
  readonly queue: string | null;
  readonly fields: Readonly<Record<string, string>>;
  readonly source?: WorkItemRow['source'];
  readonly requiredAgentId?: string;
}

export function startConversation(
  context: HubContext,
  start: NewConversation,
): Promise<{ readonly token: string; readonly workItemId: string }> {
  const queue = customerQueue(context, start.queue);
  const channel = chatChannel(context);
  return context.unit((unit) => startIn(unit, start, queue, channel));
}

/** @see startConversation */
export async function startIn(unit: Unit, start: NewConversation, queue: Queue, channel: ServiceChannel) {
  const token = randomBytes(32).toString('base64url');
  const before = await unit.db
    .selectFrom('conversation')
    .select('work_item_id')
    .where('start_id', '=', start.startId)
    .executeTakeFirst();
  if (before) {
    // The first answer was lost on its way: the same conversation, with a token that the customer does have.
    await unit.db
      .updateTable('conversation')
      .set({ token_hash: hashOf(token), token_used_at: unit.now })
      .where('work_item_id', '=', before.work_item_id)
      .execute();
    return { token, workItemId: before.work_item_id };
  }
  const customerId = randomUUID();
  await unit.db
    .insertInto('customer')
    .values({ id: customerId, name: start.name, external_id: null, created_at: unit.now })
    .execute();
  const item = await createItem(unit, {
    channel,
    queue,
    customerId,
    customer: start.name,
    subject: start.subject,
    fields: start.fields,
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
  return { token, workItemId: item.id };
}

/** Whose conversation this token opens; null = nobody's, or not used for too long. */
export async function conversationOfToken(context: HubContext, token: string): Promise<string | null> {
  const row = await context.store.reader
    .selectFrom('conversation')
    .select(['work_item_id', 'token_used_at'])
    .where('token_hash', '=', hashOf(token))
    .executeTakeFirst();
  if (!row || context.clock.now() - row.token_used_at > CUSTOMER_TOKEN_VALID) return null;
  return row.work_item_id;
}

/** The agents who have the conversation before them, locked. */
async function lockOwners(unit: Unit, workItemId: string): Promise<string[]> {
  const owners = await unit.db
    .selectFrom('agent_work')
    .select('agent_id')
    .where('work_item_id', '=', workItemId)
    .where('state', 'in', ['opened', 'wrap-up'])
    .execute();
  const ids = owners.map((one) => one.agent_id);
  await unit.lockAgents(ids);
  return ids;
}

/** The owner hears of changes in the conversation. */
async function tell(unit: Unit, owners: readonly string[]): Promise<void> {
  for (const id of owners) unit.changed(await unit.agent(id));
}

export const sendAsCustomer = (
  context: HubContext,
  workItemId: string,
  message: { readonly clientId: string; readonly text: string },
): Promise<Message> => context.unit((unit) => sendIn(unit, workItemId, message));

/** Writes a customer's message; the same `clientId` is written once. @throws CONVERSATION_ENDED */
export async function sendIn(
  unit: Unit,
  workItemId: string,
  message: { readonly clientId: string; readonly text: string },
): Promise<Message> {
  const owners = await lockOwners(unit, workItemId);
  const item = await unit.item(workItemId);
  const before = await unit.db
    .selectFrom('message')
    .selectAll()
    .where('work_item_id', '=', workItemId)
    .where('client_id', '=', message.clientId)
    .executeTakeFirst();
  if (before) return toMessage(before, 'customer');
  if (item.ended_at !== null) throw new AppError('CONVERSATION_ENDED');
  const stored = await appendMessage(unit, workItemId, {
    clientId: message.clientId,
    from: 'customer',
    senderId: null,
    sender: item.customer,
    senderAlias: item.customer,
    text: message.text,
    event: null,
  });
  if (!stored) throw new AppError('NOT_A_CONVERSATION');
  const conversation = await readConversation(unit.db, workItemId);
  await unit.db
    .updateTable('conversation')
    .set({
      waiting_for_agent_since: conversation?.waiting_for_agent_since ?? unit.now,
      customer_seen_at: unit.now,
      token_used_at: unit.now,
    })
    .where('work_item_id', '=', workItemId)
    .execute();
  await tell(unit, owners);
  return toMessage(stored, 'customer');
}

export async function markReadByCustomer(
  context: HubContext,
  workItemId: string,
  number: number,
): Promise<void> {
  await context.unit(async (unit) => {
    const row = await readConversation(unit.db, workItemId);
    const read = Math.min(number, row?.last_number ?? 0);
    if (!row || read <= row.customer_read) return;
    await unit.db
      .updateTable('conversation')
      .set({ customer_read: read, customer_delivered: Math.max(read, row.customer_delivered) })
      .where('work_item_id', '=', workItemId)
      .execute();
    unit.conversations.add(workItemId);
  });
}

/** The customer leaves: an offer is withdrawn and silent, a conversation ends and its wrap-up begins. */
export const endByCustomer = (context: HubContext, workItemId: string): Promise<void> =>
  context.unit((unit) => endIn(unit, workItemId));

/** @see endByCustomer */
export async function endIn(unit: Unit, workItemId: string): Promise<void> {
  const live = () =>
    unit.db
      .selectFrom('agent_work')
      .selectAll()
      .where('work_item_id', '=', workItemId)
      .where('state', 'in', ['offered', 'opened'])
      .execute();
  await unit.lockAgents((await live()).map((work) => work.agent_id));
  const item = await unit.item(workItemId);
  if (item.ended_at !== null) return;
  unit.conversations.add(workItemId);
  const open = (await live()).find((work) => work.state === 'opened');
  if (open) await endOpenWork(unit, await unit.agent(open.agent_id), open, 'customer', 'customer-left');
  else await withdraw(unit, item, 'customer', 'customer-left');
}

async function readView(
  context: HubContext,
  workItemId: string,
  agentTyping: boolean,
): Promise<CustomerView> {
  const { directory } = context;
  return context.store.read(async (db) => {
    const item = await db
      .selectFrom('work_item')
      .selectAll()
      .where('id', '=', workItemId)
      .executeTakeFirstOrThrow();
    const conversation = await readConversation(db, workItemId);
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
      marks: { delivered: conversation?.agent_delivered ?? 0, read: conversation?.agent_read ?? 0 },
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

/** What the customer's page follows: the view whole, messages as increments. Presence of the customer is noted. */
export async function* watchAsCustomer(
  context: HubContext,
  workItemId: string,
  after: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<CustomerEvent, void, void> {
  const nudges = createStream<'changed'>();
  let agentTyping = false;
  const queueId = (
    await context.store.reader
      .selectFrom('work_item')
      .select('queue_id')
      .where('id', '=', workItemId)
      .executeTakeFirst()
  )?.queue_id;
  let queueTimer: (() => void) | null = null;
  const stop = context.bus.subscribe((news) => {
    if (news.typing?.workItemId === workItemId && news.typing.from === 'agent') {
      agentTyping = news.typing.typing;
      nudges.push('changed');
    }
    if (news.conversations.includes(workItemId)) nudges.push('changed');
    else if (queueId && news.queues.includes(queueId)) {
      queueTimer ??= context.clock.after(PLACE_EVERY, () => {
        queueTimer = null;
        nudges.push('changed');
      });
    }
  });
  try {
    context.customersHere.set(workItemId, (context.customersHere.get(workItemId) ?? 0) + 1);
    await setCustomerPresent(context, workItemId, true);
    let number = after;
    let shown = '';
    nudges.push('changed');
    for await (const _nudge of nudges.values(signal)) {
      const messages = await readMessagesAfter(context.store.reader, workItemId, number, 'customer');
      if (messages.length > 0) {
        number = messages.at(-1)!.number;
        yield { kind: 'messages', messages };
        await noteDelivered(context, workItemId, number);
      }
      const view = await readView(context, workItemId, agentTyping);
      const text = JSON.stringify(view);
      if (text !== shown) {
        shown = text;
        yield { kind: 'view', view };
      }
    }
  } finally {
    stop();
    (queueTimer as (() => void) | null)?.();
    const others = (context.customersHere.get(workItemId) ?? 1) - 1;
    if (others > 0) context.customersHere.set(workItemId, others);
    else {
      context.customersHere.delete(workItemId);
      await setCustomerPresent(context, workItemId, false).catch((error: unknown) =>
        context.log.warn({ err: error }, 'customer presence could not be noted'),
      );
    }
  }
}

async function noteDelivered(context: HubContext, workItemId: string, number: number): Promise<void> {
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
