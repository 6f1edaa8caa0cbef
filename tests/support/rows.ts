/** Rows as the hub writes them, for databases filled without a hub. */
import type { WorkItemRow } from '#hub/unit/unit.ts';
import type { AgentWorkRow } from '#hub/ledger/terms.ts';

/** A chat waiting in Customer care of the sample centre. */
export const waitingItem: Omit<WorkItemRow, 'id' | 'customer' | 'original_at'> = {
  channel_id: 'chat',
  queue_id: 'care',
  state: 'queued',
  customer_id: null,
  subject: 'A question about an order',
  fields_json: '{}',
  claims_json: '{}',
  external_id: null,
  source: 'api',
  api_key_id: null,
  priority: 1,
  secondary_priority: null,
  required_agent_id: null,
  required_profile_id: null,
  preferred_agent_id: null,
  owner_agent_id: null,
  help_wanted: 0,
  opened_at: null,
  ended_at: null,
  ended_by: null,
  end_reason: null,
  outcome: null,
};

/** The times of the agent's work, in milliseconds. */
interface Times {
  readonly offered: number;
  readonly opened: number;
  readonly ended: number;
  readonly closed: number;
}

/** An agent's work on an item: answered, ended by the agent, wrapped up. */
export const finishedWork = (
  of: Pick<AgentWorkRow, 'id' | 'work_item_id' | 'agent_id'>,
  { offered, opened, ended, closed }: Times,
): AgentWorkRow => ({
  ...of,
  presence_session: 'earlier',
  state: 'closed',
  owns: 0,
  transfer_id: null,
  auto_accepted: 0,
  over_capacity: 0,
  pool: 'primary',
  size: 1000,
  holds: 0,
  terms_json: '{}',
  offered_at: offered,
  deadline: null,
  accepted_at: opened,
  ended_at: ended,
  ended_by: 'agent',
  end_reason: 'ended',
  decline_reason_id: null,
  decline_reason: null,
  decline_note: null,
  wrap_up_started_at: ended,
  wrap_up_deadline: null,
  extensions_used: 0,
  notes: '',
  outcome: null,
  closed_at: closed,
});
