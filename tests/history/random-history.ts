/** A few random days of a small centre, as its tables were at any point in time: later rows do not exist yet. */
import type { PresencePeriodTable } from '#hub/store/schema.ts';
import type { WorkItemRow } from '#hub/unit/unit.ts';
import type { AgentWorkRow } from '#hub/ledger/terms.ts';
import { finishedWork, waitingItem } from '../support/rows.ts';
import { randomNumbers } from './year.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export interface Rows {
  readonly items: WorkItemRow[];
  readonly works: AgentWorkRow[];
  readonly periods: PresencePeriodTable[];
}

interface ItemFacts {
  readonly row: WorkItemRow;
  /** The queue it was in until an accepted transfer moved it. */
  readonly movedAt: number | null;
  readonly firstQueue: string | null;
  readonly works: readonly AgentWorkRow[];
}

export interface Cast {
  readonly from: number;
  readonly days: number;
  readonly agentIds: readonly string[];
  /** `null` = in no queue. */
  readonly queueIds: readonly (string | null)[];
}

export class RandomHistory {
  readonly #cast: Cast;
  readonly #random: () => number;
  readonly #items: readonly ItemFacts[];
  readonly #periods: readonly PresencePeriodTable[];
  #count = 0;

  constructor(seed: number, cast: Cast, items: number) {
    this.#cast = cast;
    this.#random = randomNumbers(seed);
    this.#items = Array.from({ length: items }, () => this.#item());
    this.#periods = cast.agentIds.flatMap((id) => this.#shifts(id));
  }

  between(least: number, most: number): number {
    return Math.floor(least + this.#random() * (most - least));
  }

  /** A point in time within the days; sometimes midnight, to the millisecond. */
  instant(): number {
    const { from, days } = this.#cast;
    return this.#random() < 0.2
      ? from + DAY * this.between(0, days + 1)
      : this.between(from, from + days * DAY);
  }

  /** The tables as of that time. */
  at(now: number): Rows {
    const seen = (at: number | null) => (at !== null && at <= now ? at : null);
    const items: WorkItemRow[] = [];
    const works: AgentWorkRow[] = [];
    for (const { row, movedAt, firstQueue, works: all } of this.#items) {
      if (row.original_at > now) continue;
      const ended = seen(row.ended_at);
      const own = all.filter((work) => work.offered_at <= now).map((work) => workAt(work, seen));
      works.push(...own);
      const moved = movedAt !== null && movedAt <= now;
      items.push({
        ...row,
        queue_id: movedAt === null || moved ? row.queue_id : firstQueue,
        opened_at: seen(row.opened_at),
        ended_at: ended,
        ended_by: ended === null ? null : row.ended_by,
        state:
          ended === null
            ? seen(row.opened_at) === null
              ? 'queued'
              : 'open'
            : own.some((work) => work.closed_at === null)
              ? 'wrapping-up'
              : row.state,
      });
    }
    const periods = this.#periods
      .filter((period) => period.started_at <= now)
      .map((period) => ({ ...period, ended_at: seen(period.ended_at) }));
    return { items, works, periods };
  }

  #pick<T>(from: readonly T[]): T {
    return from[this.between(0, from.length)]!;
  }

  #id(): string {
    this.#count += 1;
    return `row-${this.#count}`;
  }

  #item(): ItemFacts {
    const { queueIds } = this.#cast;
    const id = this.#id();
    const original = this.instant();
    const queue = this.#pick(queueIds);
    const row: WorkItemRow = {
      ...waitingItem,
      id,
      customer: 'Cora',
      queue_id: queue,
      original_at: original,
      state: 'cancelled',
    };
    let at = original + this.between(0, 90_000);
    const works: AgentWorkRow[] = [];
    while (this.#random() < 0.3) {
      const refused = this.#work(id, at, null);
      works.push(refused);
      at = refused.closed_at! + this.between(0, 5_000);
    }
    if (this.#random() < 0.25) {
      const by = this.#pick(['customer', 'system'] as const);
      return { row: { ...row, ended_at: at, ended_by: by }, movedAt: null, firstQueue: queue, works };
    }
    // Records stay open for days.
    const long = this.#random() < 0.15 ? 3 * DAY : 3 * HOUR;
    const first = this.#work(id, at, long);
    works.push(first);
    let last = first;
    let movedAt: number | null = null;
    if (this.#random() < 0.3) {
      last = this.#work(id, first.ended_at!, long);
      works.push(last);
      movedAt = last.accepted_at;
    }
    return {
      row: {
        ...row,
        queue_id: movedAt === null ? queue : this.#pick(queueIds),
        state: 'closed',
        opened_at: first.accepted_at,
        ended_at: last.ended_at,
        ended_by: 'agent',
      },
      movedAt,
      firstQueue: queue,
      works,
    };
  }

  /** `talks` null = never accepted. */
  #work(itemId: string, offered: number, talks: number | null): AgentWorkRow {
    const answer = offered + this.between(0, 30_000);
    const ended = talks === null ? answer : answer + this.between(0, talks);
    const wraps = talks !== null && this.#random() < 0.7;
    const closed = wraps ? ended + this.between(0, 600_000) : ended;
    const work = finishedWork(
      { id: this.#id(), work_item_id: itemId, agent_id: this.#pick(this.#cast.agentIds) },
      { offered, opened: answer, ended, closed },
    );
    if (talks === null) {
      const state = this.#pick([
        'declined',
        'declined-on-push-time-out',
        'unavailable',
        'withdrawn',
      ] as const);
      const reason = state === 'declined' ? this.#pick(['Too busy', 'Wrong queue', null]) : null;
      return { ...work, state, accepted_at: null, wrap_up_started_at: null, decline_reason: reason };
    }
    const extensions_used = wraps ? this.between(0, 3) : 0;
    return { ...work, wrap_up_started_at: wraps ? ended : null, extensions_used };
  }

  #shifts(agentId: string): PresencePeriodTable[] {
    const { from, days } = this.#cast;
    const periods: PresencePeriodTable[] = [];
    for (let at = from + this.between(0, DAY); at < from + days * DAY;) {
      const end = at + this.between(0, this.#random() < 0.1 ? 2 * DAY : 5 * HOUR);
      const base = this.#pick(['available', 'busy', 'away', 'offline'] as const);
      periods.push({
        id: this.#id(),
        agent_id: agentId,
        status_id: base,
        status_text: this.#pick(['At the desk', 'Lunch']),
        base,
        effective_base: this.#random() < 0.3 ? 'busy-dnd' : base,
        started_at: at,
        ended_at: end,
        set_by: 'you',
        set_by_name: null,
        reason: 'manual',
        load_area: 0,
        load_from: at,
        load_used: 0,
      });
      at = this.#random() < 0.7 ? end : end + this.between(0, 10 * HOUR);
    }
    return periods;
  }
}

function workAt(work: AgentWorkRow, seen: (at: number | null) => number | null): AgentWorkRow {
  const closed = seen(work.closed_at);
  const accepted = seen(work.accepted_at);
  if (closed !== null) return work;
  const wrapping = seen(work.wrap_up_started_at);
  return {
    ...work,
    state: accepted === null ? 'offered' : wrapping === null ? 'opened' : 'wrap-up',
    accepted_at: accepted,
    ended_at: seen(work.ended_at),
    wrap_up_started_at: wrapping,
    closed_at: null,
    decline_reason: null,
    extensions_used: 0,
  };
}
