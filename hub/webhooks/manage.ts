/** Manages webhooks for administrators: saved with a version, the secret returned once, the latest deliveries. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Delivery, Webhook, WebhookRecord } from '#core/contract/setup-system.ts';
import { AppError } from '#core/errors.ts';
import { TEST_EVENT_TYPE } from '#core/webhooks/events.ts';
import type { HubContext } from '../unit/context.ts';
import { toJson } from '../store/json.ts';
import { type Admin, audit } from '../audit/audit-line.ts';
import { raiseSetupVersion } from '../setup/write.ts';
import type { Unit } from '../unit/unit.ts';
import { type DestinationRules, mayKeep } from './destinations.ts';
import { enqueueDelivery, readEvents } from './outbox.ts';
import { SECRET_PREFIX } from './post.ts';

const MAX_DELIVERIES_SHOWN = 50;
const newSecret = () => SECRET_PREFIX + randomBytes(32).toString('base64');

export async function listWebhooks(context: HubContext): Promise<Webhook[]> {
  const rows = await context.store.reader.selectFrom('webhook').selectAll().orderBy('name').execute();
  return rows.map(webhookOf);
}

const webhookOf = (row: {
  id: string;
  name: string;
  url: string;
  events_json: string;
  active: 0 | 1;
  version: number;
}): Webhook => ({
  id: row.id,
  name: row.name,
  url: row.url,
  events: readEvents(row.events_json),
  active: row.active === 1,
  version: row.version,
});

async function stored(unit: Unit, id: string): Promise<Webhook> {
  const row = await unit.db.selectFrom('webhook').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw new AppError('NOT_FOUND', { what: 'webhook' });
  return webhookOf(row);
}

/** Notifies every hub of the changed subscriptions. */
async function announce(unit: Unit): Promise<void> {
  await raiseSetupVersion(unit.db);
  unit.webhooksChanged = true;
}

/** @throws URL_NOT_ALLOWED, VERSION_CONFLICT, NOT_FOUND */
export async function saveWebhook(
  context: HubContext,
  admin: Admin,
  rules: DestinationRules,
  given: { readonly id: string | null; readonly version: number | null; readonly record: WebhookRecord },
): Promise<{ id: string; version: number; secret: string | null }> {
  if (!mayKeep(given.record.url, rules)) throw new AppError('URL_NOT_ALLOWED', { field: 'url' });
  return context.unit(async (unit) => {
    const before = given.id === null ? null : await stored(unit, given.id);
    if (before && before.version !== given.version)
      throw new AppError('VERSION_CONFLICT', { now: before.version, based: given.version ?? 0 });
    const { name, url, events, active } = given.record;
    const id = given.id ?? randomUUID();
    const version = (before?.version ?? 0) + 1;
    const columns = {
      name,
      url,
      events_json: toJson(events),
      active: active ? (1 as const) : (0 as const),
      version,
    };
    const secret = before ? null : newSecret();
    if (secret !== null)
      await unit.db
        .insertInto('webhook')
        .values({ id, secret, ...columns })
        .execute();
    else await unit.db.updateTable('webhook').set(columns).where('id', '=', id).execute();
    const action = before ? 'change' : 'create';
    await audit(unit, admin, action, 'webhook', id, before, { ...given.record, id, version });
    await announce(unit);
    return { id, version, secret };
  });
}

/** @throws NOT_FOUND */
export async function renewSecret(
  context: HubContext,
  admin: Admin,
  id: string,
): Promise<{ secret: string }> {
  const secret = newSecret();
  await context.unit(async (unit) => {
    const { name } = await stored(unit, id);
    await unit.db.updateTable('webhook').set({ secret }).where('id', '=', id).execute();
    await audit(unit, admin, 'secret', 'webhook', id, { name }, { name });
  });
  return { secret };
}

/** Removes its deliveries too. @throws NOT_FOUND */
export async function removeWebhook(context: HubContext, admin: Admin, id: string): Promise<void> {
  await context.unit(async (unit) => {
    const before = await stored(unit, id);
    await unit.db.deleteFrom('webhook').where('id', '=', id).execute();
    await audit(unit, admin, 'remove', 'webhook', id, before, null);
    await announce(unit);
  });
  while (await removeSomeDeliveries(context, id));
}

/** Rows removed per transaction, so that none is long. */
const BATCH_ROWS = 500;

/** Removes deliveries of a deleted webhook; true = there may be more. */
async function removeSomeDeliveries({ store }: HubContext, webhookId: string): Promise<boolean> {
  const { numDeletedRows } = await store.write((db) =>
    db
      .deleteFrom('webhook_delivery')
      .where('id', 'in', (of) =>
        of.selectFrom('webhook_delivery').select('id').where('webhook_id', '=', webhookId).limit(BATCH_ROWS),
      )
      .executeTakeFirstOrThrow(),
  );
  return Number(numDeletedRows) >= BATCH_ROWS;
}

/** Adds a test to the outbox; it is tried once. @throws NOT_FOUND */
export async function testWebhook(context: HubContext, admin: Admin, id: string): Promise<string> {
  return context.unit(async (unit) => {
    const { name } = await stored(unit, id);
    const payload = {
      type: TEST_EVENT_TYPE,
      timestamp: new Date(unit.now).toISOString(),
      data: { webhook: name, sentBy: admin.name },
    };
    return enqueueDelivery(unit, id, TEST_EVENT_TYPE, payload);
  });
}

export async function readDeliveries(context: HubContext, webhookId: string): Promise<Delivery[]> {
  const rows = await context.store.reader
    .selectFrom('webhook_delivery')
    .selectAll()
    .where('webhook_id', '=', webhookId)
    .orderBy('created_at', 'desc')
    .limit(MAX_DELIVERIES_SHOWN)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    event: row.event,
    state: row.state,
    attempts: row.attempts,
    createdAt: row.created_at,
    triedAt: row.tried_at,
    status: row.status,
    problem: row.problem,
    nextAt: row.due_at,
  }));
}
