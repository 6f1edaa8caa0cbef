/**
 * The numbers that supervisors steer by, each defined once. A ratio over nothing is `null`, never 0 or 100 %.
 *
 * - Service level: answered in time ÷ (answered + abandoned late). A customer who leaves within the target does not
 *   count against it.
 * - Speed to answer: from the first moment of waiting to the first acceptance, over answered items.
 * - Abandonment: left before an answer ÷ (answered + left).
 * - Handle time: from acceptance to the end of the wrap-up.
 * - Occupancy: time with open work or wrap-up ÷ time in Available, Busy or Busy DND. Time with work while Away or
 *   Offline counts on neither side.
 */

/** Below this the service level is at risk, below that it is critical. OQ. */
const SERVICE_LEVEL = { atRisk: 0.8, critical: 0.6, leastCounted: 5 } as const;
/** This many consecutive missed requests raise an alert. OQ. */
export const CONSECUTIVE_MISSES_FOR_ALERT = 3;

export interface ServiceLevelFacts {
  readonly answered: number;
  readonly answeredInTime: number;
  readonly abandonedLate: number;
}

/** `null` when the denominator is 0. */
export const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** 0–1, or `null` when nothing counts yet. */
export const serviceLevel = ({ answered, answeredInTime, abandonedLate }: ServiceLevelFacts): number | null =>
  ratio(answeredInTime, answered + abandonedLate);

/** The level at each entry, over at most `over` entries ending there; oldest first, like the input. */
export const serviceLevels = (facts: readonly ServiceLevelFacts[], over: number): (number | null)[] =>
  facts.map((_, index) => {
    const counted = facts.slice(Math.max(0, index + 1 - over), index + 1);
    const sum = (key: keyof ServiceLevelFacts) => counted.reduce((total, one) => total + one[key], 0);
    return serviceLevel({
      answered: sum('answered'),
      answeredInTime: sum('answeredInTime'),
      abandonedLate: sum('abandonedLate'),
    });
  });

export type Health = 'normal' | 'at-risk' | 'critical';

/** Normal below `leastCounted` customers: a handful does not make a bad day. */
export function serviceLevelHealth(facts: ServiceLevelFacts): Health {
  const level = serviceLevel(facts);
  if (level === null || facts.answered + facts.abandonedLate < SERVICE_LEVEL.leastCounted) return 'normal';
  if (level < SERVICE_LEVEL.critical) return 'critical';
  return level < SERVICE_LEVEL.atRisk ? 'at-risk' : 'normal';
}

/** The longest wait against the target: at risk from three quarters of it, critical beyond it. */
export function waitHealth(waitedMs: number | null, targetSeconds: number | null): Health {
  if (waitedMs === null || targetSeconds === null) return 'normal';
  const share = waitedMs / (targetSeconds * 1000);
  if (share > 1) return 'critical';
  return share >= 0.75 ? 'at-risk' : 'normal';
}

/** 0–1, or `null` without customers. */
export const abandonmentRate = (facts: { readonly answered: number; readonly abandoned: number }) =>
  ratio(facts.abandoned, facts.answered + facts.abandoned);

/** Mean of a sum of milliseconds over a count, or `null`. */
export const mean = (sum: number, count: number): number | null => ratio(sum, count);

/** An interval, `from` inclusive, `to` exclusive. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * The part of an interval inside a range; `null` = none. An interval without an end reaches to the end of the range.
 */
export function clip(span: { readonly from: number; readonly to: number | null }, range: Span): Span | null {
  const from = Math.max(span.from, range.from);
  const to = Math.min(span.to ?? range.to, range.to);
  return from < to ? { from, to } : null;
}

/** Merges intervals that touch or overlap; in order of time. */
export function union(spans: readonly Span[]): Span[] {
  const joined: { from: number; to: number }[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else joined.push({ ...span });
  }
  return joined;
}

const length = (spans: readonly Span[]) => spans.reduce((sum, { from, to }) => sum + (to - from), 0);

/**
 * How long an agent was at work, and how much of that with work, in milliseconds. Each list may contain overlaps.
 * Results of adjacent ranges add up.
 */
export function workingTime(
  atWork: readonly Span[],
  withWork: readonly Span[],
): { readonly atWork: number; readonly withWork: number } {
  const present = union(atWork);
  const handling = union(withWork);
  const both: Span[] = [];
  let index = 0;
  for (const span of present) {
    while (index < handling.length && handling[index]!.to <= span.from) index += 1;
    for (let at = index; at < handling.length && handling[at]!.from < span.to; at += 1) {
      const part = clip(handling[at]!, span);
      if (part) both.push(part);
    }
  }
  return { atWork: length(present), withWork: length(both) };
}
