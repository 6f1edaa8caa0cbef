import { useTranslation } from 'react-i18next';
import type { Timeline as Facts } from '#core/supervision/reports.ts';
import { clockDuration, timeOfDay } from '../../i18n/format.ts';
import colour from '../../presence/base-colour.module.css';
import { type Bar, rowsOf } from './timeline-rows.ts';
import css from './timeline.module.css';

const ROW = 12;
const GAP = 3;

/** The day as a chart: the statuses on one line, the work below, overlapping work on separate lines. */
export function Timeline({
  facts,
  from,
  now,
}: {
  readonly facts: Facts;
  readonly from: number;
  readonly now: number;
}) {
  const { t, i18n } = useTranslation();
  const first = Math.max(
    from,
    Math.min(now, ...facts.presence.map((one) => one.from), ...facts.work.map((one) => one.offeredAt)),
  );
  const rows = rowsOf(facts, { from: first, to: now });
  const time = (at: number) => timeOfDay(at, i18n.language);
  const title = ({ kind, text, from: begin, to }: Bar) =>
    `${kind === 'presence' ? text : `${t(`supervisor.bars.${kind}`)}: ${text}`}\n${time(begin)} – ${time(to)} (${clockDuration(to - begin)})`;
  if (rows.every((row) => row.length === 0)) return <p>{t('supervisor.nothingToday')}</p>;
  return (
    <figure className={css.figure}>
      <svg
        role="img"
        aria-label={t('supervisor.timeline')}
        className={css.picture}
        viewBox={`0 0 1000 ${rows.length * (ROW + GAP)}`}
        preserveAspectRatio="none"
        style={{ height: rows.length * (ROW + GAP) }}
      >
        {rows.map((row, line) =>
          row.map((bar) => (
            <rect
              key={`${bar.kind} ${bar.from} ${bar.text}`}
              x={bar.x * 1000}
              y={line * (ROW + GAP)}
              width={Math.max(2, bar.width * 1000)}
              height={ROW}
              className={colour.base}
              data-kind={bar.kind}
              data-base={bar.base}
            >
              <title>{title(bar)}</title>
            </rect>
          )),
        )}
      </svg>
      <figcaption className={css.scale}>
        <span>{time(first)}</span>
        <span>{time(now)}</span>
      </figcaption>
    </figure>
  );
}
