/**
 * A plausible history of a contact centre, item by item, deterministic by seed: closed conversations on working days,
 * with their offers, messages, webhook deliveries and log entries.
 */
import type {
  AuditTable,
  CommandTable,
  ConversationTable,
  CustomerTable,
  MessageTable,
  NoticeTable,
  PresencePeriodTable,
  TransferTable,
  WebhookDeliveryTable,
  WorkEventTable,
} from '#hub/store/schema.ts';
import type { WorkItemRow } from '#hub/unit/unit.ts';
import type { AgentWorkRow } from '#hub/ledger/terms.ts';
import { finishedWork, waitingItem } from '../support/rows.ts';

export interface History {
  work_item: WorkItemRow[];
  agent_work: AgentWorkRow[];
  customer: CustomerTable[];
  conversation: ConversationTable[];
  message: MessageTable[];
  transfer: TransferTable[];
  presence_period: PresencePeriodTable[];
  work_event: Omit<WorkEventTable, 'id'>[];
  webhook_delivery: WebhookDeliveryTable[];
  audit: AuditTable[];
  command: CommandTable[];
  notice: NoticeTable[];
}

export const historyTables: readonly (keyof History)[] = [
  'work_item',
  'agent_work',
  'customer',
  'conversation',
  'message',
  'transfer',
  'presence_period',
  'work_event',
  'webhook_delivery',
  'audit',
  'command',
  'notice',
];

const noHistory = (): History => ({
  work_item: [],
  agent_work: [],
  customer: [],
  conversation: [],
  message: [],
  transfer: [],
  presence_period: [],
  work_event: [],
  webhook_delivery: [],
  audit: [],
  command: [],
  notice: [],
});

export interface YearOptions {
  readonly items: number;
  /** Per conversation. */
  readonly messages: number;
  readonly days: number;
  /** Everything has ended before this time. */
  readonly until: number;
  readonly agentIds: readonly string[];
  readonly queueIds: readonly string[];
  readonly channelId: string;
  readonly webhookIds: readonly string[];
  readonly seed: number;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** The hub keeps deliveries and log entries of an item for this long. */
const RETENTION_MS = 14 * DAY;
const WORKDAY = { from: 8, hours: 12 };

/** Numbers from 0 to 1, deterministic by seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const sentences = [
  'Hello, my order has not arrived yet and I would like to know where it is.',
  'Thank you for waiting. May I have the number of the order, please?',
  'It is 4711-0815, ordered on Monday.',
  'I see it here. It left the warehouse this morning and should be with you tomorrow.',
  'Could it be sent to my office instead?',
  'Yes, I have changed the address. You get an e-mail in a minute.',
  'Perfect, that is all. Have a good day!',
  'You are welcome. Goodbye!',
] as const;

export class Year {
  readonly #options: YearOptions;
  readonly #random: () => number;
  readonly #workdays: readonly number[];

  constructor(options: YearOptions) {
    this.#options = options;
    this.#random = randomNumbers(options.seed);
    const midnight = new Date(options.until);
    midnight.setHours(0, 0, 0, 0);
    const days: number[] = [];
    for (let back = options.days; back >= 1; back--) {
      const day = new Date(midnight);
      day.setDate(day.getDate() - back);
      if (day.getDay() !== 0 && day.getDay() !== 6) days.push(day.getTime());
    }
    this.#workdays = days.length > 0 ? days : [midnight.getTime() - DAY];
  }

  /** Presence of every agent on every working day. */
  *presence(): Generator<History> {
    for (const day of this.#workdays) {
      const into = noHistory();
      for (const agentId of this.#options.agentIds) this.#dayOf(agentId, day, into);
      yield into;
    }
  }

  /** The items in order of arrival, in batches of this size. */
  *items(atOnce: number): Generator<History> {
    const { items } = this.#options;
    for (let from = 0; from < items; from += atOnce) {
      const into = noHistory();
      for (let index = from; index < Math.min(items, from + atOnce); index++)
        this.#item(this.#arrival(index), into);
      yield into;
    }
  }

  #arrival(index: number): number {
    const at = (index / this.#options.items) * this.#workdays.length;
    const day = this.#workdays[Math.floor(at)]!;
    return Math.floor(day + WORKDAY.from * HOUR + (at % 1) * WORKDAY.hours * HOUR);
  }

  #pick<T>(from: readonly T[]): T {
    return from[Math.floor(this.#random() * from.length)]!;
  }

  #between(least: number, most: number): number {
    return Math.floor(least + this.#random() * (most - least));
  }

  #id(): string {
    const part = () =>
      Math.floor(this.#random() * 4_294_967_296)
        .toString(16)
        .padStart(8, '0');
    const [a, b, c, d] = [part(), part(), part(), part()];
    return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-a${c.slice(1, 4)}-${c.slice(4)}${d}`;
  }

  #dayOf(agentId: string, day: number, into: History): void {
    let at = day + WORKDAY.from * HOUR + this.#between(0, 600_000);
    const end = at + WORKDAY.hours * HOUR;
    const kinds = [
      ['Available', 'Available', 'available', 'available'],
      ['Available', 'Available', 'available', 'busy'],
      ['Busy', 'Busy', 'busy', 'busy'],
      ['Away', 'Away', 'away', 'away'],
    ] as const;
    for (let turn = 0; at < end; turn++) {
      const [id, text, base, effective] = kinds[turn % kinds.length]!;
      const to = Math.min(end, at + this.#between(20 * 60_000, 2 * HOUR));
      into.presence_period.push({
        id: this.#id(),
        agent_id: agentId,
        status_id: id,
        status_text: text,
        base,
        effective_base: effective,
        started_at: at,
        ended_at: to,
        set_by: 'you',
        set_by_name: null,
        reason: 'manual',
        load_area: 0,
        load_from: at,
        load_used: 0,
      });
      at = to;
    }
  }

  #item(arrivedAt: number, into: History): void {
    const id = this.#id();
    const queueId = this.#pick(this.#options.queueIds);
    const customerId = this.#id();
    const customer = `Customer ${customerId.slice(0, 6)}`;
    const kind = this.#random();
    const item: WorkItemRow = {
      ...waitingItem,
      id,
      channel_id: this.#options.channelId,
      queue_id: queueId,
      customer_id: customerId,
      customer,
      fields_json: '{"orderId":"4711-0815"}',
      source: 'customer',
      original_at: arrivedAt,
    };
    const works =
      kind < 0.06 ? this.#abandoned(item, into) : this.#served(item, kind > 0.9, kind > 0.98, into);
    into.work_item.push(item);
    into.agent_work.push(...works);
    into.customer.push({ id: customerId, name: customer, external_id: null, created_at: arrivedAt });
    this.#conversation(item, works.at(-1)?.agent_id ?? null, into);
    this.#traces(item, works, into);
  }

  #abandoned(item: WorkItemRow, into: History): AgentWorkRow[] {
    const end = item.original_at + this.#between(5_000, 300_000);
    Object.assign(item, {
      state: 'cancelled',
      ended_at: end,
      ended_by: 'customer',
      end_reason: 'customer-left',
    });
    const missed = this.#refused(item, item.original_at + 1_000, into);
    return end > missed.closed_at! ? [missed] : [];
  }

  /** An offer that was not accepted. */
  #refused(item: WorkItemRow, at: number, into: History): AgentWorkRow {
    const declined = this.#random() < 0.5;
    const agentId = this.#pick(this.#options.agentIds);
    const end = at + (declined ? 8_000 : 30_000);
    if (!declined && this.#random() < 0.05)
      into.notice.push({
        id: this.#id(),
        agent_id: agentId,
        kind: 'missed-request',
        params_json: '{"customer":"A customer","waitedSeconds":30}',
        at: end,
      });
    return {
      ...finishedWork(
        { id: this.#id(), work_item_id: item.id, agent_id: agentId },
        { offered: at, opened: end, ended: end, closed: end },
      ),
      state: declined ? 'declined' : 'declined-on-push-time-out',
      accepted_at: null,
      wrap_up_started_at: null,
      decline_reason: declined ? 'Too busy' : null,
      ended_by: declined ? 'agent' : 'system',
      end_reason: declined ? 'declined' : 'push-time-out',
    };
  }

  #served(item: WorkItemRow, refusedOnce: boolean, transferred: boolean, into: History): AgentWorkRow[] {
    let at = item.original_at + this.#between(200, 30_000);
    const works: AgentWorkRow[] = [];
    if (refusedOnce) {
      const refused = this.#refused(item, at, into);
      works.push(refused);
      at = refused.closed_at! + 500;
    }
    const first = this.#taken(item, at);
    item.opened_at = first.accepted_at;
    works.push(first);
    let last = first;
    if (transferred) {
      const transferId = this.#id();
      Object.assign(first, { end_reason: 'transferred' });
      last = { ...this.#taken(item, first.ended_at!), transfer_id: transferId };
      works.push(last);
      into.transfer.push({
        id: transferId,
        work_item_id: item.id,
        from_agent_work_id: first.id,
        from_agent_id: first.agent_id,
        target: 'agent',
        target_id: last.agent_id,
        note: 'Knows the product',
        state: 'accepted',
        created_at: first.ended_at! - 5_000,
      });
    }
    Object.assign(item, {
      state: 'closed',
      owner_agent_id: last.agent_id,
      ended_at: last.ended_at,
      ended_by: 'agent',
      end_reason: 'ended',
      outcome: 'Solved',
    });
    return works;
  }

  #taken(item: WorkItemRow, offered: number): AgentWorkRow {
    const opened = offered + this.#between(1_500, 12_000);
    const ended = opened + this.#between(90_000, 600_000);
    const closed = ended + this.#between(10_000, 90_000);
    const agentId = this.#pick(this.#options.agentIds);
    return {
      ...finishedWork(
        { id: this.#id(), work_item_id: item.id, agent_id: agentId },
        { offered, opened, ended, closed },
      ),
      terms_json:
        '{"sound":{"play":true,"seconds":10},"canDecline":true,"wrapUp":{"seconds":60,"maxExtensions":2}}',
      outcome: 'Solved',
      notes: 'Order found and sent again.',
    };
  }

  #conversation(item: WorkItemRow, agentId: string | null, into: History): void {
    const { messages } = this.#options;
    const end = item.ended_at!;
    into.conversation.push({
      work_item_id: item.id,
      token_hash: this.#id(),
      token_used_at: end,
      start_id: this.#id(),
      browser_hash: null,
      last_number: messages,
      customer_delivered: messages,
      customer_read: messages,
      agent_delivered: messages,
      agent_read: messages,
      waiting_for_agent_since: null,
      customer_seen_at: end,
      customer_present: 0,
    });
    for (let number = 1; number <= messages; number++) {
      const system = number === messages || (number === 2 && agentId !== null);
      const fromAgent = agentId !== null && number % 2 === 0;
      into.message.push({
        work_item_id: item.id,
        number,
        client_id: this.#id(),
        sender_kind: system ? 'system' : fromAgent ? 'agent' : 'customer',
        sender_id: !system && fromAgent ? agentId : null,
        sender: system ? '' : fromAgent ? agentId : item.customer,
        sender_alias: system ? '' : fromAgent ? 'Support' : item.customer,
        text: system ? '' : sentences[(number - 1) % sentences.length]!,
        event: !system ? null : number === messages ? 'ended' : 'agent-joined',
        at: Math.floor(item.original_at + ((end - item.original_at) * number) / messages),
      });
    }
  }

  /** Everything else the hub writes: log entries of the item, deliveries, command results, the audit log. */
  #traces(item: WorkItemRow, works: readonly AgentWorkRow[], into: History): void {
    const { until, webhookIds } = this.#options;
    if (this.#random() < 0.1)
      into.audit.push({
        id: this.#id(),
        at: item.ended_at!,
        actor_id: 'supervisor',
        actor: 'Sora Supervisor',
        action: 'whisper',
        entity: 'work-item',
        entity_id: item.id,
        before_json: null,
        after_json: '{"number":4}',
      });
    if (item.ended_at! > until - RETENTION_MS) {
      const line = (at: number, what: string, work?: AgentWorkRow) =>
        into.work_event.push({
          work_item_id: item.id,
          agent_work_id: work?.id ?? null,
          agent_id: work?.agent_id ?? null,
          at,
          what,
          detail_json: '{}',
        });
      line(item.original_at, 'created');
      for (const work of works) {
        line(work.offered_at, 'offered', work);
        if (work.accepted_at !== null) line(work.accepted_at, 'opened', work);
        line(work.closed_at!, work.state, work);
      }
      line(item.ended_at!, 'item-closed');
      for (const event of ['work-item.created', 'work-item.closed'])
        into.webhook_delivery.push({
          id: this.#id(),
          webhook_id: this.#pick(webhookIds),
          event,
          payload_json: `{"type":"${event}","data":{"workItem":{"id":"${item.id}"}}}`,
          attempts: 1,
          state: 'delivered',
          created_at: item.ended_at!,
          due_at: null,
          tried_at: item.ended_at!,
          status: 200,
          problem: null,
        });
    }
    if (item.ended_at! > until - 2 * DAY)
      for (const work of works)
        into.command.push({
          id: this.#id(),
          agent_id: work.agent_id,
          at: work.closed_at!,
          answer_json: '{"version":1}',
        });
  }
}
