/**
 * The tables, as Kysely sees them; the same on SQLite and on PostgreSQL. Times are milliseconds UTC, booleans 0 or 1,
 * amounts of capacity thousandths of a unit, `*_json` text that zod checks on read.
 */
import type { ColumnType, Generated } from 'kysely';
import type {
  AgentWorkState,
  BaseStatus,
  CapacityPool,
  EndedBy,
  LinkState,
  PresenceReason,
  WorkItemState,
} from '#core/vocabulary.ts';

/** A state produced by the transition tables; only `hub/ledger/transitions.ts` creates one. */
export type Moved<State> = State & { readonly moved: true };
/** A column whose updates only compile with such a state. */
type Movable<State> = ColumnType<State, State, Moved<State>>;

export type StoreKind = 'sqlite' | 'postgres';

type Flag = 0 | 1;

interface UserTable {
  id: string;
  username: string;
  name: string;
  first_name: string;
  nickname: string;
  alias: string;
  /** `scrypt$N$r$p$salt$hash`, or empty = cannot sign in with a password. */
  password_hash: string;
  roles_json: string;
  profile_id: string | null;
  language: string | null;
  active: Flag;
  supervises_json: string;
  capacity: number | null;
  default_status_id: string | null;
  presence_configuration_id: string | null;
  channel_ids_json: string;
  status_ids_json: string;
  version: number;
}

interface UserProfileTable {
  id: string;
  name: string;
  developer_name: string;
  description: string;
  capacity: number | null;
  default_status_id: string | null;
  presence_configuration_id: string | null;
  channel_ids_json: string;
  status_ids_json: string;
  version: number;
}

interface PresenceStatusTable {
  id: string;
  name: string;
  developer_name: string;
  base: BaseStatus;
  text: string;
  description: string;
  channel_ids_json: string;
  agent_can_set: Flag;
  active: Flag;
  sort_order: number;
  system: Flag;
  version: number;
}

/** Records whose settings are stored as one validated document. */
interface DocumentTable {
  id: string;
  name: string;
  developer_name: string;
  settings_json: string;
  version: number;
}

interface DeclineReasonTable {
  id: string;
  label: string;
  developer_name: string;
  active: Flag;
  version: number;
}

interface QueueTable extends DocumentTable {
  routing_configuration_id: string | null;
}

interface SoundTable {
  id: string;
  name: string;
  content_type: string;
  /** Base64, so that both databases store it alike. */
  content: string;
  created_at: number;
  bytes: number;
  milliseconds: number;
}

export interface SettingTable {
  key: string;
  value_json: string;
}

interface TokenTable {
  hash: string;
  user_id: string;
  device: string;
  created_at: number;
  expires_at: number;
}

/** An address from which a user has signed in; it is not blocked when others guess the password. */
interface KnownAddressTable {
  user_id: string;
  address_hash: string;
  signed_in_at: number;
}

/** A key with which a site signs facts about its customers; verification needs the secret itself. */
interface SigningKeyTable {
  id: string;
  name: string;
  secret: string;
  created_at: number;
}

interface ApiKeyTable {
  id: string;
  name: string;
  hash: string;
  created_at: number;
  last_used_at: number | null;
  active: Flag;
  scopes_json: string;
  /** When the key stops working; null = it does not expire. */
  expires_at: number | null;
}

interface WebhookTable {
  id: string;
  name: string;
  url: string;
  secret: string;
  events_json: string;
  active: Flag;
  version: number;
}

export interface WebhookDeliveryTable {
  id: string;
  webhook_id: string;
  event: string;
  payload_json: string;
  attempts: number;
  state: 'waiting' | 'delivered' | 'failed';
  created_at: number;
  /** Next retry time; null once retries are exhausted. */
  due_at: number | null;
  tried_at: number | null;
  /** HTTP status of the last response. */
  status: number | null;
  /** Why there was no response. */
  problem: string | null;
}

export interface AuditTable {
  id: string;
  at: number;
  actor_id: string | null;
  actor: string;
  action: string;
  entity: string;
  entity_id: string;
  before_json: string | null;
  after_json: string | null;
}

/**
 * One row per agent: the three facts of presence and the load. `version` increases with every change that the agent can
 * see.
 */
export interface AgentStateTable {
  agent_id: string;
  version: number;
  signed_in: Flag;
  presence_session: string;
  status_id: string;
  base: BaseStatus;
  effective_base: BaseStatus;
  held_by_hand: Flag;
  since: number;
  set_by: 'you' | 'system' | 'supervisor';
  set_by_name: string | null;
  reason: PresenceReason;
  detail_json: string;
  /** The status that a click or a return restores. */
  previous_status_id: string | null;
  until: number | null;
  /** The status that follows when `until` is over. */
  until_status_id: string | null;
  next_status_id: string | null;
  link: LinkState;
  link_since: number;
  ringing_device_id: string | null;
  used_primary: number;
  used_interruptible: number;
  open_items: number;
  live_offers: number;
  last_assigned_at: number | null;
  misses_in_a_row: number;
  /** The last activity reported by the machine: active, idle, locked, suspended. */
  activity: 'active' | 'idle' | 'locked' | 'suspended';
  activity_since: number;
  practice: Flag;
}

/** A device of an agent that has a socket, or had one moments ago. */
export interface DeviceTable {
  id: string;
  agent_id: string;
  name: string;
  run_id: string;
  /** The hub process that holds the socket; null = none. */
  hub_id: string | null;
  /** The connection that opened it last; only the end of this one may clear `hub_id`. */
  connection_id: string | null;
  connected_at: number;
  last_beat_at: number;
}

/** A hub process that is alive, or died moments ago. */
interface HubTable {
  id: string;
  started_at: number;
  /** Renewed every few seconds where several hubs may share the database. */
  beat_at: number;
}

export interface PresencePeriodTable {
  id: string;
  agent_id: string;
  status_id: string;
  status_text: string;
  base: BaseStatus;
  effective_base: BaseStatus;
  started_at: number;
  ended_at: number | null;
  set_by: string;
  set_by_name: string | null;
  reason: PresenceReason;
  /** Load over the period: the integral of used primary capacity over time, in thousandths × milliseconds. */
  load_area: number;
  load_from: number;
  load_used: number;
}

export interface WorkItemTable {
  id: string;
  channel_id: string;
  queue_id: string | null;
  state: Movable<WorkItemState>;
  customer_id: string | null;
  customer: string;
  subject: string;
  /** Facts: from integrators, or signed by the site. */
  fields_json: string;
  /** Unsigned claims of the customer's page: shown as such, not used for any decision. */
  claims_json: string;
  external_id: string | null;
  source: 'customer' | 'api' | 'practice' | 'agent';
  /** The API key that created it; null = none, or created before keys were recorded. */
  api_key_id: string | null;
  priority: number;
  secondary_priority: number | null;
  required_agent_id: string | null;
  required_profile_id: string | null;
  preferred_agent_id: string | null;
  /** When the customer began to wait; never changes. */
  original_at: number;
  owner_agent_id: string | null;
  help_wanted: Flag;
  opened_at: number | null;
  ended_at: number | null;
  ended_by: EndedBy | null;
  end_reason: string | null;
  outcome: string | null;
}

export interface AgentWorkTable {
  id: string;
  work_item_id: string;
  agent_id: string;
  presence_session: string;
  state: Movable<AgentWorkState>;
  /** Set while this row owns the item (an offer that is not a transfer, or open). */
  owns: Flag;
  transfer_id: string | null;
  auto_accepted: Flag;
  over_capacity: Flag;
  pool: CapacityPool;
  size: number;
  /** 1 while `size` counts in the agent's used capacity. */
  holds: Flag;
  /** Frozen when the offer is made: sound, decline, wrap-up terms. */
  terms_json: string;
  offered_at: number;
  deadline: number | null;
  accepted_at: number | null;
  ended_at: number | null;
  ended_by: EndedBy | null;
  end_reason: string | null;
  decline_reason_id: string | null;
  decline_reason: string | null;
  decline_note: string | null;
  wrap_up_started_at: number | null;
  wrap_up_deadline: number | null;
  extensions_used: number;
  notes: string;
  outcome: string | null;
  closed_at: number | null;
}

export interface TransferTable {
  id: string;
  work_item_id: string;
  from_agent_work_id: string;
  from_agent_id: string;
  target: 'queue' | 'agent' | 'profile';
  target_id: string;
  note: string;
  state: 'pending' | 'offered' | 'accepted' | 'returned' | 'cancelled';
  created_at: number;
}

export interface ExclusionTable {
  /** The work item's id, or the transfer's. */
  item_id: string;
  agent_id: string;
  presence_session: string;
  at: number;
}

export interface DeadlineTable {
  kind: string;
  subject_id: string;
  due_at: number;
}

export interface CommandTable {
  id: string;
  agent_id: string;
  at: number;
  answer_json: string;
}

export interface NoticeTable {
  id: string;
  agent_id: string;
  kind: string;
  params_json: string;
  at: number;
}

export interface CustomerTable {
  id: string;
  name: string;
  external_id: string | null;
  created_at: number;
}

export interface ConversationTable {
  work_item_id: string;
  token_hash: string;
  token_used_at: number;
  start_id: string | null;
  /** SHA-256 of the secret of the browser that started the chat; only that browser gets the same chat again. */
  browser_hash: string | null;
  last_number: number;
  customer_delivered: number;
  customer_read: number;
  agent_delivered: number;
  agent_read: number;
  waiting_for_agent_since: number | null;
  customer_seen_at: number;
  customer_present: Flag;
}

export interface MessageTable {
  work_item_id: string;
  number: number;
  client_id: string;
  sender_kind: 'customer' | 'agent' | 'system' | 'whisper';
  sender_id: string | null;
  /** The real name. */
  sender: string;
  /** The name customers see instead. */
  sender_alias: string;
  text: string;
  event: string | null;
  at: number;
}

/** Events of an item, one row each; append-only, kept for `WORK_EVENT_RETENTION_MS`. */
export interface WorkEventTable {
  id: Generated<number>;
  work_item_id: string;
  agent_work_id: string | null;
  agent_id: string | null;
  at: number;
  what: string;
  detail_json: string;
}

/** A summed day, in the time zone of the hub that summed it. The next one begins where the last one ends. */
interface SummedDayTable {
  starts_at: number;
  /** Exclusive. */
  ends_at: number;
}

/** The sums of one agent in one day; `AgentSums`. */
interface AgentDayTable {
  starts_at: number;
  agent_id: string;
  sums_json: string;
}

/** The sums of one queue in one day; `QueueSums`. */
interface QueueDayTable {
  starts_at: number;
  queue_id: string;
  sums_json: string;
}

export interface Database {
  app_user: UserTable;
  user_profile: UserProfileTable;
  presence_status: PresenceStatusTable;
  presence_configuration: DocumentTable;
  decline_reason: DeclineReasonTable;
  service_channel: DocumentTable;
  routing_configuration: DocumentTable;
  queue: QueueTable;
  sound: SoundTable;
  setting: SettingTable;
  token: TokenTable;
  known_address: KnownAddressTable;
  signing_key: SigningKeyTable;
  api_key: ApiKeyTable;
  webhook: WebhookTable;
  webhook_delivery: WebhookDeliveryTable;
  audit: AuditTable;
  agent_state: AgentStateTable;
  device: DeviceTable;
  hub: HubTable;
  presence_period: PresencePeriodTable;
  work_item: WorkItemTable;
  agent_work: AgentWorkTable;
  transfer: TransferTable;
  exclusion: ExclusionTable;
  deadline: DeadlineTable;
  command: CommandTable;
  notice: NoticeTable;
  customer: CustomerTable;
  conversation: ConversationTable;
  message: MessageTable;
  work_event: WorkEventTable;
  summed_day: SummedDayTable;
  agent_day: AgentDayTable;
  queue_day: QueueDayTable;
}
