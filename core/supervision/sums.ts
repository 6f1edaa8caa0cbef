/**
 * The input of reports: sums over a time range that can be added, so that the sums of days give those of a month.
 * `metrics.ts` defines the numbers; ratios and means are computed last.
 */
import { z } from 'zod';
import type { BaseStatus } from '../vocabulary.ts';
import { abandonmentRate, clip, mean, ratio, serviceLevel, type Span, workingTime } from './metrics.ts';
import type { AgentReport, QueueReport } from './reports.ts';

/** Counts or durations by key. Thousands are read from stored days, so the schema only checks that it is an object. */
type Tally = Record<string, number>;
const Tally = z.custom<Tally>((value) => typeof value === 'object' && value !== null).default(() => ({}));
const Sum = z.number().default(0);

/** Of one agent. Durations in milliseconds. */
export const AgentSums = z.object({
  /** Time signed in, by `BASE TEXT` of the status. */
  statuses: Tally,
  signedIn: Sum,
  /** Time in Available, Busy or Busy DND, and the part of it with work. */
  atWork: Sum,
  withWork: Sum,
  offered: Sum,
  answered: Sum,
  declined: Sum,
  missed: Sum,
  extensions: Sum,
  /** Declined offers by the text of their reason. */
  reasons: Tally,
  /** Work that ended, and its time since acceptance. */
  handled: Sum,
  handleTime: Sum,
  /** The part of it that had a wrap-up. */
  wrapped: Sum,
  wrapUpTime: Sum,
});
export type AgentSums = z.infer<typeof AgentSums>;

/** Of one queue. */
export const QueueSums = z.object({
  arrived: Sum,
  answered: Sum,
  abandoned: Sum,
  /** Sum over answered items, in milliseconds. */
  waited: Sum,
  /** The longest wait of customers who were answered or left, in milliseconds; `null` = none. */
  longest: z.number().nullable().default(null),
  /** Counts by the wait in whole seconds, rounded up: any target of whole seconds can be evaluated later. */
  answeredAfter: Tally,
  leftAfter: Tally,
  handled: Sum,
  handleTime: Sum,
});
export type QueueSums = z.infer<typeof QueueSums>;

export const emptyAgentSums = (): AgentSums => AgentSums.parse({});

export const emptyQueueSums = (): QueueSums => QueueSums.parse({});

function tally(into: Tally, key: string, by: number): void {
  into[key] = (into[key] ?? 0) + by;
}

/** Adds `more` to `into`. */
function addTo<T extends AgentSums | QueueSums>(into: T, more: T): void {
  const sums = into as unknown as Record<string, number | null | Tally>;
  for (const [key, value] of Object.entries(more) as [string, number | null | Tally][]) {
    const known = sums[key];
    if (key === 'longest') sums[key] = longer(known as number | null, value as number | null);
    else if (typeof value === 'number') sums[key] = (known as number) + value;
    else for (const [name, by] of Object.entries(value!)) tally(known as Tally, name, by);
  }
}

const longer = (a: number | null, b: number | null) => (a === null ? b : b === null ? a : Math.max(a, b));

/** Sums by the id of an agent or a queue. */
export class SumsBy<T extends AgentSums | QueueSums> {
  readonly #byId = new Map<string, T>();
  readonly #none: () => T;

  constructor(none: () => T) {
    this.#none = none;
  }

  /** The sums of this id, mutable. */
  of(id: string): T {
    const known = this.#byId.get(id);
    if (known) return known;
    const made = this.#none();
    this.#byId.set(id, made);
    return made;
  }

  add(id: string, more: T): void {
    addTo(this.of(id), more);
  }

  entries(): [string, T][] {
    return [...this.#byId];
  }
}

export type AgentSumsBy = SumsBy<AgentSums>;
export type QueueSumsBy = SumsBy<QueueSums>;
export const agentSumsBy = (): AgentSumsBy => new SumsBy(emptyAgentSums);
export const queueSumsBy = (): QueueSumsBy => new SumsBy(emptyQueueSums);

export interface PeriodFacts {
  readonly status_text: string;
  readonly base: BaseStatus;
  readonly effective_base: string;
  readonly started_at: number;
  readonly ended_at: number | null;
}

export interface WorkFacts {
  readonly state: string;
  readonly offered_at: number;
  readonly accepted_at: number | null;
  readonly closed_at: number | null;
  readonly wrap_up_started_at: number | null;
  readonly extensions_used: number;
  readonly decline_reason: string | null;
}

const workingBases: ReadonlySet<string> = new Set(['available', 'busy', 'busy-dnd']);

/** Time of one agent inside the range; a period without an end reaches to the end of the range. */
export function addTimes(
  into: AgentSums,
  periods: readonly PeriodFacts[],
  works: readonly WorkFacts[],
  range: Span,
): void {
  const present: Span[] = [];
  for (const period of periods) {
    const span = clip({ from: period.started_at, to: period.ended_at }, range);
    if (!span) continue;
    const duration = span.to - span.from;
    tally(into.statuses, `${period.base} ${period.status_text}`, duration);
    if (period.base !== 'offline') into.signedIn += duration;
    if (workingBases.has(period.effective_base)) present.push(span);
  }
  const handling = works.flatMap((work) =>
    work.accepted_at === null ? [] : (clip({ from: work.accepted_at, to: work.closed_at }, range) ?? []),
  );
  const { atWork, withWork } = workingTime(present, handling);
  into.atWork += atWork;
  into.withWork += withWork;
}

/** An offer counts where it was made, with its result. */
export function addOffer(into: AgentSums, work: WorkFacts): void {
  into.offered += 1;
  into.extensions += work.extensions_used;
  if (work.accepted_at !== null) into.answered += 1;
  if (work.state === 'declined-on-push-time-out') into.missed += 1;
  if (work.state !== 'declined') return;
  into.declined += 1;
  tally(into.reasons, work.decline_reason ?? '', 1);
}

/** Handle and wrap-up time count where they ended. */
export function addEnd(into: AgentSums, work: WorkFacts): void {
  if (work.accepted_at === null || work.closed_at === null) return;
  into.handled += 1;
  into.handleTime += work.closed_at - work.accepted_at;
  if (work.wrap_up_started_at === null) return;
  into.wrapped += 1;
  into.wrapUpTime += work.closed_at - work.wrap_up_started_at;
}

const seconds = (wait: number) => String(Math.max(0, Math.ceil(wait / 1000)));

/** A customer was answered after this many milliseconds. */
export function addAnswered(into: QueueSums, wait: number): void {
  into.answered += 1;
  into.waited += wait;
  into.longest = longer(into.longest, wait);
  tally(into.answeredAfter, seconds(wait), 1);
}

/** A customer left before an answer, after this many milliseconds. */
export function addAbandoned(into: QueueSums, wait: number): void {
  into.abandoned += 1;
  into.longest = longer(into.longest, wait);
  tally(into.leftAfter, seconds(wait), 1);
}

/** Report values from the sums of an agent. */
export function toAgentReport(sums: AgentSums): Omit<AgentReport, 'agentId' | 'name'> {
  return {
    statuses: Object.entries(sums.statuses).map(([key, duration]) => {
      const space = key.indexOf(' ');
      return { base: key.slice(0, space) as BaseStatus, text: key.slice(space + 1), duration };
    }),
    signedIn: sums.signedIn,
    occupancy: ratio(sums.withWork, sums.atWork),
    offered: sums.offered,
    answered: sums.answered,
    declined: sums.declined,
    missed: sums.missed,
    declinedByReason: Object.entries(sums.reasons).map(([reason, count]) => ({ reason, count })),
    handleTime: mean(sums.handleTime, sums.handled),
    wrapUpTime: mean(sums.wrapUpTime, sums.wrapped),
    extensions: sums.extensions,
  };
}

/** Report values from the sums of a queue, with a target in whole seconds. */
export function toQueueReport(
  sums: QueueSums,
  targetSeconds: number | null,
): Omit<QueueReport, 'queueId' | 'name'> {
  const within = (counts: Tally, target: number) =>
    Object.entries(counts).reduce((sum, [after, count]) => (Number(after) <= target ? sum + count : sum), 0);
  return {
    arrived: sums.arrived,
    answered: sums.answered,
    abandoned: sums.abandoned,
    serviceLevel:
      targetSeconds === null
        ? null
        : serviceLevel({
            answered: sums.answered,
            answeredInTime: within(sums.answeredAfter, targetSeconds),
            abandonedLate: sums.abandoned - within(sums.leftAfter, targetSeconds),
          }),
    speedToAnswer: mean(sums.waited, sums.answered),
    longestWait: sums.longest,
    handleTime: mean(sums.handleTime, sums.handled),
    abandonment: abandonmentRate(sums),
  };
}
