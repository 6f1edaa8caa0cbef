/** Builds the complete state of an agent from committed rows, as of one instant. */
import type { Selectable } from 'kysely';
import { SOUND_LENGTH_SECONDS } from '#core/defaults.ts';
import { hubVersion } from '../base/version.ts';
import { declineView } from '#core/setup/decline-rules.ts';
import type { PresenceStatus } from '#core/setup/presence-status.ts';
import type { AgentSnapshot, Offer, OpenWork, StatusView, WrapUp } from '#core/snapshot.ts';
import type { HubContext } from '../unit/context.ts';
import { customerName } from '../ledger/names.ts';
import { readFields, readParams } from '../store/json.ts';
import type { Directory } from '../directory/directory.ts';
import type { ConversationTable, WorkItemTable } from '../store/schema.ts';
import { isRunningTransfer, liveWork } from '../store/states.ts';
import type { Db } from '../store/store.ts';
import type { AgentRow } from '../unit/unit.ts';
import { type AgentWorkRow, termsOf } from '../ledger/terms.ts';

function statusView(directory: Directory, status: PresenceStatus): StatusView {
  return {
    id: status.id,
    developerName: status.developerName,
    base: status.base,
    text: status.text,
    channels: status.channelIds.flatMap((id) => directory.channels.get(id)?.name ?? []),
    retired: !status.active,
  };
}

type ItemRow = Selectable<WorkItemTable>;
type ConversationRow = Selectable<ConversationTable>;

/** `https://crm/{case}` with the item's fields filled in; null when one is missing. */
export function popUpUrl(template: string | null, fields: Readonly<Record<string, string>>): string | null {
  if (template === null) return null;
  let missing = false;
  const url = template.replace(/\{([^}]+)\}/g, (_, name: string) => {
    const value = fields[name];
    if (value === undefined) missing = true;
    return encodeURIComponent(value ?? '');
  });
  return missing || !/^https?:\/\//.test(url) ? null : url;
}

function facts(directory: Directory, work: AgentWorkRow, item: ItemRow) {
  const channel = directory.channels.get(item.channel_id)!;
  const queue = item.queue_id === null ? undefined : directory.queues.get(item.queue_id);
  return {
    agentWorkId: work.id,
    workItemId: item.id,
    channel: { id: channel.id, name: channel.name, kind: channel.kind },
    queue: queue ? { id: queue.id, name: queue.name } : null,
    customer: item.customer,
    subject: item.subject,
    size: work.size,
    pool: work.pool,
  };
}

interface Parts {
  readonly directory: Directory;
  readonly items: ReadonlyMap<string, ItemRow>;
  readonly transfers: readonly {
    id: string;
    work_item_id: string;
    from_agent_work_id: string;
    from_agent_id: string;
    target: string;
    target_id: string;
    note: string;
    created_at: number;
  }[];
  readonly conversations: ReadonlyMap<string, ConversationRow & { last: LastMessage | null; unread: number }>;
}
interface LastMessage {
  readonly text: string;
  readonly from: 'customer' | 'agent' | 'system';
  readonly at: number;
}

function toOffer(parts: Parts, work: AgentWorkRow): Offer {
  const item = parts.items.get(work.work_item_id)!;
  const terms = termsOf(work);
  const transfer = parts.transfers.find((one) => one.id === work.transfer_id);
  return {
    ...facts(parts.directory, work, item),
    priority: item.priority,
    waitingSince: item.original_at,
    offeredAt: work.offered_at,
    deadline: work.deadline,
    canDecline: terms.canDecline,
    transfer: transfer
      ? { from: parts.directory.users.get(transfer.from_agent_id)?.name ?? '', note: transfer.note }
      : null,
    sound: terms.sound,
  };
}

function targetName(directory: Directory, transfer: Parts['transfers'][number]): string {
  if (transfer.target === 'queue') return directory.queues.get(transfer.target_id)?.name ?? '';
  if (transfer.target === 'profile') return directory.profiles.get(transfer.target_id)?.name ?? '';
  return directory.users.get(transfer.target_id)?.name ?? '';
}

function toOpenWork(parts: Parts, work: AgentWorkRow): OpenWork {
  const item = parts.items.get(work.work_item_id)!;
  const fields = readFields(item.fields_json);
  const conversation = parts.conversations.get(item.id);
  const transfer = parts.transfers.find((one) => one.from_agent_work_id === work.id);
  return {
    ...facts(parts.directory, work, item),
    state: item.state === 'on-hold' ? 'on-hold' : 'open',
    acceptedAt: work.accepted_at ?? work.offered_at,
    autoAccepted: work.auto_accepted === 1,
    fields,
    popUpUrl: popUpUrl(parts.directory.channels.get(item.channel_id)?.popUpUrl ?? null, fields),
    notes: work.notes,
    conversation: conversation
      ? {
          unread: conversation.unread,
          lastNumber: conversation.last_number,
          lastMessage: conversation.last,
          waitingForYouSince: conversation.waiting_for_agent_since,
          customerPresent: conversation.customer_present === 1,
        }
      : null,
    transfer: transfer ? { to: targetName(parts.directory, transfer), since: transfer.created_at } : null,
    helpWanted: item.help_wanted === 1,
  };
}

function toWrapUp(parts: Parts, work: AgentWorkRow): WrapUp {
  const item = parts.items.get(work.work_item_id)!;
  const terms = termsOf(work).wrapUp;
  return {
    ...facts(parts.directory, work, item),
    startedAt: work.wrap_up_started_at!,
    endedBy: work.ended_by ?? 'system',
    deadline: work.wrap_up_deadline!,
    extensionsUsed: work.extensions_used,
    maxExtensions: terms?.maxExtensions ?? 0,
    extensionSeconds: terms?.extensionSeconds ?? 0,
    notes: work.notes,
    outcome: work.outcome,
    outcomes: item.queue_id === null ? [] : (parts.directory.queues.get(item.queue_id)?.outcomes ?? []),
    hasConversation: parts.conversations.has(item.id),
  };
}

async function readParts(db: Db, directory: Directory, live: readonly AgentWorkRow[]): Promise<Parts> {
  const itemIds = [...new Set(live.map((work) => work.work_item_id))];
  if (itemIds.length === 0) return { directory, items: new Map(), transfers: [], conversations: new Map() };
  const items = await db.selectFrom('work_item').selectAll().where('id', 'in', itemIds).execute();
  const transfers = await db
    .selectFrom('transfer')
    .selectAll()
    .where('work_item_id', 'in', itemIds)
    .where(isRunningTransfer('state'))
    .execute();
  const conversations = await db
    .selectFrom('conversation')
    .selectAll()
    .where('work_item_id', 'in', itemIds)
    .execute();
  const known = new Map<string, ConversationRow & { last: LastMessage | null; unread: number }>();
  for (const row of conversations) {
    const recent = await db
      .selectFrom('message')
      .select(['text', 'sender_kind', 'at'])
      .where('work_item_id', '=', row.work_item_id)
      .where('sender_kind', 'in', ['customer', 'agent'])
      .orderBy('number', 'desc')
      .limit(1)
      .executeTakeFirst();
    const unread =
      row.last_number > row.agent_read
        ? await db
            .selectFrom('message')
            .select((select) => select.fn.countAll<number>().as('count'))
            .where('work_item_id', '=', row.work_item_id)
            .where('number', '>', row.agent_read)
            .where('sender_kind', '=', 'customer')
            .executeTakeFirstOrThrow()
        : { count: 0 };
    known.set(row.work_item_id, {
      ...row,
      unread: Number(unread.count),
      last: recent
        ? {
            text: recent.text.slice(0, 200),
            from: recent.sender_kind === 'customer' ? 'customer' : 'agent',
            at: recent.at,
          }
        : null,
    });
  }
  return { directory, items: new Map(items.map((item) => [item.id, item])), transfers, conversations: known };
}

function settingsView(directory: Directory, agentId: string): AgentSnapshot['settings'] {
  const { configuration } = directory.effective(agentId);
  return {
    ...declineView(configuration, directory.declineReasons),
    autoAccept: configuration.autoAccept,
    disconnectSound: configuration.disconnectSound,
    requestSound: configuration.requestSound,
    wrapUp: configuration.wrapUp,
    idle: { enabled: configuration.idle.enabled, afterMinutes: configuration.idle.afterMinutes },
    lock: configuration.lock.enabled,
    suspend: configuration.suspend.enabled,
  };
}

/** Withdrawn offers that still ring, where so configured; otherwise nothing is read. */
async function readSoundingOn(
  db: Db,
  directory: Directory,
  agentId: string,
  now: number,
): Promise<AgentSnapshot['soundingOn']> {
  if (!directory.effective(agentId).configuration.soundAfterCustomerLeft) return [];
  const rows = await db
    .selectFrom('agent_work')
    .selectAll()
    .where('agent_id', '=', agentId)
    .where('closed_at', 'is not', null)
    .where('state', '=', 'withdrawn')
    .where('ended_by', '=', 'customer')
    .where('offered_at', '>', now - SOUND_LENGTH_SECONDS.most * 1000)
    .execute();
  return rows
    .map((row) => ({ agentWorkId: row.id, offeredAt: row.offered_at, sound: termsOf(row).sound }))
    .filter(
      ({ sound, offeredAt }) =>
        sound.play && sound.afterCustomerLeft && offeredAt + sound.seconds * 1000 > now,
    );
}

/** Reasons after which one click returns to the previous status. */
const goBackReasons = new Set([
  'decline',
  'push-time-out',
  'idle',
  'lock',
  'suspend',
  'link-lost',
  'supervisor',
]);

function presenceView(directory: Directory, row: AgentRow): AgentSnapshot['presence'] {
  const back = row.previous_status_id === null ? undefined : directory.statuses.get(row.previous_status_id);
  const granted = directory.granted(row.agent_id);
  const canGoBack =
    goBackReasons.has(row.reason) && back !== undefined && granted.some((one) => one.id === back.id);
  return {
    status: statusView(directory, directory.status(row.status_id)),
    effectiveBase: row.effective_base,
    since: row.since,
    setBy: { kind: row.set_by, name: row.set_by_name },
    reason: row.reason,
    detail: readParams(row.detail_json),
    goBack: canGoBack ? statusView(directory, back) : null,
    until: row.until,
    next: row.next_status_id === null ? null : statusView(directory, directory.status(row.next_status_id)),
    link: row.link,
    signedIn: row.signed_in === 1,
  };
}

/** The agent's snapshot; null when the agent has no row yet. */
export async function readSnapshot(context: HubContext, agentId: string): Promise<AgentSnapshot | null> {
  const { directory } = context;
  return context.store.read(async (db) => {
    const row = await db
      .selectFrom('agent_state')
      .selectAll()
      .where('agent_id', '=', agentId)
      .executeTakeFirst();
    if (!row || !directory.users.has(agentId)) return null;
    const live = await db
      .selectFrom('agent_work')
      .selectAll()
      .where('agent_id', '=', agentId)
      .where(liveWork('state'))
      .orderBy('offered_at')
      .orderBy('id')
      .execute();
    const notices = await db
      .selectFrom('notice')
      .selectAll()
      .where('agent_id', '=', agentId)
      .orderBy('at')
      .execute();
    const parts = await readParts(db, directory, live);
    const user = directory.user(agentId);
    const settings = directory.effective(agentId);
    return {
      version: row.version,
      hubTime: context.clock.now(),
      agent: {
        id: user.id,
        username: user.username,
        name: user.name,
        alias: customerName(directory, agentId).alias,
        roles: [...user.roles],
        language: user.language,
      },
      ringingDeviceId: row.ringing_device_id,
      presence: presenceView(directory, row),
      statuses: directory.granted(agentId).map((status) => statusView(directory, status)),
      capacity: {
        primary: { used: row.used_primary, max: settings.capacity.primary },
        interruptible: { used: row.used_interruptible, max: settings.capacity.interruptible },
        showInterruptible: [...directory.channels.values()].some(
          (channel) => channel.active && channel.pool === 'interruptible',
        ),
      },
      soundingOn: await readSoundingOn(db, directory, agentId, context.clock.now()),
      offers: live.filter((work) => work.state === 'offered').map((work) => toOffer(parts, work)),
      work: live.filter((work) => work.state === 'opened').map((work) => toOpenWork(parts, work)),
      wrapUps: live.filter((work) => work.state === 'wrap-up').map((work) => toWrapUp(parts, work)),
      notices: notices.map((notice) => ({
        id: notice.id,
        kind: notice.kind as AgentSnapshot['notices'][number]['kind'],
        params: readParams(notice.params_json),
        at: notice.at,
      })),
      settings: settingsView(directory, agentId),
      hub: {
        customerPage: `${context.publicUrl()}/chat`,
        practice: { offered: directory.settings.practice, running: row.practice === 1 },
        version: hubVersion,
      },
    };
  });
}
