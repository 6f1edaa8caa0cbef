/** Work from other systems: created once per external id, reported on, cancelled before any agent opens it. */
import type { WorkItemReport } from '#core/contract/intake.ts';
import { AppError } from '#core/errors.ts';
import { permits } from '#core/setup/api-scopes.ts';
import type { KeyHolder } from '../auth/api-keys.ts';
import type { HubContext } from '../unit/context.ts';
import type { Db } from '../store/store.ts';
import { withdraw } from '../work/offers.ts';
import { createItem } from './create-item.ts';

async function report(context: HubContext, db: Db, id: string): Promise<WorkItemReport> {
  const { directory } = context;
  const row = await db.selectFrom('work_item').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw new AppError('NOT_FOUND', { what: 'work item' });
  return {
    id: row.id,
    externalId: row.external_id,
    state: row.state,
    channel: directory.channels.get(row.channel_id)?.developerName ?? row.channel_id,
    queue: row.queue_id === null ? null : (directory.queues.get(row.queue_id)?.developerName ?? row.queue_id),
    customer: row.customer,
    subject: row.subject,
    createdAt: row.original_at,
    owner: row.owner_agent_id === null ? null : (directory.users.get(row.owner_agent_id)?.username ?? null),
    closedAt: row.ended_at,
    endedBy: row.ended_by,
    outcome: row.outcome,
  };
}

/**
 * Checks what this key may do with an item. An item outside its reach is reported as missing.
 * @throws NOT_FOUND, SCOPE_MISSING
 */
async function checkReach(db: Db, key: KeyHolder, id: string, act: 'read' | 'write'): Promise<void> {
  const row = await db.selectFrom('work_item').select('api_key_id').where('id', '=', id).executeTakeFirst();
  const own = row?.api_key_id === key.id;
  if (row && permits(key.scopes, act, own)) return;
  if (row && (own || permits(key.scopes, 'read', own)))
    throw new AppError('SCOPE_MISSING', { context: 'named', scope: own ? `work:${act}` : `work:${act}:all` });
  throw new AppError('NOT_FOUND', { what: 'work item' });
}

/** @throws NOT_FOUND, SCOPE_MISSING */
export async function readReport(context: HubContext, key: KeyHolder, id: string): Promise<WorkItemReport> {
  await checkReach(context.store.reader, key, id, 'read');
  return report(context, context.store.reader, id);
}

/**
 * @throws NOT_FOUND for a channel, queue or agent that does not exist, SCOPE_MISSING, NAME_TAKEN for an external id of
 * an item that this key may not see
 */
export async function createFromApi(
  context: HubContext,
  key: KeyHolder,
  input: {
    readonly externalId: string | null;
    readonly channel: string;
    readonly queue: string;
    readonly customer: string;
    readonly subject: string;
    readonly fields: Readonly<Record<string, string>>;
    readonly requiredAgent: string | null;
    readonly preferredAgent: string | null;
  },
): Promise<WorkItemReport> {
  if (!permits(key.scopes, 'write', true))
    throw new AppError('SCOPE_MISSING', { context: 'named', scope: 'work:write' });
  const { directory } = context;
  const channel = [...directory.channels.values()].find(
    (one) => one.developerName === input.channel && one.active,
  );
  if (!channel) throw new AppError('NOT_FOUND', { what: `channel "${input.channel}"` });
  const queue = directory.queueByDeveloperName(input.queue);
  if (!queue) throw new AppError('NOT_FOUND', { what: `queue "${input.queue}"` });
  const agentId = (username: string | null) => {
    if (username === null) return null;
    const user = directory.userByName(username);
    if (!user) throw new AppError('NOT_FOUND', { what: `agent "${username}"` });
    return user.id;
  };
  const requiredAgentId = agentId(input.requiredAgent);
  const preferredAgentId = agentId(input.preferredAgent);
  return context.unit(async (unit) => {
    if (input.externalId !== null) {
      const before = await unit.db
        .selectFrom('work_item')
        .select(['id', 'api_key_id'])
        .where('external_id', '=', input.externalId)
        .executeTakeFirst();
      // The same external id is the same item; another system's item is returned only to keys that may read it.
      if (before && before.api_key_id !== key.id && !permits(key.scopes, 'read', false))
        throw new AppError('NAME_TAKEN', { context: 'named', name: input.externalId });
      if (before) return report(context, unit.db, before.id);
    }
    const item = await createItem(unit, {
      channel,
      queue,
      customerId: null,
      customer: input.customer,
      subject: input.subject,
      fields: input.fields,
      source: 'api',
      externalId: input.externalId,
      apiKeyId: key.id,
      requiredAgentId,
      preferredAgentId,
    });
    return report(context, unit.db, item.id);
  });
}

/** Idempotent for a cancelled item. @throws NOT_FOUND, SCOPE_MISSING, CONVERSATION_RUNNING once it was opened */
export async function cancelItem(context: HubContext, key: KeyHolder, id: string): Promise<WorkItemReport> {
  return context.unit(async (unit) => {
    await checkReach(unit.db, key, id, 'write');
    const offer = await unit.db
      .selectFrom('agent_work')
      .select('agent_id')
      .where('work_item_id', '=', id)
      .where('state', '=', 'offered')
      .executeTakeFirst();
    await unit.lockAgents([offer?.agent_id]);
    const item = await unit.item(id);
    if (item.state === 'queued' || item.state === 'offered')
      await withdraw(unit, item, 'system', 'cancelled');
    else if (item.state !== 'cancelled') throw new AppError('CONVERSATION_RUNNING');
    return report(context, unit.db, id);
  });
}
