/** The single path for creating work: one item, in its queue, at its age. */
import { randomUUID } from 'node:crypto';
import type { Queue, ServiceChannel } from '#core/setup/channels-and-queues.ts';
import { toJson } from '../store/json.ts';
import type { Unit, WorkItemRow } from '../unit/unit.ts';
import { announceQueue } from '../ledger/release.ts';

export interface NewItem {
  readonly channel: ServiceChannel;
  readonly queue: Queue;
  readonly customerId: string | null;
  readonly customer: string;
  readonly subject: string;
  /** Facts: they order work and fill the pop-up address. */
  readonly fields: Readonly<Record<string, string>>;
  /** Claims of the customer's page: shown to the agent as such, not used for any decision. */
  readonly claims?: Readonly<Record<string, string>>;
  readonly source: WorkItemRow['source'];
  readonly externalId?: string | null;
  readonly apiKeyId?: string | null;
  readonly requiredAgentId?: string | null;
  readonly preferredAgentId?: string | null;
}

/** Priority by a field's value, when the channel has such a table. */
function secondaryPriority(channel: ServiceChannel, fields: NewItem['fields']): number | null {
  const table = channel.secondaryPriority;
  if (!table) return null;
  return table.values.find((row) => row.value === fields[table.field])?.priority ?? null;
}

export async function createItem(unit: Unit, item: NewItem): Promise<WorkItemRow> {
  const row: WorkItemRow = {
    id: randomUUID(),
    channel_id: item.channel.id,
    queue_id: item.queue.id,
    state: 'queued',
    customer_id: item.customerId,
    customer: item.customer,
    subject: item.subject,
    fields_json: toJson(item.fields),
    claims_json: toJson(item.claims ?? {}),
    external_id: item.externalId ?? null,
    source: item.source,
    api_key_id: item.apiKeyId ?? null,
    priority: unit.directory.queueRouting(item.queue.id)?.priority ?? 0,
    secondary_priority: secondaryPriority(item.channel, item.fields),
    required_agent_id: item.requiredAgentId ?? null,
    required_profile_id: null,
    preferred_agent_id: item.preferredAgentId ?? null,
    original_at: unit.now,
    owner_agent_id: null,
    help_wanted: 0,
    opened_at: null,
    ended_at: null,
    ended_by: null,
    end_reason: null,
    outcome: null,
  };
  await unit.db.insertInto('work_item').values(row).execute();
  await unit.event(row.id, 'created', { detail: { source: item.source } });
  announceQueue(unit, row);
  return row;
}
