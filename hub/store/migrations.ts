/** The migrations, in order. A shipped migration is never edited; a new one is added. */
import { type Kysely, sql } from 'kysely';
import type { Migration, MigrationProvider } from 'kysely/migration';
import type { StoreKind } from './schema.ts';
import { indexYearOfData } from './steps/0006-year-of-data.ts';
import { addDailySums } from './steps/0007-daily-sums.ts';
import { addApiKeyScopes } from './steps/0008-api-key-scopes.ts';
import { followHubs } from './steps/0009-hubs-and-links.ts';
import { separateClaims } from './steps/0010-claims-and-rights.ts';
import { nameEndsOfWork } from './steps/0011-what-ends-mean.ts';

type Column = readonly [
  name: string,
  type: 'text' | 'int' | 'time',
  ...options: ('null' | 'pk' | 'unique')[],
];

/** `time` is 64 bits wide; every column is NOT NULL unless it says `null`. */
async function createTable(
  db: Kysely<unknown>,
  name: string,
  columns: readonly Column[],
  keys: readonly string[] = [],
) {
  let table = db.schema.createTable(name);
  for (const [column, type, ...options] of columns) {
    table = table.addColumn(column, type === 'text' ? 'text' : type === 'int' ? 'integer' : 'bigint', (c) => {
      let built = options.includes('null') ? c : c.notNull();
      if (options.includes('pk')) built = built.primaryKey();
      if (options.includes('unique')) built = built.unique();
      return built;
    });
  }
  if (keys.length > 0) table = table.addPrimaryKeyConstraint(`${name}_pk`, keys as never[]);
  await table.execute();
}

const documentColumns: readonly Column[] = [
  ['id', 'text', 'pk'],
  ['name', 'text'],
  ['developer_name', 'text', 'unique'],
  ['settings_json', 'text'],
  ['version', 'int'],
];
const propertyColumns: readonly Column[] = [
  ['capacity', 'int', 'null'],
  ['default_status_id', 'text', 'null'],
  ['presence_configuration_id', 'text', 'null'],
  ['channel_ids_json', 'text'],
  ['status_ids_json', 'text'],
  ['version', 'int'],
];

async function createSetup(db: Kysely<unknown>) {
  await createTable(db, 'app_user', [
    ['id', 'text', 'pk'],
    ['username', 'text', 'unique'],
    ['name', 'text'],
    ['first_name', 'text'],
    ['nickname', 'text'],
    ['alias', 'text'],
    ['password_hash', 'text'],
    ['roles_json', 'text'],
    ['profile_id', 'text', 'null'],
    ['language', 'text', 'null'],
    ['active', 'int'],
    ...propertyColumns,
  ]);
  await createTable(db, 'user_profile', [
    ['id', 'text', 'pk'],
    ['name', 'text'],
    ['developer_name', 'text', 'unique'],
    ['description', 'text'],
    ...propertyColumns,
  ]);
  await createTable(db, 'presence_status', [
    ['id', 'text', 'pk'],
    ['name', 'text'],
    ['developer_name', 'text', 'unique'],
    ['base', 'text'],
    ['text', 'text'],
    ['description', 'text'],
    ['channel_ids_json', 'text'],
    ['agent_can_set', 'int'],
    ['active', 'int'],
    ['sort_order', 'int'],
    ['system', 'int'],
    ['version', 'int'],
  ]);
  await createTable(db, 'decline_reason', [
    ['id', 'text', 'pk'],
    ['label', 'text'],
    ['developer_name', 'text', 'unique'],
    ['active', 'int'],
    ['version', 'int'],
  ]);
  for (const name of ['presence_configuration', 'service_channel', 'routing_configuration'])
    await createTable(db, name, documentColumns);
  await createTable(db, 'queue', [...documentColumns, ['routing_configuration_id', 'text', 'null']]);
  await createTable(db, 'sound', [
    ['id', 'text', 'pk'],
    ['name', 'text'],
    ['content_type', 'text'],
    ['content', 'text'],
    ['created_at', 'time'],
  ]);
  await createTable(db, 'setting', [
    ['key', 'text', 'pk'],
    ['value_json', 'text'],
  ]);
  await createTable(db, 'api_key', [
    ['id', 'text', 'pk'],
    ['name', 'text'],
    ['hash', 'text', 'unique'],
    ['created_at', 'time'],
    ['last_used_at', 'time', 'null'],
    ['active', 'int'],
  ]);
  await createTable(db, 'webhook', [
    ['id', 'text', 'pk'],
    ['name', 'text'],
    ['url', 'text'],
    ['secret', 'text'],
    ['events_json', 'text'],
    ['active', 'int'],
    ['version', 'int'],
  ]);
  await createTable(db, 'webhook_delivery', [
    ['id', 'text', 'pk'],
    ['webhook_id', 'text'],
    ['event', 'text'],
    ['payload_json', 'text'],
    ['attempts', 'int'],
    ['state', 'text'],
    ['created_at', 'time'],
  ]);
  await createTable(db, 'audit', [
    ['id', 'text', 'pk'],
    ['at', 'time'],
    ['actor_id', 'text', 'null'],
    ['actor', 'text'],
    ['action', 'text'],
    ['entity', 'text'],
    ['entity_id', 'text'],
    ['before_json', 'text', 'null'],
    ['after_json', 'text', 'null'],
  ]);
  await db.schema.createIndex('audit_at').on('audit').column('at').execute();
}

async function createPresence(db: Kysely<unknown>) {
  await createTable(db, 'token', [
    ['hash', 'text', 'pk'],
    ['user_id', 'text'],
    ['device', 'text'],
    ['created_at', 'time'],
    ['expires_at', 'time'],
  ]);
  await createTable(db, 'agent_state', [
    ['agent_id', 'text', 'pk'],
    ['version', 'int'],
    ['signed_in', 'int'],
    ['presence_session', 'text'],
    ['status_id', 'text'],
    ['base', 'text'],
    ['effective_base', 'text'],
    ['held_by_hand', 'int'],
    ['since', 'time'],
    ['set_by', 'text'],
    ['set_by_name', 'text', 'null'],
    ['reason', 'text'],
    ['detail_json', 'text'],
    ['previous_status_id', 'text', 'null'],
    ['until', 'time', 'null'],
    ['until_status_id', 'text', 'null'],
    ['next_status_id', 'text', 'null'],
    ['link', 'text'],
    ['link_since', 'time'],
    ['ringing_device_id', 'text', 'null'],
    ['used_primary', 'int'],
    ['used_interruptible', 'int'],
    ['open_items', 'int'],
    ['live_offers', 'int'],
    ['last_assigned_at', 'time', 'null'],
    ['misses_in_a_row', 'int'],
    ['activity', 'text'],
    ['activity_since', 'time'],
    ['practice', 'int'],
  ]);
  await db.schema
    .createIndex('agent_state_routable')
    .on('agent_state')
    .columns(['signed_in', 'link'])
    .execute();
  await createTable(
    db,
    'device',
    [
      ['id', 'text'],
      ['agent_id', 'text'],
      ['name', 'text'],
      ['run_id', 'text'],
      ['hub_id', 'text', 'null'],
      ['connected_at', 'time'],
      ['last_beat_at', 'time'],
    ],
    ['agent_id', 'id'],
  );
  await createTable(db, 'presence_period', [
    ['id', 'text', 'pk'],
    ['agent_id', 'text'],
    ['status_id', 'text'],
    ['status_text', 'text'],
    ['base', 'text'],
    ['effective_base', 'text'],
    ['started_at', 'time'],
    ['ended_at', 'time', 'null'],
    ['set_by', 'text'],
    ['set_by_name', 'text', 'null'],
    ['reason', 'text'],
    ['load_area', 'time'],
    ['load_from', 'time'],
    ['load_used', 'int'],
  ]);
  await db.schema
    .createIndex('presence_period_agent')
    .on('presence_period')
    .columns(['agent_id', 'started_at'])
    .execute();
  await sql`create unique index presence_period_one_open on presence_period (agent_id) where ended_at is null`.execute(
    db,
  );
  await createTable(db, 'notice', [
    ['id', 'text', 'pk'],
    ['agent_id', 'text'],
    ['kind', 'text'],
    ['params_json', 'text'],
    ['at', 'time'],
  ]);
  await db.schema.createIndex('notice_agent').on('notice').column('agent_id').execute();
  await createTable(db, 'command', [
    ['id', 'text', 'pk'],
    ['agent_id', 'text'],
    ['at', 'time'],
    ['answer_json', 'text'],
  ]);
  await db.schema.createIndex('command_at').on('command').column('at').execute();
  await createTable(
    db,
    'deadline',
    [
      ['kind', 'text'],
      ['subject_id', 'text'],
      ['due_at', 'time'],
    ],
    ['kind', 'subject_id'],
  );
  await db.schema.createIndex('deadline_due').on('deadline').column('due_at').execute();
}

async function createWork(db: Kysely<unknown>, kind: StoreKind) {
  await createTable(db, 'customer', [
    ['id', 'text', 'pk'],
    ['name', 'text'],
    ['external_id', 'text', 'null'],
    ['created_at', 'time'],
  ]);
  await createTable(db, 'work_item', [
    ['id', 'text', 'pk'],
    ['channel_id', 'text'],
    ['queue_id', 'text', 'null'],
    ['state', 'text'],
    ['customer_id', 'text', 'null'],
    ['customer', 'text'],
    ['subject', 'text'],
    ['fields_json', 'text'],
    ['external_id', 'text', 'null'],
    ['source', 'text'],
    ['priority', 'int'],
    ['secondary_priority', 'int', 'null'],
    ['required_agent_id', 'text', 'null'],
    ['required_profile_id', 'text', 'null'],
    ['preferred_agent_id', 'text', 'null'],
    ['original_at', 'time'],
    ['owner_agent_id', 'text', 'null'],
    ['help_wanted', 'int'],
    ['opened_at', 'time', 'null'],
    ['ended_at', 'time', 'null'],
    ['ended_by', 'text', 'null'],
    ['end_reason', 'text', 'null'],
    ['outcome', 'text', 'null'],
  ]);
  await sql`create index work_item_waiting on work_item (queue_id, priority, secondary_priority, original_at) where state = 'queued'`.execute(
    db,
  );
  await sql`create unique index work_item_external on work_item (external_id) where external_id is not null`.execute(
    db,
  );
  await db.schema.createIndex('work_item_customer').on('work_item').column('customer_id').execute();
  await createTable(db, 'agent_work', [
    ['id', 'text', 'pk'],
    ['work_item_id', 'text'],
    ['agent_id', 'text'],
    ['presence_session', 'text'],
    ['state', 'text'],
    ['owns', 'int'],
    ['transfer_id', 'text', 'null'],
    ['auto_accepted', 'int'],
    ['over_capacity', 'int'],
    ['pool', 'text'],
    ['size', 'int'],
    ['holds', 'int'],
    ['terms_json', 'text'],
    ['offered_at', 'time'],
    ['deadline', 'time', 'null'],
    ['accepted_at', 'time', 'null'],
    ['ended_at', 'time', 'null'],
    ['ended_by', 'text', 'null'],
    ['end_reason', 'text', 'null'],
    ['decline_reason_id', 'text', 'null'],
    ['decline_reason', 'text', 'null'],
    ['decline_note', 'text', 'null'],
    ['wrap_up_started_at', 'time', 'null'],
    ['wrap_up_deadline', 'time', 'null'],
    ['extensions_used', 'int'],
    ['notes', 'text'],
    ['outcome', 'text', 'null'],
    ['closed_at', 'time', 'null'],
  ]);
  await sql`create unique index agent_work_one_owner on agent_work (work_item_id) where owns = 1`.execute(db);
  await sql`create unique index agent_work_one_offer on agent_work (work_item_id) where state = 'offered'`.execute(
    db,
  );
  await sql`create index agent_work_live on agent_work (agent_id) where state in ('offered', 'opened', 'wrap-up')`.execute(
    db,
  );
  await db.schema.createIndex('agent_work_item').on('agent_work').column('work_item_id').execute();
  await createTable(db, 'transfer', [
    ['id', 'text', 'pk'],
    ['work_item_id', 'text'],
    ['from_agent_work_id', 'text'],
    ['from_agent_id', 'text'],
    ['target', 'text'],
    ['target_id', 'text'],
    ['note', 'text'],
    ['state', 'text'],
    ['created_at', 'time'],
  ]);
  await sql`create unique index transfer_one_running on transfer (work_item_id) where state in ('pending', 'offered')`.execute(
    db,
  );
  await sql`create index transfer_pending on transfer (created_at) where state = 'pending'`.execute(db);
  await createTable(
    db,
    'exclusion',
    [
      ['item_id', 'text'],
      ['agent_id', 'text'],
      ['presence_session', 'text'],
      ['at', 'time'],
    ],
    ['item_id', 'agent_id'],
  );
  await createTable(db, 'conversation', [
    ['work_item_id', 'text', 'pk'],
    ['token_hash', 'text', 'unique'],
    ['token_used_at', 'time'],
    ['start_id', 'text', 'null', 'unique'],
    ['last_number', 'int'],
    ['customer_delivered', 'int'],
    ['customer_read', 'int'],
    ['agent_delivered', 'int'],
    ['agent_read', 'int'],
    ['waiting_for_agent_since', 'time', 'null'],
    ['customer_seen_at', 'time'],
    ['customer_present', 'int'],
  ]);
  await createTable(
    db,
    'message',
    [
      ['work_item_id', 'text'],
      ['number', 'int'],
      ['client_id', 'text'],
      ['sender_kind', 'text'],
      ['sender_id', 'text', 'null'],
      ['sender', 'text'],
      ['sender_alias', 'text'],
      ['text', 'text'],
      ['event', 'text', 'null'],
      ['at', 'time'],
    ],
    ['work_item_id', 'number'],
  );
  await db.schema
    .createIndex('message_client')
    .unique()
    .on('message')
    .columns(['work_item_id', 'client_id'])
    .execute();
  const autoId =
    kind === 'postgres'
      ? sql`bigint generated always as identity primary key`
      : sql`integer primary key autoincrement`;
  await sql`create table work_event (id ${autoId}, work_item_id text not null, agent_work_id text, agent_id text, at bigint not null, what text not null, detail_json text not null)`.execute(
    db,
  );
  await db.schema.createIndex('work_event_item').on('work_event').column('work_item_id').execute();
}

/** Deliveries record when they are due and the result of the last attempt; sounds their size and length. */
async function followDeliveries(db: Kysely<unknown>) {
  for (const [table, column, type] of [
    ['webhook_delivery', 'due_at', 'bigint'],
    ['webhook_delivery', 'tried_at', 'bigint'],
    ['webhook_delivery', 'status', 'integer'],
    ['webhook_delivery', 'problem', 'text'],
  ] as const)
    await db.schema.alterTable(table).addColumn(column, type).execute();
  for (const column of ['bytes', 'milliseconds'])
    await db.schema
      .alterTable('sound')
      .addColumn(column, 'integer', (c) => c.notNull().defaultTo(0))
      .execute();
  await sql`create index webhook_delivery_due on webhook_delivery (due_at) where state = 'waiting'`.execute(
    db,
  );
  await db.schema
    .createIndex('webhook_delivery_of')
    .on('webhook_delivery')
    .columns(['webhook_id', 'created_at'])
    .execute();
  await db.schema.createIndex('audit_entity').on('audit').columns(['entity', 'at']).execute();
}

/** For supervisors: totals per day of agents and queues, live work, and the scope of each supervisor. */
async function addSupervision(db: Kysely<unknown>) {
  await db.schema
    .alterTable('app_user')
    .addColumn('supervises_json', 'text', (column) => column.notNull().defaultTo('null'))
    .execute();
  await db.schema
    .createIndex('agent_work_agent')
    .on('agent_work')
    .columns(['agent_id', 'offered_at'])
    .execute();
  await db.schema
    .createIndex('work_item_opened')
    .on('work_item')
    .columns(['queue_id', 'opened_at'])
    .execute();
  await db.schema.createIndex('work_item_ended').on('work_item').columns(['queue_id', 'ended_at']).execute();
  await sql`create index work_item_live on work_item (id) where state not in ('closed', 'cancelled')`.execute(
    db,
  );
}

/** Indexes for the router's reads: the front of a queue and the kinds of work in it, even with thousands waiting. */
async function orderLongLines(db: Kysely<unknown>) {
  await sql`create index work_item_line on work_item (priority, (case when secondary_priority is null then 1 else 0 end), secondary_priority, original_at, id) where state = 'queued'`.execute(
    db,
  );
  await sql`create index work_item_kind on work_item (queue_id, channel_id, required_agent_id, required_profile_id, preferred_agent_id) where state = 'queued'`.execute(
    db,
  );
}

/** Every migration by its name; names sort in chronological order. */
export function migrations(kind: StoreKind): MigrationProvider & { readonly names: readonly string[] } {
  const steps: Record<string, Migration> = {
    '0001-first-house': {
      async up(db: Kysely<unknown>) {
        await createSetup(db);
        await createPresence(db);
        await createWork(db, kind);
      },
    },
    '0003-supervision': { up: addSupervision },
    '0004-deliveries-and-sounds': { up: followDeliveries },
    '0005-long-lines': { up: orderLongLines },
    '0006-year-of-data': { up: indexYearOfData },
    '0007-daily-sums': { up: addDailySums },
    '0008-api-key-scopes': { up: addApiKeyScopes },
    '0009-hubs-and-links': { up: followHubs },
    '0010-claims-and-rights': { up: separateClaims },
    '0011-what-ends-mean': { up: nameEndsOfWork },
  };
  return { names: Object.keys(steps), getMigrations: async () => steps };
}
