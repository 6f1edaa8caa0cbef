/**
 * Turns the events of a unit of work into deliveries, in the same transaction: events and deliveries are written
 * together or not at all.
 */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type WebhookEvent, webhookEvents } from '#core/webhooks/events.ts';
import { jsonColumn, readFields, toJson } from '../store/json.ts';
import type { Db } from '../store/store.ts';
import type { AgentRow, WorkEvent, Unit } from '../unit/unit.ts';

/** Whether a stored name is an event of this version. */
const isEvent = (name: string): name is WebhookEvent => webhookEvents.some((event) => event === name);

function eventOf({ what, agentWorkId }: WorkEvent): WebhookEvent | null {
  const name =
    what === 'item-closed' ? 'work-item.closed' : agentWorkId ? `agent-work.${what}` : `work-item.${what}`;
  return webhookEvents.find((event) => event === name) ?? null;
}

/** `webhook.events_json`; events unknown to this version are omitted. */
export const readEvents = jsonColumn(
  'webhook.events_json',
  z.array(z.string()).transform((names) => names.filter(isEvent)),
);

interface Subscription {
  readonly id: string;
  readonly events: readonly WebhookEvent[];
}

/** Holds the active webhooks' subscriptions, and queues their deliveries. */
export class Outbox {
  #subscriptions: readonly Subscription[] = [];

  async reload(db: Db): Promise<void> {
    const rows = await db
      .selectFrom('webhook')
      .select(['id', 'events_json'])
      .where('active', '=', 1)
      .execute();
    this.#subscriptions = rows.map((row) => ({ id: row.id, events: readEvents(row.events_json) }));
  }

  /** Writes a delivery for each webhook that subscribes to an event of this unit. Returns whether there was any. */
  async queueDeliveries(unit: Unit): Promise<boolean> {
    if (this.#subscriptions.length === 0) return false;
    let queued = false;
    const queueEvent = async (event: WebhookEvent, data: () => Promise<object> | object) => {
      const subscriptions = this.#subscriptions.filter(({ events }) => events.includes(event));
      if (subscriptions.length === 0) return;
      const payload = { type: event, timestamp: new Date(unit.now).toISOString(), data: await data() };
      for (const { id } of subscriptions) await enqueueDelivery(unit, id, event, payload);
      queued = true;
    };
    for (const happened of unit.workEvents) {
      const event = eventOf(happened);
      if (event) await queueEvent(event, () => workData(unit, happened));
    }
    for (const agent of unit.presenceChanged)
      await queueEvent('presence.changed', () => presenceData(unit, agent));
    return queued;
  }
}

export async function enqueueDelivery(
  unit: Unit,
  webhookId: string,
  event: string,
  payload: object,
): Promise<string> {
  const id = randomUUID();
  await unit.db
    .insertInto('webhook_delivery')
    .values({
      id,
      webhook_id: webhookId,
      event,
      payload_json: toJson(payload),
      attempts: 0,
      state: 'waiting',
      created_at: unit.now,
      due_at: unit.now,
      tried_at: null,
      status: null,
      problem: null,
    })
    .execute();
  return id;
}

async function workData(
  unit: Unit,
  { workItemId, agentWorkId, agentId, detail }: WorkEvent,
): Promise<object> {
  const { directory } = unit;
  const item = await unit.db
    .selectFrom('work_item')
    .selectAll()
    .where('id', '=', workItemId)
    .executeTakeFirstOrThrow();
  const username = (id: string | null | undefined) =>
    id === null || id === undefined ? null : (directory.users.get(id)?.username ?? null);
  const workItem = {
    id: item.id,
    externalId: item.external_id,
    state: item.state,
    channel: directory.channels.get(item.channel_id)?.developerName ?? item.channel_id,
    queue:
      item.queue_id === null ? null : (directory.queues.get(item.queue_id)?.developerName ?? item.queue_id),
    customer: item.customer,
    subject: item.subject,
    fields: readFields(item.fields_json),
    createdAt: item.original_at,
    owner: username(item.owner_agent_id),
    closedAt: item.ended_at,
    endedBy: item.ended_by,
    outcome: item.outcome,
  };
  if (!agentWorkId) return { workItem };
  const decline = detail?.decline as { readonly reason: string | null } | undefined;
  const agentWork = {
    id: agentWorkId,
    agent: username(agentId),
    reason: typeof detail?.reason === 'string' ? detail.reason : null,
    declineReason: decline?.reason ?? null,
  };
  return { workItem, agentWork };
}

function presenceData(unit: Unit, agent: AgentRow): object {
  const status = unit.directory.status(agent.status_id);
  return {
    agent: unit.directory.users.get(agent.agent_id)?.username ?? null,
    signedIn: agent.signed_in === 1,
    status: { developerName: status.developerName, text: status.text, base: agent.base },
    effectiveBase: agent.effective_base,
    since: agent.since,
    setBy: agent.set_by,
    reason: agent.reason,
  };
}
