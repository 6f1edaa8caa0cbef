/** The position of each stretch of an agent's day in the chart; pure geometry. */
import type { Timeline } from '#core/supervision/reports.ts';
import { clip, type Span } from '#core/supervision/metrics.ts';
import type { BaseStatus } from '#core/vocabulary.ts';

export interface Bar extends Span {
  readonly kind: 'presence' | 'offer' | 'open' | 'wrap-up';
  readonly text: string;
  readonly base?: BaseStatus;
  /** Share of the whole width. */
  readonly x: number;
  readonly width: number;
}

/** The first row is presence; each work takes the first row below that is free for all of its time. */
export function rowsOf(facts: Timeline, range: Span): Bar[][] {
  const length = Math.max(1, range.to - range.from);
  const bar = (
    span: { from: number; to: number | null },
    rest: Pick<Bar, 'kind' | 'text' | 'base'>,
  ): Bar[] => {
    const part = clip(span, range);
    if (!part) return [];
    return [
      { ...rest, ...part, x: (part.from - range.from) / length, width: (part.to - part.from) / length },
    ];
  };
  const presence = facts.presence.flatMap(({ text, base, from, to }) =>
    bar({ from, to }, { kind: 'presence', text, base }),
  );
  const rows: { readonly bars: Bar[]; until: number }[] = [];
  for (const work of [...facts.work].sort((a, b) => a.offeredAt - b.offeredAt)) {
    const text = work.customer;
    const end = work.endedAt;
    const talkEnd = work.wrapUpAt ?? end;
    const bars = [
      ...bar({ from: work.offeredAt, to: work.acceptedAt ?? end }, { kind: 'offer', text }),
      ...(work.acceptedAt === null
        ? []
        : bar({ from: work.acceptedAt, to: talkEnd }, { kind: 'open', text })),
      ...(work.wrapUpAt === null ? [] : bar({ from: work.wrapUpAt, to: end }, { kind: 'wrap-up', text })),
    ];
    if (bars.length === 0) continue;
    const row = rows.find(({ until }) => until <= bars[0]!.from);
    const until = bars.at(-1)!.to;
    if (row) {
      row.bars.push(...bars);
      row.until = until;
    } else rows.push({ bars, until });
  }
  return [presence, ...rows.map(({ bars }) => bars)];
}
