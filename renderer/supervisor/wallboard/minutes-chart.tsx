import { useTranslation } from 'react-i18next';
import { timeOfDay } from '../../i18n/format.ts';
import css from './minutes-chart.module.css';

const WIDTH = 600;
const HEIGHT = 160;

type Series = 'arrived' | 'answered' | 'abandoned' | 'speed' | 'serviceLevel';
/** A value that is not a count: its sum would be meaningless. */
const measures: readonly Series[] = ['speed', 'serviceLevel'];

/**
 * Minutes from left to right, one line for each series, with gaps where minutes have no value; the highest value is
 * labelled.
 */
export function MinutesChart({
  title,
  minutes,
  series,
  top,
}: {
  readonly title: string;
  readonly minutes: readonly ({ readonly at: number } & Readonly<Partial<Record<Series, number>>>)[];
  readonly series: readonly Series[];
  /** End of the scale; by default the highest value. */
  readonly top?: number;
}) {
  const { t, i18n } = useTranslation();
  const most = Math.max(1, ...minutes.flatMap((minute) => series.map((key) => minute[key] ?? 0)));
  const x = (index: number) => (index / Math.max(1, minutes.length - 1)) * WIDTH;
  const y = (value: number) => HEIGHT - (value / (top ?? most)) * HEIGHT;
  const total = (key: Series) => minutes.reduce((sum, minute) => sum + (minute[key] ?? 0), 0);
  const words = series
    .map((key) =>
      measures.includes(key)
        ? t(`supervisor.series.${key}`)
        : `${t(`supervisor.series.${key}`)} ${total(key)}`,
    )
    .join(', ');
  return (
    <figure className={css.chart}>
      <figcaption>
        <strong>{title}</strong>
        {series.map((key) => (
          <span key={key} data-series={key}>
            {t(`supervisor.series.${key}`)}
          </span>
        ))}
      </figcaption>
      <svg
        role="img"
        aria-label={`${title}: ${words}`}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
      >
        <path className={css.grid} d={`M0 0H${WIDTH}M0 ${HEIGHT / 2}H${WIDTH}M0 ${HEIGHT}H${WIDTH}`} />
        {series.map((key) => (
          <polyline
            key={key}
            data-series={key}
            points={minutes
              .flatMap((minute, index) => (minute[key] === undefined ? [] : `${x(index)},${y(minute[key])}`))
              .join(' ')}
          />
        ))}
      </svg>
      <div className={css.scale}>
        <span>{timeOfDay(minutes[0]?.at ?? 0, i18n.language)}</span>
        <span>{t('supervisor.most', { value: Math.round(most) })}</span>
        <span>{timeOfDay(minutes.at(-1)?.at ?? 0, i18n.language)}</span>
      </div>
    </figure>
  );
}
